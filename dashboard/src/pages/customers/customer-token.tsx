import { useState } from 'react';
import { useSend } from '../../data/ask.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { SelectField } from '../../design/field.tsx';
import { ResultForm } from '../../design/form.tsx';
import { Instant } from '../../design/value.tsx';
import { MakeTokenDocument } from '../../generated/documents.ts';
import { Secret } from '../../parts/secret.tsx';
import type { CustomerFacts } from './customer.tsx';

type Made = { readonly token: string; readonly expiresAt: string };

type CustomerTokenProps = { readonly customer: CustomerFacts; readonly onClose: () => void };

/** A link to the customer's own page. The token in it is in this dialog only, and gone with it. */
export function CustomerToken({ customer, onClose }: CustomerTokenProps) {
  const make = useSend(MakeTokenDocument);
  const [made, setMade] = useState<Made | null>(null);
  const [seconds, setSeconds] = useState('3600');
  const name = customer.name ?? customer.externalId;
  if (made !== null) {
    const link = new URL(`/customer#token=${made.token}`, window.location.origin).href;
    return (
      <Dialog
        open
        onClose={onClose}
        title={`The page of ${name}`}
        lead="Whoever has this link sees their usage, credits and invoices, and nothing else."
      >
        <Secret label="Link" value={link} />
        <Secret label="Token alone" value={made.token} />
        <p>
          Good until <Instant at={made.expiresAt} />. It is not kept here: close this, and it is gone.
        </p>
        <Button onClick={() => window.open(link, '_blank', 'noopener')}>Open their page</Button>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={`The page of ${name}`}
      lead="A link with a token that reads this customer only."
    >
      <ResultForm
        submit="Make the link"
        onCancel={onClose}
        send={async () => {
          const input = { customer: customer.externalId, expiresInSeconds: Number(seconds) };
          return (await make.mutateAsync({ input })).createCustomerToken;
        }}
        onDone={(payload) => {
          make.reset();
          setMade(payload);
        }}
      >
        <SelectField
          name="expiresInSeconds"
          label="Good for"
          value={seconds}
          onValue={setSeconds}
          choices={[
            { value: '900', label: '15 minutes' },
            { value: '3600', label: 'an hour' },
            { value: '28800', label: '8 hours' },
            { value: '86400', label: 'a day' },
          ]}
        />
      </ResultForm>
    </Dialog>
  );
}
