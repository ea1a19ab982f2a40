import type { Seats } from '../core/pricing/charge.ts';
import type { Instant } from '../core/time/instant.ts';
import { insertPeriods, readCurrentPeriods } from '../store/billing-periods.ts';
import { findDueSubscriptionsOf } from '../store/due-subscriptions.ts';
import { insertInvoices } from '../store/invoice-changes.ts';
import { findVersions, type ProductVersion } from '../store/products.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { type SubscriptionRow, updateSubscriptions } from '../store/subscriptions.ts';
import { readBillingSettings } from '../store/workspaces.ts';
import type { Deps } from './deps.ts';
import { turnCredits } from './turn-credits.ts';
import { type Turn, turnPeriod } from './turn-period.ts';

/**
 * Turns the period of these subscriptions once, where it is due, in the workspace's billing transaction. Gives what it
 * wrote. A bounded number of statements, however many subscriptions.
 *
 * Of one customer's only those that are due first: the credits of one subscription's period pay for what another's owes,
 * so where several have passed they are turned in the order of time. The others are still due, and found again.
 */
export async function turnDue(
  deps: Pick<Deps, 'ids' | 'clock'>,
  on: Queryable,
  workspaceId: string,
  found: readonly SubscriptionRow[],
  now: Instant,
): Promise<Turn[]> {
  const due = firstOfCustomers(found);
  if (due.length === 0) return [];
  const { graceSeconds } = await readBillingSettings(on, workspaceId);
  const periods = await readCurrentPeriods(on, due);
  const versionIds = due.flatMap((row) => [row.versionId, row.nextVersionId ?? row.versionId]);
  const versions = await findVersions(on, [...new Set(versionIds)]);
  const turns = due.map((subscription) =>
    turnPeriod({
      subscription,
      current: periods.get(subscription.id) ?? null,
      version: requireVersion(versions, subscription.versionId),
      next: subscription.endsWithPeriod ? null : nextTerms(subscription, versions),
      at: subscription.dueAt ?? subscription.startsAt,
      graceSeconds,
      invoiceIdAfter: deps.ids.uuid(),
    }),
  );
  await writeTurns(deps, on, workspaceId, turns, versions, now);
  return turns;
}

function firstOfCustomers(due: readonly SubscriptionRow[]): SubscriptionRow[] {
  const first = new Map<string, Instant>();
  for (const { customerId, dueAt } of due) {
    if (dueAt !== null && dueAt < (first.get(customerId) ?? dueAt + 1n)) first.set(customerId, dueAt);
  }
  return due.filter(({ customerId, dueAt }) => dueAt === first.get(customerId));
}

/** Turns the periods of a subscription, and of the others of its customer, until the one that `until` is in. */
export async function catchUp(
  deps: Pick<Deps, 'ids' | 'clock'>,
  on: Queryable,
  subscription: SubscriptionRow,
  until: Instant,
): Promise<SubscriptionRow> {
  const { workspaceId, customerId, id } = subscription;
  let latest = subscription;
  for (;;) {
    const due = await findDueSubscriptionsOf(on, workspaceId, [customerId], until);
    if (due.length === 0) return latest;
    for (const turn of await turnDue(deps, on, workspaceId, due, until)) {
      if (turn.subscription.id === id) latest = turn.subscription;
    }
  }
}

/** Writes what periods turn into, their credits included. `versions` has those that are closed and opened. */
export async function writeTurns(
  deps: Pick<Deps, 'ids' | 'clock'>,
  on: Queryable,
  workspaceId: string,
  turns: readonly Turn[],
  versions: ReadonlyMap<string, ProductVersion>,
  now: Instant,
): Promise<void> {
  await insertInvoices(
    on,
    turns.flatMap(({ invoice }) => invoice ?? []),
  );
  await insertPeriods(
    on,
    turns.flatMap(({ opened }) => opened ?? []),
  );
  await updateSubscriptions(
    on,
    turns.map(({ subscription }) => subscription),
  );
  await turnCredits(deps, on, workspaceId, turns, versions, now);
}

/** What the subscription goes on with after the period at hand. */
export function nextTerms(
  subscription: SubscriptionRow,
  versions: ReadonlyMap<string, ProductVersion>,
): { version: ProductVersion; quantity: Seats } {
  return {
    version: requireVersion(versions, subscription.nextVersionId ?? subscription.versionId),
    quantity: subscription.nextQuantity ?? subscription.quantity,
  };
}

export function requireVersion(versions: ReadonlyMap<string, ProductVersion>, id: string): ProductVersion {
  const version = versions.get(id);
  if (version === undefined) throw new Error(`There is no product version ${id}.`);
  return version;
}
