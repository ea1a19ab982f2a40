import { decimalText } from './decimal.ts';

export type Money = { readonly amount: string; readonly currency: string };

/**
 * An amount with its currency: `$1,234.50`, `¥2`, `$0.00001`. At least the digits of the currency's minor unit, and all
 * others that the amount has.
 */
export function moneyText({ amount, currency }: Money): string {
  const digits = minorDigits(currency);
  const text = decimalText(amount);
  const [whole = '', fraction = ''] = text.split('.');
  const number = digits === 0 && fraction === '' ? whole : `${whole}.${fraction.padEnd(digits, '0')}`;
  const symbol = symbolOf(currency);
  const sign = number.startsWith('−') ? '−' : '';
  return `${sign}${symbol}${number.slice(sign.length)}`;
}

/** Those of ISO 4217, which invoices are rounded to. Two, where nobody knows the currency. */
export function minorDigits(currency: string): number {
  return unlikeBrowsers.get(currency) ?? formatFor(currency)?.resolvedOptions().minimumFractionDigits ?? 2;
}

// Browsers leave out the minor units that nobody has seen as coins for long.
const unlikeBrowsers = new Map([
  ...'AFN ALL COP HUF IDR IRR KPW LAK LBP MGA MMK PKR SOS SYP YER'.split(' ').map((code) => [code, 2] as const),
  ['IQD', 3],
]);

/** `$`, `€`, or the code and a space that does not break: `CHF 12.00`. */
function symbolOf(currency: string): string {
  const symbol =
    formatFor(currency)
      ?.formatToParts(0)
      .find(({ type }) => type === 'currency')?.value ?? currency;
  return /^[A-Z]{2,}$/.test(symbol) ? `${symbol}\u00A0` : symbol;
}

const formats = new Map<string, Intl.NumberFormat | null>();

function formatFor(currency: string): Intl.NumberFormat | null {
  const known = formats.get(currency);
  if (known !== undefined) return known;
  let format: Intl.NumberFormat | null = null;
  try {
    format = new Intl.NumberFormat('en-US', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  } catch {
    // Not three letters: it is said as it came.
  }
  formats.set(currency, format);
  return format;
}
