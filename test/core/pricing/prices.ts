import { Decimal } from '../../../src/core/decimal.ts';
import type { FlatCharge, UsageCharge } from '../../../src/core/pricing/charge.ts';
import type { Pricing, Tier } from '../../../src/core/pricing/pricing.ts';

export const dec = (text: string | number | bigint) => new Decimal(text.toString());

export const perUnit = (unitAmount: string): Pricing => ({ kind: 'PER_UNIT', unitAmount: dec(unitAmount) });

export const perBlock = (size: string, amount: string): Pricing => ({
  kind: 'PACKAGE',
  size: dec(size),
  amount: dec(amount),
});

/** `[upTo, unitAmount, flatAmount]` of each tier. */
export function tiered(
  kind: 'GRADUATED' | 'VOLUME',
  ...tiers: readonly [upTo: string | null, unitAmount: string, flatAmount?: string][]
): Pricing {
  const listed = tiers.map(([upTo, unitAmount, flatAmount = '0']): Tier => {
    return { upTo: upTo === null ? null : dec(upTo), unitAmount: dec(unitAmount), flatAmount: dec(flatAmount) };
  });
  return { kind, tiers: listed };
}

export function flat(amount: string, more: Partial<FlatCharge> = {}): FlatCharge {
  return { kind: 'FLAT', name: 'Base fee', amount: dec(amount), oneTime: false, ...more };
}

export function usageCharge(pricing: Pricing, included = '0', more: Partial<UsageCharge> = {}): UsageCharge {
  return {
    kind: 'USAGE',
    name: 'Calls',
    meterId: 'calls',
    pricing,
    includedUnits: dec(included),
    includedPerSeat: false,
    prorateAllowance: false,
    priceBy: null,
    minimum: null,
    maximum: null,
    credits: null,
    ...more,
  };
}
