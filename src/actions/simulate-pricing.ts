import { Decimal } from '../core/decimal.ts';
import { RequestError } from '../core/errors.ts';
import { grouped } from '../core/grouped.ts';
import type { Seats } from '../core/pricing/charge.ts';
import { plannedPeriod } from '../core/subscriptions/planned-period.ts';
import type { Instant } from '../core/time/instant.ts';
import type { Window } from '../core/time/window.ts';
import { type PeriodRow, readPeriods } from '../store/billing-periods.ts';
import { findVersions, type ProductVersion } from '../store/products.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { readSubscriptions, type SubscriptionRow } from '../store/subscriptions.ts';
import { composeInvoices, type InvoicePlan } from './compose-invoices.ts';
import { requireVersion } from './turn-due.ts';

/** What a customer paid and would have paid, in major units; null: it pays in another currency. */
export type SimulatedCustomer = {
  readonly customerId: string;
  readonly before: Decimal;
  readonly after: Decimal;
};

const periodsMax = 20_000;
const nobodysSubscription = '00000000-0000-0000-0000-000000000000';

/**
 * Prices the recorded usage of customers in `[from, to)` under another version, which need not be stored. Writes nothing.
 *
 * `before` is what their subscriptions come to in that time, period by period, without adjustments and balances; `after`
 * what one subscription to `version` would have come to instead, with the start, time zone and quantity of the earliest
 * one they have, or from `from` on for a customer who has none. The lines come from the same calculation as invoices.
 * Customers who pay in another currency are left out. Throws RequestError for more than 20,000 periods.
 */
export async function simulatePricing(
  on: Queryable,
  workspaceId: string,
  version: ProductVersion,
  within: Window,
  customerIds: readonly string[],
): Promise<SimulatedCustomer[]> {
  const subscriptions = grouped(await readSubscriptions(on, customerIds), (row) => row.customerId);
  const periods = grouped(await readPeriods(on, customerIds), (row) => row.customerId);
  const versionIds = [...periods.values()].flat().map((row) => row.versionId);
  const versions = await findVersions(on, [...new Set(versionIds)]);

  const plans: (InvoicePlan & { readonly after: boolean })[] = [];
  const simulated: string[] = [];
  for (const customerId of customerIds) {
    const lived = (periods.get(customerId) ?? []).flatMap((period) => clipped(period, within) ?? []);
    const currencies = lived.map((period) => requireVersion(versions, period.versionId).currency);
    if (currencies.some((currency) => currency !== version.currency)) continue;
    simulated.push(customerId);
    for (const period of lived) plans.push({ ...planFor(period, version.currency), after: false });
    const life = imaginedLife(customerId, subscriptions.get(customerId) ?? [], lived, within);
    for (const period of imaginedPeriods(life, version, periodsMax - plans.length)) {
      plans.push({ ...planFor(period, version.currency), alone: true, after: true });
    }
    if (plans.length > periodsMax) {
      throw new RequestError(`This is more than ${periodsMax} periods. Name fewer customers, or a shorter time.`);
    }
  }
  const composed = await composeInvoices(on, workspaceId, plans, [version]);
  const sums = new Map(simulated.map((id) => [id, { before: new Decimal(0), after: new Decimal(0) }]));
  for (const [i, { customerId, after }] of plans.entries()) {
    const sum = sums.get(customerId);
    const side = after ? 'after' : 'before';
    if (sum !== undefined) sum[side] = sum[side].plus(composed[i]?.total ?? 0);
  }
  return [...sums].map(([customerId, sum]) => ({ customerId, ...sum }));
}

/** A period with its usage and its flat charges: it closes and opens itself. */
function planFor(period: PeriodRow, currency: string): InvoicePlan {
  const { customerId, subscriptionId } = period;
  return { customerId, subscriptionId, currency, closes: period, opens: period, imagined: true };
}

/** What of a period is in the window, as if it had been planned so; null: nothing. */
function clipped(period: PeriodRow, within: Window): PeriodRow | null {
  const startsAt = period.startsAt > within.from ? period.startsAt : within.from;
  const endsAt = period.endsAt < within.to ? period.endsAt : within.to;
  if (startsAt >= endsAt) return null;
  return { ...period, startsAt, endsAt, billedUntil: endsAt, oneTime: period.oneTime && startsAt === period.startsAt };
}

type ImaginedLife = {
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly anchor: Instant;
  readonly timeZone: string;
  readonly quantity: Seats;
  readonly within: Window;
};

function imaginedLife(
  customerId: string,
  subscriptions: readonly SubscriptionRow[],
  lived: readonly PeriodRow[],
  within: Window,
): ImaginedLife {
  const first = subscriptions.find(({ id }) => lived.some((period) => period.subscriptionId === id));
  if (first === undefined) {
    const life = { subscriptionId: nobodysSubscription, anchor: within.from, timeZone: 'UTC', quantity: 1 };
    return { ...life, customerId, within };
  }
  const { id: subscriptionId, startsAt: anchor, timeZone } = first;
  const { quantity } = lived.findLast((period) => period.subscriptionId === subscriptionId) ?? first;
  const from = lived.reduce((least, { startsAt }) => (startsAt < least ? startsAt : least), within.to);
  const to = lived.reduce((most, { endsAt }) => (endsAt > most ? endsAt : most), within.from);
  return { customerId, subscriptionId, anchor, timeZone, quantity, within: { from, to } };
}

/** The periods of the calendar that a life would have had under this version; at most one more than `countMax`. */
function imaginedPeriods(life: ImaginedLife, version: ProductVersion, countMax: number): PeriodRow[] {
  const { customerId, subscriptionId, anchor, timeZone, quantity, within } = life;
  const found: PeriodRow[] = [];
  let at = within.from;
  while (at < within.to && found.length <= countMax) {
    const planned = plannedPeriod(anchor, version.interval, timeZone, at);
    const endsAt = planned.endsAt < within.to ? planned.endsAt : within.to;
    found.push({
      customerId,
      subscriptionId,
      index: found.length,
      ...planned,
      endsAt,
      billedUntil: endsAt,
      versionId: version.id,
      quantity,
      oneTime: found.length === 0 && at === anchor,
    });
    at = endsAt;
  }
  return found;
}
