import { Decimal } from '../decimal.ts';
import { roundMoney } from '../money/currency.ts';
import type { UsageCharge } from '../pricing/charge.ts';
import type { LivedPart } from '../pricing/lived-part.ts';
import { priceQuantity } from '../pricing/pricing.ts';
import { allowance, type UsageLine, type ValueUsage } from '../pricing/usage-line.ts';
import { zero } from './books.ts';
import type { CreditTerms } from './terms.ts';
import { creditsFor, overageOf } from './usage-draw.ts';

/** What credits did for a line: how many were drawn, and how many nobody had. */
export type LineCredits = {
  readonly creditTypeId: string;
  readonly applied: Decimal;
  readonly uncovered: Decimal;
};

/** In credits: what usage was paid for with, and what was left. */
export type PaidCredits = { readonly drawn: Decimal; readonly uncovered: Decimal };

/**
 * What a charge that draws on credits comes to in money: nothing for what credits paid, and the overage's price for the
 * rest where the charge says CHARGE. Its tiers are about the overage alone.
 */
export function creditLine(
  charge: UsageCharge,
  terms: CreditTerms,
  usage: readonly ValueUsage[],
  of: LivedPart,
  paidFor: (billable: Decimal) => PaidCredits,
): UsageLine & { readonly credits: LineCredits } {
  const quantity = usage.reduce((sum, one) => sum.plus(one.usage ?? zero), zero);
  const included = allowance(charge, of);
  const billable = Decimal.max(quantity.minus(included), zero);
  const { drawn, uncovered } = paidFor(billable);
  const price = priceQuantity(charge.pricing, overageOf(terms, billable, { drawn, uncovered }));
  return {
    quantity,
    included,
    billable,
    tiers: price.tiers.map((tier) => ({ ...tier, value: null })),
    amount: roundMoney(price.amount, of.currency),
    credits: { creditTypeId: terms.creditTypeId, applied: drawn, uncovered },
  };
}

/** What credits would pay if a period's grants were all there is: for prices that nobody has yet. */
export function imaginedCredits(
  granted: ReadonlyMap<string, Decimal>,
): (terms: CreditTerms, billable: Decimal) => PaidCredits {
  const left = new Map(granted);
  return (terms, billable) => {
    const due = creditsFor(terms, billable);
    const drawn = Decimal.min(due, left.get(terms.creditTypeId) ?? zero);
    left.set(terms.creditTypeId, (left.get(terms.creditTypeId) ?? zero).minus(drawn));
    return { drawn, uncovered: due.minus(drawn) };
  };
}
