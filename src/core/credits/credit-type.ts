import { Decimal } from '../decimal.ts';
import type { InputIssue } from '../errors.ts';
import { labelIssues } from '../meters/meter.ts';
import { isCurrency } from '../money/currency.ts';
import { amountIssues } from '../pricing/amount.ts';

/** What a workspace counts credits in. Its key and its precision never change. */
export type CreditType = {
  readonly key: string;
  readonly name: string;
  readonly unit: string | null;
  /** How many decimals an amount of these credits may have: 0 to 12. */
  readonly precision: number;
  /** What one credit is worth, in major units. It says what a balance is worth, and prices nothing. */
  readonly value: { readonly amount: Decimal; readonly currency: string } | null;
};

const precisionMax = 12;

/** Everything wrong with a new credit type; empty if it may be made. Paths are those of the API's input. */
export function creditTypeIssues({ key, name, unit, precision, value }: CreditType): InputIssue[] {
  const issues = labelIssues({ key, name, unit });
  if (!Number.isInteger(precision) || precision < 0 || precision > precisionMax) {
    issues.push({ path: ['precision'], message: `The precision must be a whole number from 0 to ${precisionMax}.` });
  }
  if (value === null) return issues;
  issues.push(...amountIssues(value.amount, ['value', 'amount']));
  if (!isCurrency(value.currency)) {
    const message = 'A currency is a code of ISO 4217 in capitals, such as USD.';
    issues.push({ path: ['value', 'currency'], message });
  }
  return issues;
}

/** The amount with at most `precision` decimals: the rest is cut off, so that nobody draws more than was used. */
export function roundDown(amount: Decimal, precision: number): Decimal {
  return amount.toDecimalPlaces(precision, Decimal.ROUND_DOWN);
}

/** What keeps this from being an amount of credits: it must be more than 0 and exact in the precision of its type. */
export function creditsIssues(amount: Decimal, precision: number, path: string[]): InputIssue[] {
  if (!amount.isFinite() || !amount.greaterThan(0)) return [{ path, message: 'The amount must be greater than 0.' }];
  return precisionIssues(amount, precision, path);
}

/** What of an amount the credit type could not hold. */
export function precisionIssues(amount: Decimal, precision: number, path: string[]): InputIssue[] {
  if (amount.decimalPlaces() <= precision) return [];
  const most = precision === 0 ? 'no decimals' : `at most ${precision} ${precision === 1 ? 'decimal' : 'decimals'}`;
  return [{ path, message: `The amount must have ${most}: that is the precision of the credit type.` }];
}
