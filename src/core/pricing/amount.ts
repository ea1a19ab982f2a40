import type { Decimal } from '../decimal.ts';
import type { InputIssue } from '../errors.ts';

const decimalsMax = 12;

/** What keeps this from being an amount in a price list; empty if nothing does. */
export function amountIssues(amount: Decimal, path: string[]): InputIssue[] {
  if (!amount.isFinite() || amount.isNegative()) return [{ path, message: 'The amount must be 0 or more.' }];
  if (amount.decimalPlaces() <= decimalsMax) return [];
  return [{ path, message: `The amount must have at most ${decimalsMax} decimals.` }];
}
