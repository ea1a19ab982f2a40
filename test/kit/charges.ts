import type { ChargeDraft } from '../../src/actions/resolve-charges.ts';
import { Decimal } from '../../src/core/decimal.ts';
import type { Pricing, Tier } from '../../src/core/pricing/pricing.ts';

type UsageDraft = Extract<ChargeDraft, { kind: 'USAGE' }>;

/** Paid in advance, by default in every period. */
export function flat(amount: string, oneTime = false): ChargeDraft {
  return { kind: 'FLAT', name: oneTime ? 'Setup' : 'Base', amount: new Decimal(amount), oneTime };
}

/** Paid in arrears and named after its meter; a price that is a text is that of a unit. */
export function usage(meterKey: string, price: string | Pricing, more: Partial<UsageDraft> = {}): UsageDraft {
  return {
    kind: 'USAGE',
    name: meterKey,
    meterKey,
    pricing: typeof price === 'string' ? perUnit(price) : price,
    includedUnits: new Decimal(0),
    includedPerSeat: false,
    prorateAllowance: false,
    priceBy: null,
    minimum: null,
    maximum: null,
    credits: null,
    ...more,
  };
}

export function perUnit(unitAmount: string): Pricing {
  return { kind: 'PER_UNIT', unitAmount: new Decimal(unitAmount) };
}

/** Each tier by its `upTo`, unit amount and flat amount. */
export function tiers(...list: readonly [upTo: string | null, unitAmount: string, flatAmount?: string][]): Tier[] {
  return list.map(([upTo, unitAmount, flatAmount = '0']) => ({
    upTo: upTo === null ? null : new Decimal(upTo),
    unitAmount: new Decimal(unitAmount),
    flatAmount: new Decimal(flatAmount),
  }));
}
