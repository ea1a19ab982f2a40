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
