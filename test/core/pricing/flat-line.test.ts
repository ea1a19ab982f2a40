import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDecimal } from '../../../src/core/decimal.ts';
import { flatLine } from '../../../src/core/pricing/flat-line.ts';
import { dec, flat } from './prices.ts';

const amount = (charge: string, quantity: number, lived: bigint, full: bigint, currency = 'USD') =>
  formatDecimal(flatLine(flat(charge), { quantity, lived, full, currency }).amount);

const day = 86_400_000_000n;

test.each<[string, string, number, bigint, bigint, string, string]>([
  ['a whole period', '49', 1, 31n * day, 31n * day, 'USD', '49'],
  ['ten seats', '20', 10, 30n * day, 30n * day, 'USD', '200'],
  ['half a period', '49', 1, 15n * day, 30n * day, 'USD', '24.5'],
  ['a third, rounded once for all seats', '1', 10, 10n * day, 30n * day, 'USD', '3.33'],
  ['two thirds', '1', 10, 20n * day, 30n * day, 'USD', '6.67'],
  ['a tie', '0.01', 1, 15n * day, 30n * day, 'USD', '0.01'],
  ['a microsecond less than a tie', '0.01', 1, 15n * day - 1n, 30n * day, 'USD', '0'],
  ['yen', '100', 1, 1n, 3n, 'JPY', '33'],
  ['fils', '100', 1, 1n, 3n, 'KWD', '33.333'],
  ['nothing of a period', '49', 1, 0n, 31n * day, 'USD', '0'],
  ['a period of no length', '49', 1, 0n, 0n, 'USD', '0'],
])('%s', (_, charge, quantity, lived, full, currency, expected) => {
  expect(amount(charge, quantity, lived, full, currency)).toBe(expected);
});

test('a one-time charge knows neither seats nor time', () => {
  const line = flatLine(flat('99.999', { oneTime: true }), { quantity: 7, lived: 1n, full: 30n, currency: 'USD' });
  expect([line.quantity, line.unitAmount, line.amount].map(formatDecimal)).toEqual(['1', '99.999', '100']);
});

test('a line says how many seats at what price', () => {
  const line = flatLine(flat('20'), { quantity: 7, lived: 1n, full: 2n, currency: 'USD' });
  expect([line.quantity, line.unitAmount, line.amount].map(formatDecimal)).toEqual(['7', '20', '70']);
});

test('splitting a period changes the total by no more than half a cent for each part', () => {
  const cuts = fc.uniqueArray(fc.bigInt({ min: 1n, max: 30n * day - 1n }), { maxLength: 6 });
  fc.assert(
    fc.property(cuts, fc.nat(100_000), fc.integer({ min: 1, max: 50 }), (unsorted, cents, seats) => {
      const ends = [0n, ...unsorted.toSorted((a, b) => (a < b ? -1 : 1)), 30n * day];
      const parts = ends.slice(1).map((end, index) => end - (ends[index] ?? 0n));
      const price = formatDecimal(dec(cents).dividedBy(100));
      const sum = parts.map((part) => amount(price, seats, part, 30n * day)).reduce((a, b) => a.plus(b), dec(0));
      const off = sum.minus(amount(price, seats, 30n * day, 30n * day)).abs();
      expect(off.lessThanOrEqualTo(dec('0.005').times(parts.length))).toBe(true);
    }),
  );
});
