import type { Statement } from './statement.ts';

export type NamedSubscriptions = {
  readonly customerIds: readonly string[];
  readonly subscriptionIds: readonly string[];
};

/** Of pairs of a customer and a subscription, those where the customer has the subscription. */
export const findNamed: Statement<NamedSubscriptions, { customer_id: string; id: string }> = {
  name: 'find_named',
  text: `
    SELECT s.customer_id, s.id
    FROM unnest($1::uuid[], $2::uuid[]) AS n (customer_id, id)
    JOIN subscription s ON s.customer_id = n.customer_id AND s.id = n.id`,
  values: (p) => [p.customerIds, p.subscriptionIds],
};

export type NamedHolds = { readonly customerIds: readonly string[]; readonly holdIds: readonly string[] };

/** Of pairs of a customer and a hold, those where the customer has, or had, the hold. */
export const findNamedHold: Statement<NamedHolds, { customer_id: string; id: string }> = {
  name: 'find_named_hold',
  text: `
    SELECT h.customer_id, h.id
    FROM unnest($1::uuid[], $2::uuid[]) AS n (customer_id, id)
    JOIN credit_hold h ON h.customer_id = n.customer_id AND h.id = n.id`,
  values: (p) => [p.customerIds, p.holdIds],
};
