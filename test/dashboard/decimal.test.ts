import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compareDecimals,
  decimalText,
  isNegative,
  sharePercent,
  shortDecimalText,
} from '../../dashboard/src/format/decimal.ts';
import { Decimal } from '../../src/core/decimal.ts';

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }), fc.integer({ min: 0, max: 20 }))
  .map(([digits, places]) => new Decimal(digits.toString()).div(new Decimal(10).pow(places)).toFixed());

test('a decimal is grouped by thousands, and keeps every digit', () => {
  expect(decimalText('18059974')).toBe('18,059,974');
  expect(decimalText('-1234567.8900')).toBe('−1,234,567.89');
  expect(decimalText('12345678901234567890123456789012345678')).toBe(
    '12,345,678,901,234,567,890,123,456,789,012,345,678',
  );
  expect(decimalText('0.000000000001')).toBe('0.000000000001');
  expect(['0', '-0', '0.00', '1.50', '999', '1000'].map(decimalText)).toEqual(['0', '0', '0', '1.5', '999', '1,000']);
});

test('without its marks a shown decimal is the one that came', () => {
  fc.assert(
    fc.property(decimals, (decimal) => {
      const shown = decimalText(decimal);
      expect(new Decimal(shown.replaceAll(',', '').replace('−', '-')).equals(decimal)).toBe(true);
      expect(shown).toMatch(/^−?\d{1,3}(,\d{3})*(\.\d+)?$/);
    }),
  );
});

test('what is no decimal is shown as it came', () => {
  expect(decimalText('many')).toBe('many');
});

test('a short decimal is cut off, never rounded up', () => {
  const shown = ['0', '999', '1000', '18059974', '1999999', '-1250', '999999', '1000000000000000', '12.345', '0.0004'];
  expect(shown.map(shortDecimalText)).toEqual([
    '0',
    '999',
    '1K',
    '18M',
    '1.99M',
    '−1.25K',
    '999K',
    '1,000T',
    '12.34',
    '0.0004',
  ]);
});

test('decimals are compared by their digits', () => {
  fc.assert(
    fc.property(decimals, decimals, (a, b) => {
      expect(Math.sign(compareDecimals(a, b))).toBe(new Decimal(a).comparedTo(b));
      expect(isNegative(a)).toBe(new Decimal(a).lessThan(0));
    }),
  );
});

test('a share is in per cent, and of nothing there is none', () => {
  expect(sharePercent('1', '3')).toBe(33.3);
  expect(sharePercent('1', '0.00')).toBeNull();
});
