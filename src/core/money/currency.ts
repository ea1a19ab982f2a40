import * as listed from 'dinero.js/currencies';
import { Decimal } from '../decimal.ts';

/** ISO 4217's minor unit of each currency, as a count of decimals. */
const digitsOf: ReadonlyMap<string, number> = new Map(
  // MGA and MRU, whose coins are fifths, are listed with a base of 5. ISO 4217 gives both two decimals.
  Object.values(listed).map(({ code, base, exponent }) => [code, base === 10 ? exponent : 2]),
);

/**
 * Whether this is the code of a currency in use, in capitals as ISO 4217 writes it. Metals, units of account of banks
 * and the codes for testing have no minor unit, so that nothing can be billed in them.
 */
export function isCurrency(code: string): boolean {
  return digitsOf.has(code);
}

/** The decimals of the currency's minor unit: JPY 0, USD 2, KWD 3. Throws RangeError for what is no currency. */
export function minorDigits(code: string): number {
  const digits = digitsOf.get(code);
  if (digits === undefined) throw new RangeError(`${JSON.stringify(code)} is no currency of ISO 4217.`);
  return digits;
}

/** The amount in whole minor units, half-up: a tie goes away from zero, so that a refund mirrors what it refunds. */
export function roundMoney(amount: Decimal, currency: string): Decimal {
  return amount.toDecimalPlaces(minorDigits(currency), Decimal.ROUND_HALF_UP);
}
