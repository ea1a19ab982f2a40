import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Bought, flat, type Pricing, perUnit, pricingOn, usage } from '../kit/pricing.ts';

let api: TestApi;
let misura: Pricing;
let sum: string;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  misura = pricingOn(api);
  sum = await misura.meter({ aggregation: 'SUM', valueProperty: 'n', groupBy: ['quality'] });
});
afterAll(() => api.close());

type Sale = Omit<Bought, 'charges'> & { readonly base?: string } & Record<string, unknown>;

/** What one charge on `n`, beside a flat one where there is a `base`, comes to. */
async function total(pricing: object, { base, quantity, currency, ...more }: Sale, used: readonly object[]) {
  const charges = [usage(sum, pricing, more), ...(base === undefined ? [] : [flat(base)])];
  return (await misura.billed({ charges, quantity, currency }, used)).total.amount;
}

describe('Numbers that must come out', () => {
  const starter = { base: '49', includedUnits: '10000' };
  const block = { package: { size: '1000', amount: '0.24' } };
  test.each<[string, object, Sale, string, string]>([
    ['2,500 calls, 1,000 included, $0.02: $30.00', perUnit('0.02'), { includedUnits: '1000' }, '2500', '30'],
    ['250 units, 100 included, $0.50: $75.00', perUnit('0.50'), { includedUnits: '100' }, '250', '75'],
    ['25 images, 10 included, $0.05: $0.75', perUnit('0.05'), { includedUnits: '10' }, '25', '0.75'],
    ['12 images, 10 included, $0.05: $0.10', perUnit('0.05'), { includedUnits: '10' }, '12', '0.1'],
    [
      '25,000 tokens, 10,000 included, $0.00001: $0.15',
      perUnit('0.00001'),
      { includedUnits: '10000' },
      '25000',
      '0.15',
    ],
    ['$49 flat, 10,000 included, $0.005: 25,000 calls: $124.00', perUnit('0.005'), starter, '25000', '124'],
    ['$49 flat, 10,000 included, $0.005: 8,000 calls: $49.00', perUnit('0.005'), starter, '8000', '49'],
    [
      '10 seats x $20, 80 GB, 5 GB per seat included, $2/GB: $260.00',
      perUnit('2'),
      { base: '20', quantity: 10, includedUnits: '5', includedPerSeat: true },
      '80',
      '260',
    ],
    ['$0.001 a call after 10,000: 25,000 calls: $15.00', perUnit('0.001'), { includedUnits: '10000' }, '25000', '15'],
    ['$0.001 a call after 10,000: 10,001 calls: $0.00', perUnit('0.001'), { includedUnits: '10000' }, '10001', '0'],
    ['12.5 GB, 10 included, $5/GB: $12.50', perUnit('5'), { includedUnits: '10' }, '12.5', '12.5'],
    ['137 SMS at $0.01: $1.37', perUnit('0.01'), {}, '137', '1.37'],
    [
      '$22 with 100,000 included, overage $0.24 per 1,000: 120,000 used: $26.80',
      block,
      { base: '22', includedUnits: '100000' },
      '120000',
      '26.8',
    ],
    [
      'included 3,000,000,000, usage 2,999,999,999: $0.00',
      perUnit('1'),
      { includedUnits: '3000000000' },
      '2999999999',
      '0',
    ],
    ['and one more than included: $1.00', perUnit('1'), { includedUnits: '3000000000' }, '3000000001', '1'],
    ['¥: 3 units at ¥0.5: ¥2', perUnit('0.5'), { currency: 'JPY' }, '3', '2'],
  ])('%s', async (_case, pricing, sale, n, expected) => {
    expect(await total(pricing, sale, [{ n }])).toBe(expected);
  });

  test('images: 100 standard at $0.04 and 50 HD at $0.08, one meter: $8.00', async () => {
    const priceBy = { property: 'quality', prices: [{ value: 'hd', pricing: perUnit('0.08') }] };
    const used = [
      { n: 100, quality: 'standard' },
      { n: 50, quality: 'hd' },
    ];
    expect(await total(perUnit('0.04'), { priceBy }, used)).toBe('8');
  });

  test.each<[string, object, readonly object[], string, string]>([
    [
      'SUM of bytes 1073741824 + 536870912 with unitSize 2^30: 1.5 GB',
      { aggregation: 'SUM', valueProperty: 'bytes', unitSize: '1073741824', unit: 'GB' },
      [{ bytes: 1073741824 }, { bytes: 536870912 }],
      '1.5',
      '7.5',
    ],
    [
      'MAX of 15, 23, 18: 23',
      { aggregation: 'MAX', valueProperty: 'n' },
      [{ n: 15 }, { n: 23 }, { n: 18 }],
      '23',
      '115',
    ],
    ['COUNT of 3: 3', { aggregation: 'COUNT' }, [{}, {}, {}], '3', '15'],
  ])('%s', async (_case, definition, used, quantity, amount) => {
    const meter = await misura.meter(definition);
    const { lines } = await misura.billed({ charges: [usage(meter, perUnit('5'))] }, used);
    expect(lines.map((line) => [line.quantity, line.amount.amount])).toEqual([[quantity, amount]]);
  });

  test('no 32-bit wrap anywhere: amounts, quantities, seats and totals far beyond', async () => {
    const used = [{ n: '9007199254740993' }, { n: '9007199254740993' }];
    const charges = [usage(sum, perUnit('1')), flat('99999999.99')];
    const { lines, total } = await misura.billed({ charges, quantity: 1_000_000 }, used);
    expect(lines.map((line) => [line.quantity, line.amount.amount])).toEqual([
      ['18014398509481986', '18014398509481986'],
      ['1000000', '99999999990000'],
    ]);
    expect(total.amount).toBe('18114398509471986');
  });
});
