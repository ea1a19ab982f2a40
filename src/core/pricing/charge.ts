import type { Decimal } from '../decimal.ts';
import type { JsonValue } from '../json.ts';
import type { Pricing } from './pricing.ts';

/** Seats: how many times a subscription commits to its product. A whole number, 1 or more, counted and not measured. */
export type Seats = number;

/** Billed in advance, for each seat, in every period and by the part of it that is lived; or once, as it is. */
export type FlatCharge = {
  readonly kind: 'FLAT';
  readonly name: string;
  readonly amount: Decimal;
  readonly oneTime: boolean;
};

/** Billed in arrears: what a meter counted in the period, beyond what is included. */
export type UsageCharge = {
  readonly kind: 'USAGE';
  readonly name: string;
  readonly meterId: string;
  /** With `priceBy`, that of every value which has none of its own. */
  readonly pricing: Pricing;
  readonly includedUnits: Decimal;
  /** Whether every seat brings `includedUnits`. */
  readonly includedPerSeat: boolean;
  /** Whether a short period includes less. */
  readonly prorateAllowance: boolean;
  readonly priceBy: PriceBy | null;
  /** What a period costs at least, and at most, however short it is. */
  readonly minimum: Decimal | null;
  readonly maximum: Decimal | null;
};

/** A price for each of some values of a property the meter groups by. 1 and "1" are two values. */
export type PriceBy = {
  readonly property: string;
  readonly prices: readonly { readonly value: JsonValue; readonly pricing: Pricing }[];
};

export type Charge = FlatCharge | UsageCharge;
