import { type ReactNode, useState } from 'react';
import { useAsk } from '../data/ask.ts';
import { useSettled } from '../data/settled.ts';
import { SuggestField } from '../design/suggest-field.tsx';
import { CustomerNamesDocument } from '../generated/documents.ts';

type CustomerFieldProps = {
  readonly name?: string;
  readonly label?: ReactNode;
  readonly isLabelHidden?: boolean;
  readonly placeholder?: string;
  readonly hint?: ReactNode;
  readonly optional?: boolean;
  /** The customer's `externalId`. */
  readonly value: string;
  readonly onValue: (externalId: string) => void;
  readonly className?: string;
};

/** A customer by the id that your own systems have for them, found by that or by name. */
export function CustomerField({ name = 'customer', label = 'Customer', value, ...rest }: CustomerFieldProps) {
  const [search] = useSettled(value, 200);
  const [isUsed, setUsed] = useState(false);
  const answer = useAsk(CustomerNamesDocument, { search: search || null }, { when: isUsed, keep: true });
  const found = answer.data?.customers.nodes ?? [];
  return (
    <SuggestField
      {...rest}
      {...{ name, label, value }}
      onFocus={() => setUsed(true)}
      code
      isSifted
      suggestions={found.map((customer) => ({
        value: customer.externalId,
        ...(customer.name === null ? {} : { note: customer.name }),
      }))}
    />
  );
}
