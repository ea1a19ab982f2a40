import { Decimal as BaseDecimal } from 'decimal.js';

/** The most digits a quantity may have, written plainly: before and after the point together. */
const digitsMax = 38;

// A sum of 10^18 quantities, each with up to 38 digits on either side of the point, spans at most 94 digits, and the
// 13th decimal of any quotient of such a sum by a count and a unit size is settled within 170. So at 250 nothing but
// the one rounding that a rule asks for is ever rounded.
export const Decimal = BaseDecimal.clone({
  precision: 250,
  rounding: BaseDecimal.ROUND_HALF_UP,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});

export type Decimal = BaseDecimal;

const plainDecimal = /^-?[0-9]+(?:\.[0-9]+)?$/;

/**
 * The exact value of a plain decimal (`-12.50`): digits with an optional minus sign and fraction. Null for anything
 * else, exponents, `+1`, `.5`, `1.` and surrounding blanks included, and for more than 38 digits.
 *
 * Zeros that do not change the value (leading ones, and trailing ones of the fraction) are not counted as digits.
 */
export function parseDecimal(text: string): Decimal | null {
  return plainDecimal.test(text) ? withinDigits(new Decimal(text)) : null;
}

/** Plain notation, never an exponent, no trailing zeros, no minus sign on zero. */
export function formatDecimal(value: Decimal): string {
  return value.toFixed();
}

/**
 * The shortest decimal text that names this double, as a value: 0.1 is 0.1. Null if it is not finite, or has more than
 * 38 digits written plainly (1e-50 has 50).
 */
export function decimalOfNumber(value: number): Decimal | null {
  if (Number.isSafeInteger(value)) return new Decimal(value === 0 ? 0 : value);
  return Number.isFinite(value) ? withinDigits(new Decimal(value)) : null;
}

function withinDigits(value: Decimal): Decimal | null {
  if (value.isZero()) return new Decimal(0);
  const digits = Math.max(value.e + 1, 0) + value.decimalPlaces();
  return digits <= digitsMax ? value : null;
}
