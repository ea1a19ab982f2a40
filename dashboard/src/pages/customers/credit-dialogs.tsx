import { useState } from 'react';
import { useAsk, useSend } from '../../data/ask.ts';
import { usePeriod } from '../../data/period.ts';
import { useRequestName } from '../../data/request-name.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { SelectField, TextField } from '../../design/field.tsx';
import { FieldRow, ResultForm } from '../../design/form.tsx';
import { say } from '../../design/toast.tsx';
import { instantOfLocal } from '../../format/period.ts';
import { CorrectCreditsDocument, CreditTypeListDocument, GiveCreditsDocument } from '../../generated/documents.ts';
import { NewCreditType } from './new-credit-type.tsx';

type GrantCreditsProps = {
  readonly customer: string;
  /** The one that is shown; null where there is none yet. */
  readonly type: string | null;
  readonly onClose: () => void;
};

export function GrantCredits({ customer, type, onClose }: GrantCreditsProps) {
  const send = useSend(GiveCreditsDocument);
  const nameOf = useRequestName();
  const { zone } = usePeriod();
  const types = useAsk(CreditTypeListDocument, {}).data?.creditTypes.nodes ?? [];
  const [isMaking, setMaking] = useState(false);
  const [chosen, setChosen] = useState(type);
  const [amount, setAmount] = useState('');
  const [source, setSource] = useState<'PURCHASE' | 'PROMOTION'>('PURCHASE');
  const [expiresAt, setExpiresAt] = useState('');
  const [priority, setPriority] = useState('100');
  const [note, setNote] = useState('');
  if (isMaking) {
    return (
      <NewCreditType
        onClose={() => setMaking(false)}
        onMade={(key) => {
          setChosen(key);
          setMaking(false);
        }}
      />
    );
  }
  const input = {
    customer,
    creditType: chosen ?? types[0]?.key ?? '',
    amount,
    source,
    priority: /^\d{1,7}$/.test(priority) ? Number(priority) : -1,
    expiresAt: expiresAt === '' ? null : (instantOfLocal(expiresAt, zone) ?? expiresAt),
    note: note || null,
  };
  return (
    <Dialog open onClose={onClose} title="Grant credits">
      <ResultForm
        submit="Grant them"
        onCancel={onClose}
        send={async () => (await send.mutateAsync({ input: { ...input, idempotencyKey: nameOf(input) } })).grantCredits}
        onDone={() => {
          say('Granted');
          onClose();
        }}
      >
        <FieldRow>
          <SelectField
            name="creditType"
            label="Credits"
            value={input.creditType}
            onValue={setChosen}
            choices={
              types.length === 0
                ? [{ value: '', label: 'No credit type yet' }]
                : types.map(({ key, name }) => ({ value: key, label: name }))
            }
            hint={
              <Button small look="plain" onClick={() => setMaking(true)}>
                New credit type
              </Button>
            }
          />
          <TextField name="amount" label="How many" inputMode="decimal" code value={amount} onValue={setAmount} />
        </FieldRow>
        <FieldRow>
          <SelectField
            name="source"
            label="As"
            value={source}
            onValue={setSource}
            choices={[
              { value: 'PURCHASE', label: 'a purchase' },
              { value: 'PROMOTION', label: 'a promotion' },
            ]}
          />
          <TextField
            name="priority"
            label="Priority"
            hint="Lower is drawn first."
            inputMode="numeric"
            value={priority}
            onValue={setPriority}
          />
        </FieldRow>
        <TextField
          name="expiresAt"
          label="Expires"
          optional
          type="datetime-local"
          hint={`Never, if nothing is said. On the clocks of ${zone}.`}
          value={expiresAt}
          onValue={setExpiresAt}
        />
        <TextField name="note" label="Note" optional value={note} onValue={setNote} />
      </ResultForm>
    </Dialog>
  );
}

type AdjustCreditsProps = { readonly customer: string; readonly type: string; readonly onClose: () => void };

export function AdjustCredits({ customer, type, onClose }: AdjustCreditsProps) {
  const send = useSend(CorrectCreditsDocument);
  const nameOf = useRequestName();
  const [amount, setAmount] = useState('');
  const [note, setNote] = useState('');
  const input = { customer, creditType: type, amount: amount.replace('−', '-'), note: note || null };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Adjust credits"
      lead="Corrects the balance by hand. The ledger says who and why."
    >
      <ResultForm
        submit="Adjust"
        onCancel={onClose}
        send={async () =>
          (await send.mutateAsync({ input: { ...input, idempotencyKey: nameOf(input) } })).adjustCredits
        }
        onDone={() => {
          say('Adjusted');
          onClose();
        }}
      >
        <TextField
          name="amount"
          label="By how many"
          hint="Below zero takes away: -25."
          code
          value={amount}
          onValue={setAmount}
        />
        <TextField name="note" label="Why" optional value={note} onValue={setNote} />
      </ResultForm>
    </Dialog>
  );
}
