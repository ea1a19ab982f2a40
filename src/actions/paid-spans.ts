import { grouped } from '../core/grouped.ts';
import { type PaidSpan, payingSpans } from '../core/subscriptions/payer.ts';
import type { Window } from '../core/time/window.ts';
import { type PeriodRow, readPeriods } from '../store/billing-periods.ts';
import { findVersions, type ProductVersion } from '../store/products.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { readSubscriptions, type SubscriptionRow } from '../store/subscriptions.ts';

/** When, and for which meters, each customer's subscriptions pay. */
export function paidSpans(
  subscriptions: readonly SubscriptionRow[],
  periods: readonly PeriodRow[],
  versions: ReadonlyMap<string, ProductVersion>,
): Map<string, PaidSpan[]> {
  const started = new Map(subscriptions.map((row) => [row.id, row.startsAt]));
  const meterIds = new Map(
    [...versions].map(([id, { charges }]) => [
      id,
      new Set(charges.flatMap((charge) => (charge.kind === 'USAGE' ? charge.meterId : []))),
    ]),
  );
  const spanOf = (period: PeriodRow): PaidSpan => ({
    subscriptionId: period.subscriptionId,
    subscribedAt: started.get(period.subscriptionId) ?? period.startsAt,
    from: period.startsAt,
    to: period.endsAt,
    meterIds: meterIds.get(period.versionId) ?? new Set<string>(),
  });
  const byCustomer = grouped(periods, (period) => period.customerId);
  return new Map([...byCustomer].map(([customerId, rows]) => [customerId, rows.map(spanOf)]));
}

/** The parts of `within` in which a subscription pays for the events of a meter that name none. */
export async function readPayingSpans(
  on: Queryable,
  of: { readonly customerId: string; readonly subscriptionId: string; readonly meterId: string },
  within: Window,
): Promise<Window[]> {
  const subscriptions = await readSubscriptions(on, [of.customerId]);
  const periods = await readPeriods(on, [of.customerId]);
  const versions = await findVersions(on, [...new Set(periods.map((period) => period.versionId))]);
  const paid = paidSpans(subscriptions, periods, versions).get(of.customerId) ?? [];
  return payingSpans(of.subscriptionId, of.meterId, within, paid);
}
