/**
 * A decimal as whole digits and how many of them are behind the point: exact, however long, since a BigInt is. For the few places
 * where the dashboard has to work something out itself, and so never with a JavaScript number.
 */
export type Exact = { readonly digits: bigint; readonly scale: number };

export const nothing: Exact = { digits: 0n, scale: 0 };

/** The value of a plain decimal, `-12.50`; null for anything else, as the API has it. */
export function exactOf(text: string): Exact | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = BigInt(whole + fraction);
  return { digits: sign === '-' ? -digits : digits, scale: fraction.length };
}

/** As the API writes it: no trailing zeros, no minus sign on zero. */
export function exactText({ digits, scale }: Exact): string {
  const sign = digits < 0n ? '-' : '';
  const plain = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const whole = plain.slice(0, plain.length - scale);
  const fraction = plain.slice(plain.length - scale).replace(/0+$/, '');
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

export function plus(a: Exact, b: Exact): Exact {
  const scale = Math.max(a.scale, b.scale);
  return { digits: at(a, scale) + at(b, scale), scale };
}

export function minus(a: Exact, b: Exact): Exact {
  return plus(a, { ...b, digits: -b.digits });
}

export function times(a: Exact, b: Exact): Exact {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale };
}

export function compare(a: Exact, b: Exact): number {
  const { digits } = minus(a, b);
  return digits === 0n ? 0 : digits < 0n ? -1 : 1;
}

export function least(a: Exact, b: Exact): Exact {
  return compare(a, b) <= 0 ? a : b;
}

export function most(a: Exact, b: Exact): Exact {
  return compare(a, b) >= 0 ? a : b;
}

/** How many blocks of a size above 0 a quantity above 0 has begun. */
export function startedBlocks(quantity: Exact, size: Exact): Exact {
  const scale = Math.max(quantity.scale, size.scale);
  const [of, by] = [at(quantity, scale), at(size, scale)];
  return { digits: (of + by - 1n) / by, scale: 0 };
}

/** To so many decimals, half-up: a tie goes away from zero. */
export function roundHalfUp(value: Exact, places: number): Exact {
  if (value.scale <= places) return value;
  const unit = 10n ** BigInt(value.scale - places);
  const size = value.digits < 0n ? -value.digits : value.digits;
  const rounded = (size + unit / 2n) / unit;
  return { digits: value.digits < 0n ? -rounded : rounded, scale: places };
}

function at({ digits, scale }: Exact, wanted: number): bigint {
  return digits * 10n ** BigInt(wanted - scale);
}
