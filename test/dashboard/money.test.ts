import { expect, test } from 'vitest';
import { moneyText } from '../../dashboard/src/format/money.ts';

test('money has the digits of its currency, and more where the amount has', () => {
  const shown = [
    ['1234.5', 'USD'],
    ['0.00001', 'USD'],
    ['-49', 'EUR'],
    ['2', 'JPY'],
    ['1.5', 'KWD'],
    ['12', 'CHF'],
    ['12345678901234567890.12', 'GBP'],
    ['1', 'XXA'],
  ].map(([amount = '', currency = '']) => moneyText({ amount, currency }));
  expect(shown).toEqual([
    '$1,234.50',
    '$0.00001',
    '−€49.00',
    '¥2',
    'KWD\u00A01.500',
    'CHF\u00A012.00',
    '£12,345,678,901,234,567,890.12',
    'XXA\u00A01.00',
  ]);
});
