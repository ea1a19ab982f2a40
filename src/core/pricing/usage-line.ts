import { Decimal } from '../decimal.ts';
import type { JsonValue } from '../json.ts';
import { roundMoney } from '../money/currency.ts';
import { compareText } from '../text.ts';
import type { PriceBy, UsageCharge } from './charge.ts';
import { type LivedPart, partOf } from './lived-part.ts';
import { type PricedTier, priceQuantity } from './pricing.ts';

/** What a meter counted of one value of the property that prices go by. The value is null where none is named. */
export type ValueUsage = { readonly value: JsonValue; readonly usage: Decimal | null };

/** How much of one value's usage was priced in one way; without `priceBy` the value is null. */
export type ValueTier = PricedTier & { readonly value: JsonValue };

export type UsageLine = {
  /** What was counted, of all values together. */
  readonly quantity: Decimal;
  /** What the charge grants, used or not. */
  readonly included: Decimal;
  /** What is left of each value after the allowance, of all values together. */
  readonly billable: Decimal;
  readonly tiers: ValueTier[];
  /** In whole minor units, rounded this once. */
  readonly amount: Decimal;
};

/**
 * What a usage charge comes to: the usage less what is included, each value at its own price, raised to the minimum,
 * capped at the maximum, and then rounded.
 *
 * There is one allowance for all values. It is used up in the order in which their prices are listed, then by the
 * others in the order of their JSON. Usage of null counts 0, and a value with negative usage leaves nothing to others.
 */
export function usageLine(charge: UsageCharge, usage: readonly ValueUsage[], of: LivedPart): UsageLine {
  const included = allowance(charge, of);
  const tiers: ValueTier[] = [];
  let [quantity, left, billable, exact] = [zero, included, zero, zero];
  for (const { value, pricing, used } of inBurnOrder(charge, usage)) {
    const free = Decimal.min(Decimal.max(used, zero), left);
    const rest = Decimal.max(used.minus(free), zero);
    const price = priceQuantity(pricing, rest);
    for (const tier of price.tiers) tiers.push({ ...tier, value });
    quantity = quantity.plus(used);
    left = left.minus(free);
    billable = billable.plus(rest);
    exact = exact.plus(price.amount);
  }
  return { quantity, included, billable, tiers, amount: roundMoney(within(charge, exact), of.currency) };
}

const zero = new Decimal(0);

/** Of a short period in proportion if the charge says so: a quantity, and so to 12 decimals, as usage is. */
export function allowance(charge: UsageCharge, of: LivedPart): Decimal {
  const granted = charge.includedUnits.times(charge.includedPerSeat ? of.quantity : 1);
  return charge.prorateAllowance ? partOf(granted, of).toDecimalPlaces(12, Decimal.ROUND_HALF_UP) : granted;
}

function within({ minimum, maximum }: UsageCharge, amount: Decimal): Decimal {
  const raised = minimum === null ? amount : Decimal.max(amount, minimum);
  return maximum === null ? raised : Decimal.min(raised, maximum);
}

function inBurnOrder({ pricing, priceBy }: UsageCharge, usage: readonly ValueUsage[]) {
  if (priceBy === null) {
    // All together, since tiers are for the whole of it.
    return [{ value: null, pricing, used: usage.reduce((sum, one) => sum.plus(one.usage ?? zero), zero) }];
  }
  const places = placesOf(priceBy);
  return usage
    .map(({ value, usage: used }) => {
      const text = JSON.stringify(value);
      const place = places.get(text) ?? priceBy.prices.length;
      return { value, pricing: priceBy.prices[place]?.pricing ?? pricing, used: used ?? zero, place, text };
    })
    .sort((a, b) => a.place - b.place || compareText(a.text, b.text));
}

/** By their JSON, in which 1 and "1" differ. */
function placesOf({ prices }: PriceBy): ReadonlyMap<string, number> {
  return new Map(prices.map(({ value }, place) => [JSON.stringify(value), place]));
}
