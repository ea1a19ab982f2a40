/** An event as a model sees it. `value` is a plain decimal, or whatever else UNIQUE_COUNT may have to tell apart. */
export type ModelEvent = { readonly id: string; readonly at: bigint; readonly value: string };

// More than any value of a test has, and as many as an average is worked out with before it is rounded.
const digits = 30;
const one = 10n ** BigInt(digits);

/**
 * What a meter has to say of these events, written from the rules alone, with whole numbers, and sharing no code with
 * what it is compared to. All events count, each once.
 */
export function naiveUsage(aggregation: string, events: readonly ModelEvent[]): string | null {
  const values = events.map(({ value }) => value);
  if (aggregation === 'COUNT') return String(events.length);
  if (aggregation === 'SUM') return plain(values.map(scaled).reduce((sum, value) => sum + value, 0n));
  if (events.length === 0) return null;
  switch (aggregation) {
    case 'UNIQUE_COUNT':
      return String(new Set(values).size);
    case 'MAX':
      return plain(values.map(scaled).reduce((a, b) => (a > b ? a : b)));
    case 'MIN':
      return plain(values.map(scaled).reduce((a, b) => (a < b ? a : b)));
    case 'LAST':
      return plain(scaled(events.reduce((a, b) => (isLater(a, b) ? a : b)).value));
    case 'AVERAGE':
      return average(values.map(scaled));
    default:
      throw new TypeError(`No rule says what ${aggregation} is.`);
  }
}

function isLater(a: ModelEvent, b: ModelEvent): boolean {
  if (a.at !== b.at) return a.at > b.at;
  return Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)) > 0;
}

/** Rounded half-up at the twelfth decimal: a half goes away from zero. */
function average(values: readonly bigint[]): string {
  const sum = values.reduce((a, b) => a + b, 0n);
  const unit = 10n ** BigInt(digits - 12) * BigInt(values.length);
  const size = sum < 0n ? -sum : sum;
  const rounded = (2n * size + unit) / (2n * unit);
  return plain((sum < 0n ? -rounded : rounded) * 10n ** BigInt(digits - 12));
}

/** A plain decimal as a whole number of its smallest units. */
export function scaled(text: string): bigint {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.slice(negative ? 1 : 0).split('.');
  if (fraction.length > digits) throw new RangeError(`${text} has more than ${digits} decimals.`);
  const size = BigInt(whole) * one + BigInt(fraction.padEnd(digits, '0'));
  return negative ? -size : size;
}

/** The way back, without zeros that say nothing. */
export function plain(value: bigint): string {
  const size = value < 0n ? -value : value;
  const fraction = String(size % one)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${size / one}${fraction === '' ? '' : `.${fraction}`}`;
}
