import {
  compare,
  type Exact,
  exactOf,
  exactText,
  least,
  minus,
  most,
  nothing,
  plus,
  roundHalfUp,
  startedBlocks,
  times,
} from './exact.ts';
import { type Money, minorDigits } from './money.ts';

export type Tier = { readonly upTo: string | null; readonly unitAmount: Money; readonly flatAmount: Money };

/** A price as the API says it. */
export type Pricing = {
  readonly kind: 'PER_UNIT' | 'GRADUATED' | 'VOLUME' | 'PACKAGE';
  readonly packageSize: string | null;
  readonly unitAmount: Money | null;
  readonly tiers: readonly Tier[];
};

/** What the charge of a meter's usage says, as far as it can be worked out without the events. */
export type PricedCharge = {
  readonly includedUnits: string;
  readonly includedPerSeat: boolean;
  readonly minimum: Money | null;
  readonly maximum: Money | null;
  readonly pricing: Pricing | null;
};

export type TierPrice = {
  readonly from: string;
  readonly upTo: string | null;
  readonly quantity: string;
  readonly unitAmount: Money;
  readonly flatAmount: Money;
  readonly amount: Money;
  readonly value: null;
};

export type Price = {
  readonly billable: string;
  readonly tiers: readonly TierPrice[];
  /** Before minimum, maximum and rounding. */
  readonly exact: string;
  /** As an invoice would have it. */
  readonly amount: Money;
};

/**
 * What a quantity of a whole period would cost. The same rules as the server's, which the tests hold it to; the server has
 * nothing to ask for a quantity that nobody used. Null where something is no number, or there is no price.
 */
export function priceOf(charge: PricedCharge, quantity: string, seats: string, currency: string): Price | null {
  const { pricing } = charge;
  const [used, free] = [exactOf(quantity), exactOf(charge.includedUnits)];
  const count = charge.includedPerSeat ? exactOf(seats) : { digits: 1n, scale: 0 };
  if (pricing === null || used === null || free === null || count === null) return null;
  const billable = most(minus(used, times(free, count)), nothing);
  const tiers = compare(billable, nothing) > 0 ? tiersOf(pricing, billable) : [];
  const exact = tiers.reduce((sum, { amount }) => plus(sum, amount), nothing);
  const raised = charge.minimum === null ? exact : most(exact, amountOf(charge.minimum));
  const capped = charge.maximum === null ? raised : least(raised, amountOf(charge.maximum));
  const money = (value: Exact): Money => ({ amount: exactText(value), currency });
  return {
    billable: exactText(billable),
    exact: exactText(exact),
    amount: money(roundHalfUp(capped, minorDigits(currency))),
    tiers: tiers.map(({ from, upTo, quantity: part, unit, flat, amount }) => ({
      from: exactText(from),
      upTo: upTo === null ? null : exactText(upTo),
      quantity: exactText(part),
      unitAmount: money(unit),
      flatAmount: money(flat),
      amount: money(amount),
      value: null,
    })),
  };
}

type ExactTier = {
  readonly from: Exact;
  readonly upTo: Exact | null;
  readonly quantity: Exact;
  readonly unit: Exact;
  readonly flat: Exact;
  readonly amount: Exact;
};

function tiersOf({ kind, packageSize, unitAmount, tiers }: Pricing, quantity: Exact): ExactTier[] {
  const whole = { upTo: null, unit: amountOf(unitAmount), flat: nothing };
  if (kind === 'PER_UNIT') return [priced(whole, nothing, quantity)];
  if (kind === 'PACKAGE') {
    const size = exactOf(packageSize ?? '');
    return size === null || size.digits <= 0n ? [] : [priced(whole, nothing, startedBlocks(quantity, size))];
  }
  const steps = tiers.map((tier) => ({
    upTo: tier.upTo === null ? null : exactOf(tier.upTo),
    unit: amountOf(tier.unitAmount),
    flat: amountOf(tier.flatAmount),
  }));
  return kind === 'VOLUME' ? volume(steps, quantity) : graduated(steps, quantity);
}

type Step = { readonly upTo: Exact | null; readonly unit: Exact; readonly flat: Exact };

function graduated(steps: readonly Step[], quantity: Exact): ExactTier[] {
  const entered: ExactTier[] = [];
  let from = nothing;
  for (const step of steps) {
    if (compare(quantity, from) <= 0) break;
    const end = step.upTo === null ? quantity : least(step.upTo, quantity);
    entered.push(priced(step, from, minus(end, from)));
    from = end;
  }
  return entered;
}

function volume(steps: readonly Step[], quantity: Exact): ExactTier[] {
  const place = steps.findIndex(({ upTo }) => upTo === null || compare(quantity, upTo) <= 0);
  const step = steps[place];
  return step === undefined ? [] : [priced(step, steps[place - 1]?.upTo ?? nothing, quantity)];
}

function priced({ upTo, unit, flat }: Step, from: Exact, quantity: Exact): ExactTier {
  return { from, upTo, quantity, unit, flat, amount: plus(times(quantity, unit), flat) };
}

function amountOf(money: Money | null): Exact {
  return exactOf(money?.amount ?? '0') ?? nothing;
}
