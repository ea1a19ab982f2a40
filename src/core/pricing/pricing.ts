import { Decimal } from '../decimal.ts';
import type { InputIssue } from '../errors.ts';
import { amountIssues } from './amount.ts';

/**
 * Prices the part of a quantity above the tier before it, up to and including `upTo`; null is the rest. The flat amount
 * is due when the tier is entered, that is by the first bit of quantity that belongs to it: by nothing, none is.
 */
export type Tier = { readonly upTo: Decimal | null; readonly unitAmount: Decimal; readonly flatAmount: Decimal };

/** Amounts are in major units of the product's currency. */
export type Pricing =
  | { readonly kind: 'PER_UNIT'; readonly unitAmount: Decimal }
  /** Each tier prices its own share. */
  | { readonly kind: 'GRADUATED'; readonly tiers: readonly Tier[] }
  /** The tier that the whole quantity falls in prices all of it. */
  | { readonly kind: 'VOLUME'; readonly tiers: readonly Tier[] }
  /** `amount` for each started block of `size`. */
  | { readonly kind: 'PACKAGE'; readonly size: Decimal; readonly amount: Decimal };

/**
 * How much of a quantity was priced in one way, and what it came to: `amount` = quantity x unitAmount + flatAmount,
 * exact. Of a PACKAGE the quantity is that of started blocks, and the unit amount that of one block.
 */
export type PricedTier = {
  /** What the tier begins above, in units of usage. */
  readonly from: Decimal;
  readonly upTo: Decimal | null;
  readonly quantity: Decimal;
  readonly unitAmount: Decimal;
  readonly flatAmount: Decimal;
  readonly amount: Decimal;
};

const zero = new Decimal(0);
const tiersMax = 100;

/** What keeps this from being a price; paths are those of the API's input. Empty if nothing does. */
export function pricingIssues(pricing: Pricing): InputIssue[] {
  switch (pricing.kind) {
    case 'PER_UNIT':
      return amountIssues(pricing.unitAmount, ['perUnit', 'unitAmount']);
    case 'PACKAGE': {
      const { size, amount } = pricing;
      const issues = amountIssues(amount, ['package', 'amount']);
      if (size.isFinite() && size.greaterThan(0)) return issues;
      return [{ path: ['package', 'size'], message: 'The size must be greater than 0.' }, ...issues];
    }
    case 'GRADUATED':
    case 'VOLUME':
      return tiersIssues(pricing.tiers).map(({ path, message }) => {
        return { path: [pricing.kind === 'VOLUME' ? 'volume' : 'graduated', 'tiers', ...path], message };
      });
  }
}

function tiersIssues(tiers: readonly Tier[]): InputIssue[] {
  if (tiers.length === 0 || tiers.length > tiersMax) return [{ path: [], message: `Give 1 to ${tiersMax} tiers.` }];
  return tiers.flatMap(({ upTo, unitAmount, flatAmount }, index) => {
    const place = String(index);
    const issues = [
      ...amountIssues(unitAmount, [place, 'unitAmount']),
      ...amountIssues(flatAmount, [place, 'flatAmount']),
    ];
    const problem = upToProblem(upTo, tiers[index - 1]?.upTo ?? zero, index === tiers.length - 1);
    return problem === null ? issues : [{ path: [place, 'upTo'], message: problem }, ...issues];
  });
}

function upToProblem(upTo: Decimal | null, before: Decimal, isLast: boolean): string | null {
  if (isLast) return upTo === null ? null : 'The last tier is for the rest: it has no upTo.';
  if (upTo === null) return 'Only the last tier may be without upTo.';
  return upTo.isFinite() && upTo.greaterThan(before) ? null : 'Tiers must ascend: each upTo is above the one before.';
}

/**
 * What a quantity costs, exact: not rounded to any currency. `tiers` are those that were entered, in order; a quantity
 * of nothing enters none, costs nothing, and neither does a negative one.
 *
 * `pricing` must be free of issues.
 */
export function priceQuantity(pricing: Pricing, quantity: Decimal): { amount: Decimal; tiers: PricedTier[] } {
  const tiers = quantity.greaterThan(0) ? pricedTiers(pricing, quantity) : [];
  return { amount: tiers.reduce((sum, tier) => sum.plus(tier.amount), zero), tiers };
}

function pricedTiers(pricing: Pricing, quantity: Decimal): PricedTier[] {
  switch (pricing.kind) {
    case 'PER_UNIT':
      return [priced({ upTo: null, unitAmount: pricing.unitAmount, flatAmount: zero }, zero, quantity)];
    case 'PACKAGE': {
      const { size, amount } = pricing;
      return [priced({ upTo: null, unitAmount: amount, flatAmount: zero }, zero, startedBlocks(quantity, size))];
    }
    case 'GRADUATED':
      return graduated(pricing.tiers, quantity);
    case 'VOLUME':
      return volume(pricing.tiers, quantity);
  }
}

function graduated(tiers: readonly Tier[], quantity: Decimal): PricedTier[] {
  const entered: PricedTier[] = [];
  let from = zero;
  for (const tier of tiers) {
    if (quantity.lessThanOrEqualTo(from)) break;
    const end = tier.upTo === null ? quantity : Decimal.min(tier.upTo, quantity);
    entered.push(priced(tier, from, end.minus(from)));
    from = end;
  }
  return entered;
}

function volume(tiers: readonly Tier[], quantity: Decimal): PricedTier[] {
  const index = tiers.findIndex(({ upTo }) => upTo === null || quantity.lessThanOrEqualTo(upTo));
  const tier = tiers[index];
  return tier === undefined ? [] : [priced(tier, tiers[index - 1]?.upTo ?? zero, quantity)];
}

function priced({ upTo, unitAmount, flatAmount }: Tier, from: Decimal, quantity: Decimal): PricedTier {
  return { from, upTo, quantity, unitAmount, flatAmount, amount: quantity.times(unitAmount).plus(flatAmount) };
}

/** By multiplying back: a quotient may have no end, and a third of a block is not to become a whole one, or none. */
function startedBlocks(quantity: Decimal, size: Decimal): Decimal {
  const whole = quantity.divToInt(size);
  return whole.times(size).lessThan(quantity) ? whole.plus(1) : whole;
}
