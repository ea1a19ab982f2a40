import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CreditType, creditTypeIssues, roundDown } from '../../../src/core/credits/credit-type.ts';
import { formatDecimal } from '../../../src/core/decimal.ts';
import { dec } from '../pricing/prices.ts';

const type = (more: Partial<CreditType> = {}): CreditType => ({
  key: 'ai',
  name: 'AI credits',
  unit: null,
  precision: 0,
  value: null,
  ...more,
});
const issues = (more: Partial<CreditType>) => creditTypeIssues(type(more)).map(({ path }) => path.join('.'));

describe('a credit type', () => {
  test.each<Partial<CreditType>>([
    {},
    { precision: 12, unit: 'credit' },
    { key: 'A.b_c-1', value: { amount: dec('0.000000000001'), currency: 'JPY' } },
  ])('may be %j', (more) => expect(issues(more)).toEqual([]));

  test.each<[Partial<CreditType>, string[]]>([
    [{ key: '' }, ['key']],
    [{ key: 'a b' }, ['key']],
    [{ name: '' }, ['name']],
    [{ name: 'a\n' }, ['name']],
    [{ unit: '' }, ['unit']],
    [{ precision: -1 }, ['precision']],
    [{ precision: 13 }, ['precision']],
    [{ precision: 0.5 }, ['precision']],
    [{ precision: Number.NaN }, ['precision']],
    [{ value: { amount: dec(-1), currency: 'USD' } }, ['value.amount']],
    [{ value: { amount: dec('0.0000000000001'), currency: 'usd' } }, ['value.amount', 'value.currency']],
    [{ key: '', name: '', unit: '', precision: 99 }, ['key', 'name', 'unit', 'precision']],
  ])('cannot be %j', (more, paths) => expect(issues(more)).toEqual(paths));
});

describe('round-down', () => {
  test.each<[string, number, string]>([
    ['1.999', 0, '1'],
    ['1.999', 2, '1.99'],
    ['0.0000000000019', 12, '0.000000000001'],
    ['2.5', 1, '2.5'],
    ['-1.5', 0, '-1'],
  ])('%s to %d decimals is %s', (amount, precision, expected) => {
    expect(formatDecimal(roundDown(dec(amount), precision))).toBe(expected);
  });

  test('takes away less than the smallest credit, and nothing from what is exact', () => {
    const amounts = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.nat(20))
      .map(([n, e]) => dec(n).div(dec(10).pow(e)));
    fc.assert(
      fc.property(amounts, fc.nat(12), (amount, precision) => {
        const rounded = roundDown(amount, precision);
        const lost = amount.minus(rounded);
        expect(lost.isNegative()).toBe(false);
        expect(lost.lessThan(dec(10).pow(-precision))).toBe(true);
        expect(rounded.decimalPlaces()).toBeLessThanOrEqual(precision);
        expect(formatDecimal(roundDown(rounded, precision))).toBe(formatDecimal(rounded));
      }),
    );
  });
});
