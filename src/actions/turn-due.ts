import type { Seats } from '../core/pricing/charge.ts';
import type { Instant } from '../core/time/instant.ts';
import { insertPeriods, readCurrentPeriods } from '../store/billing-periods.ts';
import { insertInvoices } from '../store/invoice-changes.ts';
import { findVersions, type ProductVersion } from '../store/products.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { type SubscriptionRow, updateSubscriptions } from '../store/subscriptions.ts';
import { readBillingSettings } from '../store/workspaces.ts';
import type { Deps } from './deps.ts';
import { type Turn, turnPeriod } from './turn-period.ts';

/**
 * Turns the period of each of these subscriptions once, where it is due, in the workspace's billing transaction. Gives
 * what it wrote. Five statements, however many subscriptions.
 */
export async function turnDue(
  deps: Pick<Deps, 'ids'>,
  on: Queryable,
  workspaceId: string,
  due: readonly SubscriptionRow[],
): Promise<Turn[]> {
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
  await writeTurns(on, turns);
  return turns;
}

/** Turns one subscription's periods until the one that `until` is in. */
export async function catchUp(
  deps: Pick<Deps, 'ids'>,
  on: Queryable,
  subscription: SubscriptionRow,
  until: Instant,
): Promise<SubscriptionRow> {
  let latest = subscription;
  while (latest.dueAt !== null && latest.dueAt <= until) {
    const [turn] = await turnDue(deps, on, latest.workspaceId, [latest]);
    if (turn === undefined) break;
    latest = turn.subscription;
  }
  return latest;
}

export async function writeTurns(on: Queryable, turns: readonly Turn[]): Promise<void> {
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
