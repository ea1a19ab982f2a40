import { useState } from 'react';
import { useSend } from '../../data/ask.ts';
import { Dialog } from '../../design/dialog.tsx';
import { TextArea, TextField } from '../../design/field.tsx';
import { ResultForm } from '../../design/form.tsx';
import { say } from '../../design/toast.tsx';
import { EditMeterDocument } from '../../generated/documents.ts';
import type { MeterFacts } from './meter.tsx';

type EditMeterProps = { readonly meter: MeterFacts; readonly open: boolean; readonly onClose: () => void };

export function EditMeter({ meter, open, onClose }: EditMeterProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Edit ${meter.name}`}
      lead="What it counts stays as it is: for that, make a new meter."
    >
      {/* Made anew each time, with what the meter says then. */}
      {open && <EditForm meter={meter} onClose={onClose} />}
    </Dialog>
  );
}

function EditForm({ meter, onClose }: Omit<EditMeterProps, 'open'>) {
  const edit = useSend(EditMeterDocument);
  const [name, setName] = useState(meter.name);
  const [unit, setUnit] = useState(meter.unit ?? '');
  const [description, setDescription] = useState(meter.description ?? '');
  const input = { id: meter.id, name, unit: unit || null, description: description || null };
  return (
    <ResultForm
      submit="Save"
      onCancel={onClose}
      send={async () => (await edit.mutateAsync({ input })).updateMeter}
      onDone={() => {
        say('Saved');
        onClose();
      }}
    >
      <TextField name="name" label="Name" value={name} onValue={setName} />
      <TextField name="unit" label="Unit" optional value={unit} onValue={setUnit} />
      <TextArea name="description" label="Description" optional value={description} onValue={setDescription} />
    </ResultForm>
  );
}
