import { useState } from 'react';
import { useLocation } from 'wouter';
import { useParameters } from '../../data/address.ts';
import { useSend } from '../../data/ask.ts';
import { paths } from '../../data/paths.ts';
import { Dialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { ResultForm } from '../../design/form.tsx';
import { withShared } from '../../design/link.tsx';
import { say } from '../../design/toast.tsx';
import { AddCustomerDocument } from '../../generated/documents.ts';

export function NewCustomer({ onClose }: { readonly onClose: () => void }) {
  const [parameters] = useParameters();
  const [, navigate] = useLocation();
  const add = useSend(AddCustomerDocument);
  const [externalId, setExternalId] = useState('');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const input = { externalId, name: name || null, email: email || null };
  return (
    <Dialog open onClose={onClose} title="New customer">
      <ResultForm
        submit="Create the customer"
        onCancel={onClose}
        send={async () => (await add.mutateAsync({ input })).createCustomer}
        onDone={({ customer }) => {
          say(`${name || externalId} is there`);
          navigate(withShared(paths.customer(customer.externalId), parameters));
        }}
      >
        <TextField
          name="externalId"
          label="Id"
          hint="Your own id, which events are sent with. Never changes."
          code
          placeholder="acme-co"
          value={externalId}
          onValue={setExternalId}
        />
        <TextField name="name" label="Name" optional value={name} onValue={setName} />
        <TextField name="email" label="Email" optional type="email" value={email} onValue={setEmail} />
      </ResultForm>
    </Dialog>
  );
}
