import { zero } from '../core/credits/books.ts';
import type { Draw } from '../core/credits/usage-draw.ts';
import type { UsageCharge } from '../core/pricing/charge.ts';
import { allowance } from '../core/pricing/usage-line.ts';
import { payingSpans } from '../core/subscriptions/payer.ts';
import type { Instant } from '../core/time/instant.ts';
import { emptyTotal } from '../core/usage/total.ts';
import { type PeriodRow, readPeriods } from '../store/billing-periods.ts';
import { findVersions, type ProductVersion } from '../store/products.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { readSubscriptions } from '../store/subscriptions.ts';
import { paidSpans } from './paid-spans.ts';
import { requireVersion } from './turn-due.ts';

/** The credit types that a version of a product grants or draws on. */
export function creditTypesOf({ charges, creditGrants }: ProductVersion): string[] {
  const drawn = charges.flatMap((charge) => (charge.kind === 'USAGE' ? (charge.credits?.creditTypeId ?? []) : []));
  return [...new Set([...creditGrants.map((plan) => plan.creditTypeId), ...drawn])];
}

/** The accounts that a customer needs under these prices. */
export function accountsOf(
  customerId: string,
  version: ProductVersion,
): { readonly customerId: string; readonly creditTypeId: string }[] {
  return creditTypesOf(version).map((creditTypeId) => ({ customerId, creditTypeId }));
}

/** Gives a draw as its period has it now: one of these, brought up to date, or a new one. */
export type DrawPlan = (stored: readonly Draw[]) => Draw;

/** What there is to be drawn in the periods of these customers that end after this instant, from now on. */
export async function readDrawPlans(
  on: Queryable,
  customerIds: readonly string[],
  after: Instant,
): Promise<DrawPlan[]> {
  const subscriptions = await readSubscriptions(on, customerIds);
  const periods = await readPeriods(on, customerIds);
  const versions = await findVersions(on, [...new Set(periods.map((period) => period.versionId))]);
  const paid = paidSpans(subscriptions, periods, versions);
  return periods
    .filter((period) => period.endsAt >= after)
    .flatMap((period) =>
      requireVersion(versions, period.versionId).charges.flatMap((charge, place) => {
        if (charge.kind !== 'USAGE' || charge.credits === null) return [];
        const within = { from: period.startsAt, to: period.endsAt };
        const all = paid.get(period.customerId) ?? [];
        const spans = payingSpans(period.subscriptionId, charge.meterId, within, all);
        return [planOf(period, charge, place, spans)];
      }),
    );
}

function planOf(period: PeriodRow, charge: UsageCharge, place: number, spans: Draw['spans']): DrawPlan {
  const { customerId, subscriptionId, index, startsAt, endsAt, fullStart, fullEnd, quantity } = period;
  const lived = { quantity, lived: endsAt - startsAt, full: fullEnd - fullStart, currency: '' };
  const upToDate = { included: allowance(charge, lived), period: { from: startsAt, to: endsAt }, spans };
  return (stored) => {
    const found = stored.find(
      (draw) => draw.subscriptionId === subscriptionId && draw.periodIndex === index && draw.charge === place,
    );
    if (found !== undefined) return Object.assign(found, upToDate);
    const { credits: terms } = charge;
    if (terms === null) throw new Error('A charge for money draws no credits.');
    return {
      customerId,
      subscriptionId,
      periodIndex: index,
      charge: place,
      meterId: charge.meterId,
      terms,
      ...upToDate,
      total: emptyTotal,
      drawn: zero,
      uncovered: zero,
      parts: [],
    };
  };
}
