import { Decimal as Default } from 'decimal.js';

/*
 * The price lists of trace-products.ts once more, as plain arithmetic, and of nothing of src/.
 */

export const Decimal = Default.clone({ precision: 60 });
export type Decimal = Default;

type Product = 'A' | 'B' | 'C';
type Tokens = { readonly contextTokens: number; readonly generatedTokens: number };
export type Usage = { name: string; quantity: Decimal; included: Decimal; billable: Decimal; amount: Decimal };

export const currencies = { A: ['USD', 2], B: ['EUR', 2], C: ['KWD', 3] } as const;
const zero = new Decimal(0);

/** What a period's usage costs, each line rounded once. */
export function priceOf(product: Product, seats: number, rows: readonly Tokens[]): Usage[] {
  const sum = (of: (row: Tokens) => number) => rows.reduce((total, row) => total.plus(of(row)), zero);
  const context = sum((row) => row.contextTokens);
  const line = (name: string, quantity: Decimal, included: Decimal, billable: Decimal, amount: Decimal): Usage => {
    return { name, quantity, included, billable, amount: round(amount, currencies[product][1]) };
  };
  if (product === 'A') {
    const billable = Decimal.max(context.minus(10_000), 0);
    const part = (above: number, upTo: number) => Decimal.max(Decimal.min(billable, upTo).minus(above), 0);
    const amount = part(0, 10_000)
      .times('0.0005')
      .plus(
        part(10_000, 25_000)
          .times('0.00035')
          .plus(billable.gt(10_000) ? '1.255' : 0),
      )
      .plus(part(25_000, 1e15).times('0.000123456789'));
    return [line('Context', context, new Decimal(10_000), billable, amount)];
  }
  if (product === 'B') {
    const requests = new Decimal(rows.length);
    const each = requests.lte(15) ? '0.755' : requests.lte(18) ? '0.5' : '0.3333';
    const generated = sum((row) => row.generatedTokens);
    const blocks = generated.div(100).ceil().times('0.15');
    return [
      line('Requests', requests, zero, requests, requests.times(each)),
      line('Generated', generated, zero, generated, Decimal.min(Decimal.max(blocks, '0.6'), '0.9')),
    ];
  }
  const short = sum((row) => (row.contextTokens < 1500 ? row.contextTokens : 0));
  const long = context.minus(short);
  const included = new Decimal(3_000).times(seats);
  const shortRest = Decimal.max(short.minus(included), 0);
  const longRest = Decimal.max(long.minus(Decimal.max(included.minus(short), 0)), 0);
  const amount = shortRest.times('0.0000333').plus(longRest.times('0.0000777'));
  return [line('Context', context, included, shortRest.plus(longRest), amount)];
}

export function round(amount: Decimal, digits: number): Decimal {
  return amount.toDecimalPlaces(digits, Default.ROUND_HALF_UP);
}
