import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type LineAnswer, type Pricing, perUnit, pricingOn, usage } from '../kit/pricing.ts';

let api: TestApi;
let misura: Pricing;
let sum: string;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  misura = pricingOn(api);
  sum = await misura.meter({ aggregation: 'SUM', valueProperty: 'n' });
});
afterAll(() => api.close());

async function line(pricing: object, used: readonly object[], more: object = {}): Promise<LineAnswer> {
  return (await misura.billed({ charges: [usage(sum, pricing, more)] }, used)).lines[0] as LineAnswer;
}

/** Each tier as `value from-upTo: quantity x unitAmount + flatAmount = amount`. */
const said = ({ tiers }: LineAnswer) =>
  tiers.map(
    ({ value, from, upTo, quantity, unitAmount, flatAmount, amount }) =>
      `${JSON.stringify(value)} ${from}-${upTo}: ${quantity} x ${unitAmount.amount} + ${flatAmount.amount} = ${amount.amount}`,
  );

describe('tiers: GRADUATED: each tier prices its own share; `upTo` belongs to the tier. VOLUME: the whole quantity at the tier it falls in. Tiers may carry a flat amount, due when the tier is entered', () => {
  const tiers = [
    { upTo: '10', unitAmount: '1', flatAmount: '2' },
    { upTo: '20', unitAmount: '0.5' },
    { unitAmount: '0.1', flatAmount: '4' },
  ];
  const first = 'null 0-10: 10 x 1 + 2 = 12';
  test.each<[string, string, string[], string]>([
    ['graduated', '10', [first], '12'],
    ['graduated', '10.000000000001', [first, 'null 10-20: 0.000000000001 x 0.5 + 0 = 0.0000000000005'], '12'],
    ['graduated', '20', [first, 'null 10-20: 10 x 0.5 + 0 = 5'], '17'],
    ['graduated', '25', [first, 'null 10-20: 10 x 0.5 + 0 = 5', 'null 20-null: 5 x 0.1 + 4 = 4.5'], '21.5'],
    ['volume', '10', [first], '12'],
    ['volume', '11', ['null 10-20: 11 x 0.5 + 0 = 5.5'], '5.5'],
    ['volume', '20', ['null 10-20: 20 x 0.5 + 0 = 10'], '10'],
    ['volume', '25', ['null 20-null: 25 x 0.1 + 4 = 6.5'], '6.5'],
  ])('%s: %s units', async (kind, n, parts, amount) => {
    const priced = await line({ [kind]: { tiers } }, [{ n }]);
    expect([said(priced), priced.amount.amount]).toEqual([parts, amount]);
  });

  test.each(['graduated', 'volume'])('%s: nothing used enters no tier', async (kind) => {
    expect((await line({ [kind]: { tiers } }, [])).amount.amount).toBe('0');
  });

  test.each<[string, string]>([
    ['graduated', '17'],
    ['volume', '10'],
  ])('Tiers apply to the billable quantity, %s', async (kind, amount) => {
    const priced = await line({ [kind]: { tiers } }, [{ n: 120 }], { includedUnits: '100' });
    expect([priced.billable, priced.amount.amount]).toEqual(['20', amount]);
  });
});

describe('by property: a charge may price each value of one `groupBy` property differently, with a default', () => {
  const priceBy = {
    property: 'quality',
    prices: [
      { value: 'hd', pricing: perUnit('0.08') },
      { value: 4, pricing: { graduated: { tiers: [{ upTo: '1', unitAmount: '1' }, { unitAmount: '0.5' }] } } },
    ],
  };
  beforeAll(async () => {
    sum = await misura.meter({ aggregation: 'SUM', valueProperty: 'n', groupBy: ['quality'] });
  });

  test.each<[string, readonly object[], string[], string]>([
    ['a value with a price', [{ n: 50, quality: 'hd' }], ['"hd" 0-null: 50 x 0.08 + 0 = 4'], '4'],
    ['a value without', [{ n: 50, quality: 'sd' }], ['"sd" 0-null: 50 x 0.04 + 0 = 2'], '2'],
    ['no value', [{ n: 50 }], ['null 0-null: 50 x 0.04 + 0 = 2'], '2'],
    ['a number is not its text', [{ n: 2, quality: '4' }], ['"4" 0-null: 2 x 0.04 + 0 = 0.08'], '0.08'],
    ['a value with tiers', [{ n: 2, quality: 4 }], ['4 0-1: 1 x 1 + 0 = 1', '4 1-null: 1 x 0.5 + 0 = 0.5'], '1.5'],
    [
      'several on one line, rounded together',
      [{ n: 0.1, quality: 'sd' }, { n: 0.1 }, { n: 0.0125, quality: 'hd' }],
      [
        '"hd" 0-null: 0.0125 x 0.08 + 0 = 0.001',
        '"sd" 0-null: 0.1 x 0.04 + 0 = 0.004',
        'null 0-null: 0.1 x 0.04 + 0 = 0.004',
      ],
      '0.01',
    ],
  ])('%s', async (_what, used, parts, amount) => {
    const priced = await line(perUnit('0.04'), used, { priceBy });
    expect([said(priced), priced.amount.amount]).toEqual([parts, amount]);
  });

  test('one allowance for all values, used up in the order of their prices', async () => {
    const used = [
      { n: 30, quality: 'sd' },
      { n: 10, quality: 'hd' },
    ];
    const priced = await line(perUnit('0.04'), used, { priceBy, includedUnits: '15' });
    expect([priced.quantity, priced.included, priced.billable, priced.amount.amount]).toEqual(['40', '15', '25', '1']);
  });

  test('only a property that the meter groups by', async () => {
    const charge = usage(sum, perUnit('0.04'), { priceBy: { ...priceBy, property: 'size' } });
    await expect(misura.product([charge])).rejects.toThrow(/InvalidInput.*"property"/);
  });
});

describe('minimum, maximum: optional per charge: the line is raised to the minimum, capped at the maximum', () => {
  test.each<[object, string, string]>([
    [{ minimum: '5' }, '0', '5'],
    [{ minimum: '5' }, '499', '5'],
    [{ minimum: '5' }, '501', '5.01'],
    [{ maximum: '5' }, '499', '4.99'],
    [{ maximum: '5' }, '501', '5'],
    [{ minimum: '5', maximum: '6' }, '0', '5'],
    [{ minimum: '5', maximum: '6' }, '550', '5.5'],
    [{ minimum: '5', maximum: '6' }, '9999', '6'],
    [{ minimum: '5', includedUnits: '1000' }, '900', '5'],
  ])('%j: %s at 0.01 come to %s', async (limits, n, expected) => {
    const priced = await line(perUnit('0.01'), n === '0' ? [] : [{ n }], limits);
    expect([priced.quantity, priced.amount.amount]).toEqual([n, expected]);
  });

  test('a minimum is not above the maximum', async () => {
    const charge = usage(sum, perUnit('1'), { minimum: '6', maximum: '5' });
    await expect(misura.product([charge])).rejects.toThrow(/InvalidInput/);
  });
});
