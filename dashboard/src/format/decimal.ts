/**
 * A decimal as people read it: `-1234567.8900` becomes `−1,234,567.89`. Every digit stays, however many there are: this is
 * text work and never a JavaScript number, which would round.
 */
export function decimalText(decimal: string): string {
  const { sign, whole, fraction } = digitsOf(decimal);
  return `${sign}${grouped(whole)}${fraction === '' ? '' : `.${fraction}`}`;
}

/**
 * As short as it can be said in three digits, for axes and narrow places: `18,059,974` becomes `18.1M`. Where it is not
 * the whole truth it is cut off, not rounded up, and the exact number belongs beside it.
 */
export function shortDecimalText(decimal: string): string {
  const { sign, whole, fraction } = digitsOf(decimal);
  const step = Math.min(Math.floor((whole.length - 1) / 3), units.length - 1);
  if (step === 0) return `${sign}${whole}${fraction === '' ? '' : `.${fraction.slice(0, whole === '0' ? 6 : 2)}`}`;
  const cut = whole.length - step * 3;
  const rest = whole.slice(cut, cut + Math.max(3 - cut, 0)).replace(/0+$/, '');
  return `${sign}${grouped(whole.slice(0, cut))}${rest === '' ? '' : `.${rest}`}${units[step]}`;
}

const units = ['', 'K', 'M', 'B', 'T'];

/** How far along a chart's axis: the nearest double. For drawing only, never for saying. */
export function drawnHeight(decimal: string): number {
  return Number(decimal);
}

export function isZero(decimal: string): boolean {
  return /^[-+]?[0.]*$/.test(decimal);
}

export function isNegative(decimal: string): boolean {
  return decimal.startsWith('-') && !isZero(decimal);
}

/** Of two decimals. Exact: by their digits. */
export function compareDecimals(a: string, b: string): number {
  const signs = Number(isNegative(b)) - Number(isNegative(a));
  if (signs !== 0) return signs;
  const order = compareMagnitudes(digitsOf(a), digitsOf(b));
  return isNegative(a) ? -order : order;
}

/** How much of `whole` is `part`, in per cent with one decimal, or null of nothing. For bars beside exact numbers. */
export function sharePercent(part: string, whole: string): number | null {
  if (isZero(whole)) return null;
  return Math.round((drawnHeight(part) / drawnHeight(whole)) * 1_000) / 10;
}

type Digits = { readonly sign: string; readonly whole: string; readonly fraction: string };

function digitsOf(decimal: string): Digits {
  const match = /^([-+]?)(\d*)(?:\.(\d*))?$/.exec(decimal);
  // Whatever else it may be, it is shown as it came.
  if (match === null) return { sign: '', whole: decimal, fraction: '' };
  const whole = (match[2] ?? '').replace(/^0+(?=\d)/, '') || '0';
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  const negative = match[1] === '-' && !(whole === '0' && fraction === '');
  return { sign: negative ? '−' : '', whole, fraction };
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}

function compareMagnitudes(a: Digits, b: Digits): number {
  if (a.whole.length !== b.whole.length) return a.whole.length < b.whole.length ? -1 : 1;
  const [left, right] = [
    a.whole + a.fraction.padEnd(b.fraction.length, '0'),
    b.whole + b.fraction.padEnd(a.fraction.length, '0'),
  ];
  return left === right ? 0 : left < right ? -1 : 1;
}
