import { Decimal } from '../decimal.ts';
import { roundMoney } from '../money/currency.ts';
import type { FlatCharge } from './charge.ts';
import { type LivedPart, partOf } from './lived-part.ts';

export type FlatLine = {
  readonly quantity: Decimal;
  /** Of one seat and a whole period. */
  readonly unitAmount: Decimal;
  /** In whole minor units, rounded once. */
  readonly amount: Decimal;
};

/**
 * What a flat charge comes to for `lived` of `full` microseconds: 31 days of 31 are the whole, half of them half of it.
 *
 * A one-time charge is due as it is, however many seats there are and however short the period.
 */
export function flatLine(charge: FlatCharge, of: LivedPart): FlatLine {
  const { amount: unitAmount, oneTime } = charge;
  if (oneTime) return { quantity: new Decimal(1), unitAmount, amount: roundMoney(unitAmount, of.currency) };
  const quantity = new Decimal(of.quantity);
  return { quantity, unitAmount, amount: roundMoney(partOf(unitAmount.times(quantity), of), of.currency) };
}
