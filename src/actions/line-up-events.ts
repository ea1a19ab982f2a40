import type { Batch } from '../core/events/batch.ts';
import {
  type Entry,
  holding,
  judgeHolding,
  judgeNamed,
  type KnownCustomer,
  lineUp,
  naming,
  relaxFirsts,
  splitRepeats,
} from '../core/events/entry.ts';
import type { Catalog } from '../store/catalog.ts';
import { findNamedHolds, findNamedSubscriptions } from '../store/named-subscriptions.ts';
import type { Queryable } from '../store/sql/statement.ts';

/** The events of a flush. Those that are not judged yet are the first of their identity in it, or repeat one. */
export type Line = {
  readonly entries: readonly Entry[];
  readonly firsts: readonly Entry[];
  readonly repeats: readonly Entry[];
};

/** Whether nothing has to be asked about these events as long as the catalog is true. */
export function areKnown({ customers }: Catalog, batches: readonly Batch[]): boolean {
  return batches.every(({ events }) =>
    events.every(
      ({ event }) => event.subscriptionId === null && event.holdId === null && customers.has(event.customer),
    ),
  );
}

/** The events in their order, where nothing has to be asked about them. */
export function lineUpKnown(catalog: Catalog, batches: readonly Batch[]): Line {
  return split(lineUp(batches, (name) => catalog.customers.get(name)));
}

/** The events in their order; asks for the subscriptions and the holds that they name. */
export async function lineUpAsking(
  on: Queryable,
  batches: readonly Batch[],
  customers: (externalId: string) => KnownCustomer | undefined,
): Promise<Line> {
  const entries = lineUp(batches, customers);
  const named = naming(entries);
  if (named.length > 0) judgeNamed(named, await findNamedSubscriptions(on, named));
  const withHold = holding(entries);
  if (withHold.length > 0) judgeHolding(withHold, await findNamedHolds(on, withHold));
  return split(entries);
}

function split(entries: readonly Entry[]): Line {
  const { firsts, repeats } = splitRepeats(entries);
  relaxFirsts(firsts, repeats);
  return { entries, firsts, repeats };
}
