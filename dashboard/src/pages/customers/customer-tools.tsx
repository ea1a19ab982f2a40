import { useState } from 'react';
import { useSend } from '../../data/ask.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog, Dialog } from '../../design/dialog.tsx';
import { TextArea, TextField } from '../../design/field.tsx';
import { ResultForm } from '../../design/form.tsx';
import { say } from '../../design/toast.tsx';
import { jsonObjectOf } from '../../format/json-object.ts';
import { EditCustomerDocument, PutAwayCustomerDocument, TakeBackCustomerDocument } from '../../generated/documents.ts';
import { PeriodChooser } from '../../period/period-chooser.tsx';
import type { CustomerFacts } from './customer.tsx';
import { CustomerToken } from './customer-token.tsx';

type CustomerProps = { readonly customer: CustomerFacts };
type DialogProps = CustomerProps & { readonly onClose: () => void };

export function CustomerTools({ customer }: CustomerProps) {
  const [dialog, setDialog] = useState<'edit' | 'archive' | 'token' | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <PeriodChooser />
      <Button onClick={() => setDialog('token')}>Their page</Button>
      <Button onClick={() => setDialog('edit')}>Edit</Button>
      <Button onClick={() => setDialog('archive')}>{customer.archivedAt === null ? 'Archive' : 'Unarchive'}</Button>
      {dialog === 'token' && <CustomerToken customer={customer} onClose={close} />}
      {dialog === 'edit' && <EditCustomer customer={customer} onClose={close} />}
      {dialog === 'archive' && <ArchiveCustomer customer={customer} onClose={close} />}
    </>
  );
}

function EditCustomer({ customer, onClose }: DialogProps) {
  const edit = useSend(EditCustomerDocument);
  const [name, setName] = useState(customer.name ?? '');
  const [email, setEmail] = useState(customer.email ?? '');
  const [metadata, setMetadata] = useState(() => JSON.stringify(customer.metadata, null, 2));
  const parsed = jsonObjectOf(metadata);
  return (
    <Dialog open onClose={onClose} title={`Edit ${customer.name ?? customer.externalId}`}>
      <ResultForm
        submit="Save"
        onCancel={onClose}
        send={async () => {
          if (parsed === null) return { __typename: 'InvalidInput', message: 'The metadata is no JSON object.' };
          const input = { id: customer.id, name: name || null, email: email || null, metadata: parsed };
          return (await edit.mutateAsync({ input })).updateCustomer;
        }}
        onDone={() => {
          say('Saved');
          onClose();
        }}
      >
        <TextField name="name" label="Name" optional value={name} onValue={setName} />
        <TextField name="email" label="Email" optional type="email" value={email} onValue={setEmail} />
        <TextArea
          name="metadata"
          label="Metadata"
          code
          rows={6}
          value={metadata}
          onValue={setMetadata}
          error={parsed === null ? 'A JSON object, like {"plan": "beta"}.' : null}
        />
      </ResultForm>
    </Dialog>
  );
}

function ArchiveCustomer({ customer, onClose }: DialogProps) {
  const putAway = useSend(PutAwayCustomerDocument);
  const takeBack = useSend(TakeBackCustomerDocument);
  const input = { id: customer.id };
  const name = customer.name ?? customer.externalId;
  if (customer.archivedAt !== null) {
    return (
      <ConfirmDialog
        open
        onClose={onClose}
        title={`Take ${name} back`}
        submit="Take them back"
        send={async () => (await takeBack.mutateAsync({ input })).unarchiveCustomer}
        onDone={() => say(`Events of ${name} are taken again`)}
      >
        <p>Their events are taken again.</p>
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Archive ${name}`}
      submit="Archive them"
      send={async () => (await putAway.mutateAsync({ input })).archiveCustomer}
      onDone={() => say(`${name} is archived`)}
    >
      <p>Their events are rejected from now on. What there is of them stays readable.</p>
    </ConfirmDialog>
  );
}
