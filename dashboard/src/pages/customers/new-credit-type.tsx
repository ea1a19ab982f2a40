import { useState } from 'react';
import { useSend } from '../../data/ask.ts';
import { Dialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { FieldRow, ResultForm } from '../../design/form.tsx';
import { say } from '../../design/toast.tsx';
import { MakeCreditTypeDocument } from '../../generated/documents.ts';

type NewCreditTypeProps = { readonly onClose: () => void; readonly onMade: (key: string) => void };

export function NewCreditType({ onClose, onMade }: NewCreditTypeProps) {
  const make = useSend(MakeCreditTypeDocument);
  const [key, setKey] = useState('');
  const [name, setName] = useState('');
  const [unit, setUnit] = useState('');
  const [precision, setPrecision] = useState('0');
  const input = { key, name, unit: unit || null, precision: /^\d{1,2}$/.test(precision) ? Number(precision) : -1 };
  return (
    <Dialog
      open
      onClose={onClose}
      title="New credit type"
      lead="What credits are counted in: one balance for each customer."
    >
      <ResultForm
        submit="Make it"
        onCancel={onClose}
        send={async () => (await make.mutateAsync({ input })).createCreditType}
        onDone={({ creditType }) => {
          say(`${creditType.name} are there`);
          onMade(creditType.key);
        }}
      >
        <FieldRow>
          <TextField name="name" label="Name" placeholder="Credits" value={name} onValue={setName} />
          <TextField name="key" label="Key" code placeholder="credits" value={key} onValue={setKey} />
        </FieldRow>
        <FieldRow>
          <TextField name="unit" label="Unit" optional placeholder="credit" value={unit} onValue={setUnit} />
          <TextField
            name="precision"
            label="Decimals"
            hint="0 to 12. Never changes."
            inputMode="numeric"
            value={precision}
            onValue={setPrecision}
          />
        </FieldRow>
      </ResultForm>
    </Dialog>
  );
}
