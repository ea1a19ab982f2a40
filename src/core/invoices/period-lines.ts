import { creditLine, type PaidCredits } from '../credits/credit-line.ts';
import type { CreditTerms } from '../credits/terms.ts';
import { Decimal } from '../decimal.ts';
import type { FlatCharge, UsageCharge } from '../pricing/charge.ts';
import { flatLine } from '../pricing/flat-line.ts';
import { usageLine, type ValueUsage } from '../pricing/usage-line.ts';
import type { Instant } from '../time/instant.ts';
import type { BillingPeriod, TopUp } from './compose.ts';
import type { InvoiceLine } from './line.ts';

/** What is known of the usage of a period's charges; `charge` is its place in the period's charges. */
export type UsageFacts = {
  readonly usageOf: (period: number, charge: number) => readonly ValueUsage[];
  /** What of the billable usage credits have paid for. */
  readonly creditsOf: (period: number, charge: number, terms: CreditTerms, billable: Decimal) => PaidCredits;
};

/** What a period's usage comes to, a line for each of its usage charges, in their order. A period of no length has none. */
export function usageLines(currency: string, period: BillingPeriod, { usageOf, creditsOf }: UsageFacts): InvoiceLine[] {
  const { index, startsAt, endsAt, charges } = period;
  if (startsAt >= endsAt) return [];
  const of = livedUntil(endsAt, period, currency);
  return charges.flatMap((charge, place) => {
    if (charge.kind !== 'USAGE') return [];
    const usage = usageOf(index, place);
    const { credits: terms } = charge;
    const line =
      terms === null
        ? usageLine(charge, usage, of)
        : creditLine(charge, terms, usage, of, (billable) => creditsOf(index, place, terms, billable));
    return [{ kind: 'USAGE', ...placed(period, charge, place), from: startsAt, to: endsAt, ...line }];
  });
}

/**
 * What is given back of a period's flat charges, which were billed until `billedUntil`, if it ended before. The
 * difference of two rounded amounts, so that the charge and its refund leave what the lived part alone would cost.
 */
export function refundLines(currency: string, period: BillingPeriod): InvoiceLine[] {
  const { endsAt, billedUntil, charges } = period;
  if (endsAt >= billedUntil) return [];
  return charges.flatMap((charge, place) => {
    if (charge.kind !== 'FLAT' || charge.oneTime) return [];
    const { quantity, amount: billed } = flatLine(charge, livedUntil(billedUntil, period, currency));
    const amount = flatLine(charge, livedUntil(endsAt, period, currency)).amount.minus(billed);
    if (amount.isZero()) return [];
    const at = { from: endsAt, to: billedUntil };
    return [{ kind: 'REFUND', ...placed(period, charge, place), ...at, quantity, tiers: [], amount }];
  });
}

/** What is due when a period opens: its flat charges until the end that is planned, then one-time charges. */
export function advanceLines(currency: string, period: BillingPeriod): InvoiceLine[] {
  const { startsAt, billedUntil, oneTime } = period;
  const of = livedUntil(billedUntil, period, currency);
  const recurring = startsAt < billedUntil ? flatLines(period, false, of) : [];
  return [...recurring, ...(oneTime ? flatLines(period, true, of) : [])];
}

/** Credits that a period bought by itself when they ran low, a line for each purchase. */
export function topUpLines(period: BillingPeriod, topUps: readonly TopUp[]): InvoiceLine[] {
  return topUps.map(({ name, price }) => {
    const quantity = new Decimal(1);
    const tiers = [{ value: null, ...wholeTier, quantity, unitAmount: price, amount: price }];
    const at = { charge: null, period: period.index, from: null, to: null, meterId: null };
    return { kind: 'ONE_TIME', name, ...at, quantity, included: null, billable: null, tiers, amount: price };
  });
}

function flatLines(period: BillingPeriod, oneTime: boolean, of: Parameters<typeof flatLine>[1]): InvoiceLine[] {
  const at = oneTime ? { from: null, to: null } : { from: period.startsAt, to: period.billedUntil };
  return period.charges.flatMap((charge, place) => {
    if (charge.kind !== 'FLAT' || charge.oneTime !== oneTime) return [];
    const { quantity, unitAmount, amount } = flatLine(charge, of);
    const tiers = [{ value: null, ...wholeTier, quantity, unitAmount, amount: quantity.times(unitAmount) }];
    return [{ kind: oneTime ? 'ONE_TIME' : 'FLAT', ...placed(period, charge, place), ...at, quantity, tiers, amount }];
  });
}

const zero = new Decimal(0);
const wholeTier = { from: zero, upTo: null, flatAmount: zero };

function livedUntil(end: Instant, { startsAt, fullStart, fullEnd, quantity }: BillingPeriod, currency: string) {
  return { quantity, lived: end - startsAt, full: fullEnd - fullStart, currency };
}

/** What the lines of a charge in a period have in common. */
function placed(period: BillingPeriod, charge: FlatCharge | UsageCharge, place: number) {
  const meterId = charge.kind === 'USAGE' ? charge.meterId : null;
  return { name: charge.name, charge: place, period: period.index, meterId, included: null, billable: null };
}
