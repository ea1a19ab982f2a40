import { type Entry, subscriptionKey } from '../core/events/entry.ts';
import { findNamed, findNamedHold } from './sql/find-named.ts';
import { type Queryable, run } from './sql/statement.ts';

/** Of the subscriptions that these events name, each with the event's customer: the keys of those that there are. */
export async function findNamedSubscriptions(on: Queryable, entries: readonly Entry[]): Promise<Set<string>> {
  const asked = new Map<string, { customerId: string; subscriptionId: string }>();
  for (const { customerId, event } of entries) {
    const subscriptionId = event.subscriptionId ?? '';
    asked.set(subscriptionKey(customerId, subscriptionId), { customerId, subscriptionId });
  }
  const pairs = [...asked.values()];
  const { rows } = await run(on, findNamed, {
    customerIds: pairs.map(({ customerId }) => customerId),
    subscriptionIds: pairs.map(({ subscriptionId }) => subscriptionId),
  });
  return new Set(rows.map((row) => subscriptionKey(row.customer_id, row.id)));
}

/** As `findNamedSubscriptions`, for holds: those that have ended too. */
export async function findNamedHolds(on: Queryable, entries: readonly Entry[]): Promise<Set<string>> {
  const { rows } = await run(on, findNamedHold, {
    customerIds: entries.map(({ customerId }) => customerId),
    holdIds: entries.map(({ event }) => event.holdId ?? ''),
  });
  return new Set(rows.map((row) => subscriptionKey(row.customer_id, row.id)));
}
