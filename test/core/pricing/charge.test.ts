import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDecimal } from '../../../src/core/decimal.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import {
  type Charge,
  chargesFromJson,
  chargesIssues,
  chargesToJson,
  type UsageCharge,
} from '../../../src/core/pricing/charge.ts';
import type { Pricing } from '../../../src/core/pricing/pricing.ts';
import { dec, flat, perBlock, perUnit, tiered, usageCharge } from './prices.ts';

const byModel = (prices: [JsonValue, Pricing][]): Partial<UsageCharge> => ({
  priceBy: { property: 'model', prices: prices.map(([value, pricing]) => ({ value, pricing })) },
});

const everything: Charge[] = [
  flat('49'),
  flat('0.000000000001', { oneTime: true, name: 'Größe 😀' }),
  usageCharge(perUnit('0.02'), '1000', { includedPerSeat: true, prorateAllowance: true }),
  usageCharge(perBlock('1000', '0.24'), '0', {
    minimum: dec('0'),
    maximum: dec('99999999999999999999999999.000000000001'),
  }),
  usageCharge(
    tiered('VOLUME', ['1', '2', '3'], [null, '0']),
    '0',
    byModel([
      ['gpt', perUnit('1')],
      [1.5, perUnit('2')],
      [true, perUnit('3')],
      [null, perUnit('4')],
    ]),
  ),
  usageCharge(tiered('GRADUATED', ['0.5', '2'], [null, '0'])),
];

const issues = (...charges: Charge[]) =>
  chargesIssues(charges, () => ['model', 'region']).map(({ path }) => path.join('.'));

describe('what a product may charge', () => {
  test('nothing is wrong with one of each', () => expect(issues(...everything)).toEqual([]));

  test('nothing is wrong with a maximum equal to the minimum', () => {
    expect(issues(usageCharge(perUnit('1'), '0', { minimum: dec(5), maximum: dec(5) }))).toEqual([]);
  });

  test.each<[string, Charge, string[]]>([
    ['no name', flat('1', { name: '' }), ['0.flat.name']],
    ['a name with a control character', usageCharge(perUnit('1'), '0', { name: 'a\n' }), ['0.usage.name']],
    ['a negative fee', flat('-1'), ['0.flat.amount']],
    ['a fee of 13 decimals', flat('0.0000000000001'), ['0.flat.amount']],
    ['a bad price', usageCharge(perUnit('-1')), ['0.usage.pricing.perUnit.unitAmount']],
    ['less than nothing included', usageCharge(perUnit('1'), '-1'), ['0.usage.includedUnits']],
    ['a negative minimum', usageCharge(perUnit('1'), '0', { minimum: dec(-1) }), ['0.usage.minimum']],
    ['a negative maximum', usageCharge(perUnit('1'), '0', { maximum: dec(-1) }), ['0.usage.maximum']],
    [
      'a minimum above the maximum',
      usageCharge(perUnit('1'), '0', { minimum: dec(2), maximum: dec(1) }),
      ['0.usage.minimum'],
    ],
    [
      'a property the meter does not group by',
      usageCharge(perUnit('1'), '0', {
        priceBy: { property: 'colour', prices: [{ value: 1, pricing: perUnit('1') }] },
      }),
      ['0.usage.priceBy.property'],
    ],
    ['no prices', usageCharge(perUnit('1'), '0', byModel([])), ['0.usage.priceBy.prices']],
    [
      '101 prices',
      usageCharge(perUnit('1'), '0', byModel(Array.from({ length: 101 }, (_, index) => [index, perUnit('1')]))),
      ['0.usage.priceBy.prices'],
    ],
    [
      'two prices of one value',
      usageCharge(
        perUnit('1'),
        '0',
        byModel([
          ['a', perUnit('1')],
          [1, perUnit('1')],
          ['1', perUnit('1')],
          [1, perUnit('1')],
          ['a', perUnit('1')],
        ]),
      ),
      ['0.usage.priceBy.prices.3.value', '0.usage.priceBy.prices.4.value'],
    ],
    [
      'a price of a list',
      usageCharge(perUnit('1'), '0', byModel([[[], perUnit('1')]])),
      ['0.usage.priceBy.prices.0.value'],
    ],
    [
      'a value that cannot be stored',
      usageCharge(perUnit('1'), '0', byModel([['\u0000', perUnit('1')]])),
      ['0.usage.priceBy.prices.0.value'],
    ],
    [
      'a bad price of a value',
      usageCharge(perUnit('1'), '0', byModel([['a', perBlock('0', '1')]])),
      ['0.usage.priceBy.prices.0.pricing.package.size'],
    ],
  ])('%s', (_, charge, paths) => expect(issues(charge)).toEqual(paths));

  test('1 to 50 charges', () => {
    expect(issues()).toEqual(['']);
    expect(issues(...new Array<Charge>(50).fill(flat('1')))).toEqual([]);
    expect(issues(...new Array<Charge>(51).fill(flat('1')))).toEqual(['']);
  });

  test('each is told by its place in the list', () => {
    expect(issues(flat('1'), flat('-1'), usageCharge(perUnit('1'), '-1'))).toEqual([
      '1.flat.amount',
      '2.usage.includedUnits',
    ]);
  });
});

describe('charges as JSON', () => {
  const stored = (charges: readonly Charge[]) => chargesFromJson(JSON.parse(JSON.stringify(chargesToJson(charges))));

  test('come back as they were', () => expect(stored(everything)).toEqual(everything));

  test('hold no number but values of properties', () => {
    expect(JSON.stringify(chargesToJson(everything)).match(/:-?[0-9][^,}]*/g)).toEqual([':1.5']);
  });

  test('keep every digit', () => {
    const decimals = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 38n - 1n }), fc.nat(12))
      .map(([digits, places]) => dec(digits).dividedBy(dec(10).pow(places)));
    fc.assert(
      fc.property(decimals, (amount) => {
        const [charge] = stored([flat(formatDecimal(amount))]);
        expect(charge?.kind === 'FLAT' && formatDecimal(charge.amount)).toBe(formatDecimal(amount));
      }),
    );
  });

  test.each<[JsonValue]>([
    [{}],
    [[{}]],
    [[null]],
    [[{ kind: 'FLAT', name: 'a', amount: 1, oneTime: false }]],
    [[{ kind: 'USAGE', name: 'a', meterId: 'm' }]],
  ])('%j was not written by us', (json) => expect(() => chargesFromJson(json)).toThrow(TypeError));
});
