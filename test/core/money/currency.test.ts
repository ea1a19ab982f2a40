import { expect, test } from 'vitest';
import { Decimal, formatDecimal } from '../../../src/core/decimal.ts';
import { isCurrency, minorDigits, roundMoney } from '../../../src/core/money/currency.ts';

test.each([
  ['JPY', 0],
  ['KRW', 0],
  ['ISK', 0],
  ['USD', 2],
  ['EUR', 2],
  ['HUF', 2],
  ['MGA', 2],
  ['MRU', 2],
  ['XCG', 2],
  ['KWD', 3],
  ['TND', 3],
  ['IQD', 3],
  ['CLF', 4],
])('%s has %i decimals', (code, digits) => {
  expect(isCurrency(code)).toBe(true);
  expect(minorDigits(code)).toBe(digits);
});

test.each(['usd', 'US', 'DOLLAR', '', 'AAA', 'XTS', 'XAU', 'XDR', 'constructor'])('%j is no currency', (code) => {
  expect(isCurrency(code)).toBe(false);
  expect(() => minorDigits(code)).toThrow(RangeError);
  expect(() => roundMoney(new Decimal(1), code)).toThrow(RangeError);
});

test.each([
  ['0.005', 'USD', '0.01'],
  ['0.00499999999999999999999999999', 'USD', '0'],
  ['0.015', 'USD', '0.02'],
  ['0.025', 'USD', '0.03'],
  ['-0.005', 'USD', '-0.01'],
  ['-0.0049', 'USD', '0'],
  ['1.5', 'JPY', '2'],
  ['2.5', 'JPY', '3'],
  ['-1.5', 'JPY', '-2'],
  ['0.0005', 'KWD', '0.001'],
  ['99999999999999999999999999.995', 'USD', '100000000000000000000000000'],
])('%s %s is rounded to %s', (amount, currency, rounded) => {
  expect(formatDecimal(roundMoney(new Decimal(amount), currency))).toBe(rounded);
});
