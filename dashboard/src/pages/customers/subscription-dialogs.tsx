import { useState } from 'react';
import { useSend } from '../../data/ask.ts';
import { useEvery } from '../../data/every.ts';
import { usePeriod } from '../../data/period.ts';
import { useRequestName } from '../../data/request-name.ts';
import { ConfirmDialog, Dialog } from '../../design/dialog.tsx';
import { SelectField, TextField } from '../../design/field.tsx';
import { FieldRow, ResultForm } from '../../design/form.tsx';
import { say } from '../../design/toast.tsx';
import { instantOfLocal } from '../../format/period.ts';
import {
  EndSubscriptionDocument,
  MoveSubscriptionDocument,
  ProductChoicesDocument,
  SubscribeDocument,
} from '../../generated/documents.ts';
import type { SubscriptionFieldsFragment } from '../../generated/types.ts';

type When = 'IMMEDIATELY' | 'AT_PERIOD_END';

const whens = [
  { value: 'IMMEDIATELY', label: 'Now' },
  { value: 'AT_PERIOD_END', label: 'When the period ends' },
] as const;

function useProductChoices(first: string) {
  const products = useEvery(ProductChoicesDocument, (answer) => answer.products) ?? [];
  return [
    { value: '', label: first },
    ...products.map(({ key, name, currency }) => ({ value: key, label: `${name} (${currency})` })),
  ];
}

/** How many seats, as the API takes it: what is no whole number is refused by it. */
function seatsOf(text: string): number {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
}

export function Subscribe({ customer, onClose }: { readonly customer: string; readonly onClose: () => void }) {
  const send = useSend(SubscribeDocument);
  const nameOf = useRequestName();
  const { zone } = usePeriod();
  const choices = useProductChoices('Choose a product');
  const [product, setProduct] = useState('');
  const [quantity, setQuantity] = useState('1');
  const [startAt, setStartAt] = useState('');
  const [timeZone, setTimeZone] = useState('UTC');
  const input = {
    customer,
    product,
    quantity: seatsOf(quantity),
    timeZone,
    startAt: startAt === '' ? null : (instantOfLocal(startAt, zone) ?? startAt),
  };
  return (
    <Dialog open onClose={onClose} title="Subscribe">
      <ResultForm
        submit="Subscribe"
        onCancel={onClose}
        send={async () =>
          (await send.mutateAsync({ input: { ...input, idempotencyKey: nameOf(input) } })).createSubscription
        }
        onDone={() => {
          say('Subscribed');
          onClose();
        }}
      >
        <SelectField name="product" label="Product" value={product} onValue={setProduct} choices={choices} />
        <FieldRow>
          <TextField name="quantity" label="Seats" inputMode="numeric" value={quantity} onValue={setQuantity} />
          <TextField name="timeZone" label="Time zone of its periods" code value={timeZone} onValue={setTimeZone} />
        </FieldRow>
        <TextField
          name="startAt"
          label="From"
          optional
          type="datetime-local"
          hint={`Now, if nothing is said. On the clocks of ${zone}. Periods that have passed are closed and invoiced.`}
          value={startAt}
          onValue={setStartAt}
        />
      </ResultForm>
    </Dialog>
  );
}

type DialogProps = { readonly subscription: SubscriptionFieldsFragment; readonly onClose: () => void };

export function ChangeSubscription({ subscription, onClose }: DialogProps) {
  const send = useSend(MoveSubscriptionDocument);
  const nameOf = useRequestName();
  const choices = useProductChoices(`As it is: ${subscription.product.name}, version ${subscription.version.number}`);
  const [product, setProduct] = useState('');
  const [quantity, setQuantity] = useState(String(subscription.quantity));
  const [when, setWhen] = useState<When>('IMMEDIATELY');
  const input = {
    id: subscription.id,
    when,
    product: product || null,
    quantity: seatsOf(quantity) === subscription.quantity ? null : seatsOf(quantity),
  };
  return (
    <Dialog open onClose={onClose} title={`Change ${subscription.product.name}`}>
      <ResultForm
        submit="Change it"
        onCancel={onClose}
        send={async () =>
          (await send.mutateAsync({ input: { ...input, idempotencyKey: nameOf(input) } })).changeSubscription
        }
        onDone={() => {
          say(when === 'IMMEDIATELY' ? 'Changed' : 'It will change when the period ends');
          onClose();
        }}
      >
        <SelectField
          name="product"
          label="Product"
          hint="In its latest version. The same product again moves to its latest prices."
          value={product}
          onValue={setProduct}
          choices={choices}
        />
        <FieldRow>
          <TextField name="quantity" label="Seats" inputMode="numeric" value={quantity} onValue={setQuantity} />
          <SelectField
            name="when"
            label="When"
            value={when}
            onValue={setWhen}
            choices={whens}
            hint={when === 'IMMEDIATELY' ? 'The period at hand is closed and invoiced.' : undefined}
          />
        </FieldRow>
      </ResultForm>
    </Dialog>
  );
}

export function CancelSubscription({ subscription, onClose }: DialogProps) {
  const send = useSend(EndSubscriptionDocument);
  const nameOf = useRequestName();
  const [when, setWhen] = useState<When>('AT_PERIOD_END');
  const input = { id: subscription.id, when };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Cancel ${subscription.product.name}`}
      submit="Cancel the subscription"
      send={async () =>
        (await send.mutateAsync({ input: { ...input, idempotencyKey: nameOf(input) } })).cancelSubscription
      }
      onDone={() => say(when === 'IMMEDIATELY' ? 'The subscription has ended' : 'It ends with its period')}
    >
      <SelectField name="when" label="When" value={when} onValue={setWhen} choices={whens} />
      <p>What was used until then is invoiced. Flat charges are given back for the time that was not lived.</p>
    </ConfirmDialog>
  );
}
