import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import {
  type Bought,
  brief,
  flat,
  type InvoiceAnswer,
  type Pricing,
  perUnit,
  pricingOn,
  usage,
} from '../kit/pricing.ts';

let api: TestApi;
let misura: Pricing;
let sum: string;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  misura = pricingOn(api);
  sum = await misura.meter({ aggregation: 'SUM', valueProperty: 'n' });
});
afterAll(() => api.close());

const ofUsage = async (n: string, charge: object, more: Partial<Bought> = {}) => {
  const { lines } = await misura.billed({ charges: [charge], ...more }, n === '0' ? [] : [{ n }]);
  expect(lines.map(({ kind }) => kind)).toEqual(['USAGE']);
  return lines[0] as InvoiceAnswer['lines'][number];
};

describe('price: per charge `PER_UNIT`, `GRADUATED`, `VOLUME`, `PACKAGE` (per started block), each with an optional free allowance per period. Unit amounts are exact decimals in major units, as small as 1e-12', () => {
  const tiers = [
    { upTo: '100', unitAmount: '0.5' },
    { upTo: '200', unitAmount: '0.25', flatAmount: '3' },
    { unitAmount: '0.1', flatAmount: '7' },
  ];
  const [graduated, volume] = [{ graduated: { tiers } }, { volume: { tiers } }];
  const block = { package: { size: '1000', amount: '0.24' } };
  test.each<[string, object, string, string, string]>([
    ['PER_UNIT', perUnit('0.02'), '0', '1500', '30'],
    ['PER_UNIT', perUnit('0.02'), '1000', '2500', '30'],
    ['PER_UNIT', perUnit('0.02'), '0', '0', '0'],
    ['PER_UNIT', perUnit('0.000000000001'), '0', '1000000000000', '1'],
    ['PER_UNIT', perUnit('0.000000000001'), '0', '4999999999', '0'],
    ['PER_UNIT', perUnit('0.000000000001'), '0', '5000000000', '0.01'],
    ['GRADUATED', graduated, '0', '100', '50'],
    ['GRADUATED', graduated, '0', '100.5', '53.13'],
    ['GRADUATED', graduated, '0', '200', '78'],
    ['GRADUATED', graduated, '0', '300', '95'],
    ['GRADUATED', graduated, '50', '150', '50'],
    ['VOLUME', volume, '0', '100', '50'],
    ['VOLUME', volume, '0', '101', '28.25'],
    ['VOLUME', volume, '0', '200', '53'],
    ['VOLUME', volume, '0', '300', '37'],
    ['VOLUME', volume, '50', '150', '50'],
    ['VOLUME', volume, '0', '0', '0'],
    ['PACKAGE', block, '0', '1', '0.24'],
    ['PACKAGE', block, '0', '1000', '0.24'],
    ['PACKAGE', block, '0', '1000.000000000001', '0.48'],
    ['PACKAGE', block, '1000', '2001', '0.48'],
    ['PACKAGE', block, '1000', '1000', '0'],
  ])('%s %j after %s free: %s comes to %s', async (_kind, pricing, includedUnits, n, expected) => {
    expect((await ofUsage(n, usage(sum, pricing, { includedUnits }))).amount.amount).toBe(expected);
  });

  test('a recurring FLAT charge is on every invoice and a one-time one only on the first', async () => {
    const customer = misura.unused('customer');
    const setup = flat('5', { name: 'Setup', oneTime: true });
    const id = await misura.subscribe(customer, await misura.product([flat('20'), setup]), { quantity: 3 });
    const [first] = await misura.invoices(customer);
    expect(brief(first)).toEqual(['FLAT Base 60', 'ONE_TIME Setup 5']);
    expect(brief(await misura.upcoming(customer))).toEqual(['FLAT Base 60']);
    await misura.cancel(id, 'AT_PERIOD_END');
  });
});

describe('quantity: FLAT charges are multiplied by it, and `includedUnits` too when the charge says `includedPerSeat`', () => {
  test.each<[boolean, number, string, string]>([
    [true, 10, '50', '60'],
    [true, 1, '5', '150'],
    [false, 10, '5', '150'],
  ])('includedPerSeat %s: %d seats include %s', async (includedPerSeat, quantity, included, amount) => {
    const charge = usage(sum, perUnit('2'), { includedUnits: '5', includedPerSeat });
    const { lines } = await misura.billed({ charges: [flat('20'), charge], quantity }, [{ n: 80 }]);
    expect(lines.map((line) => [line.kind, line.quantity, line.included, line.amount.amount])).toEqual([
      ['USAGE', '80', included, amount],
      ['FLAT', String(quantity), null, String(20 * quantity)],
    ]);
  });
});

describe('billable: `max(usage - includedUnits, 0)`', () => {
  test.each<[string, string]>([
    ['999.999999999999', '0'],
    ['1000', '0'],
    ['1000.000000000001', '0.000000000001'],
    ['2500', '1500'],
    ['-5', '0'],
  ])('%s used, 1000 included: %s', async (n, billable) => {
    const line = await ofUsage(n, usage(sum, perUnit('0.02'), { includedUnits: '1000' }));
    expect([line.quantity, line.included, line.billable]).toEqual([n, '1000', billable]);
  });
});

describe('amount: exact, then rounded once per invoice line, half-up, to the currency’s minor unit (ISO 4217: JPY 0, USD 2, KWD 3)', () => {
  test.each<[string, string, string, string]>([
    ['USD', '0.005', '1', '0.01'],
    ['USD', '0.0049', '1', '0'],
    ['USD', '0.001', '15', '0.02'],
    ['USD', '0.145', '1', '0.15'],
    ['USD', '1.005', '1', '1.01'],
    ['JPY', '0.5', '3', '2'],
    ['JPY', '0.499999999999', '1', '0'],
    ['KWD', '0.0005', '1', '0.001'],
    ['KWD', '0.00049', '1', '0'],
    ['USD', '0.3333333333', '3', '1'],
  ])('%s: a unit at %s, %s of them: %s', async (currency, unitAmount, n, expected) => {
    expect((await ofUsage(n, usage(sum, perUnit(unitAmount)), { currency })).amount.amount).toBe(expected);
  });

  test('tiers of one line are rounded together, lines each by itself, and the total is the sum of its lines', async () => {
    const tiers = [{ upTo: '1', unitAmount: '0.004' }, { unitAmount: '0.004' }];
    const charges = [usage(sum, { graduated: { tiers } }), usage(sum, perUnit('0.002')), usage(sum, perUnit('0.002'))];
    const { lines, total } = await misura.billed({ charges }, [{ n: 2 }]);
    expect(lines.map(({ amount }) => amount.amount)).toEqual(['0.01', '0', '0']);
    expect(lines[0]?.tiers.map(({ amount }) => amount.amount)).toEqual(['0.004', '0.004']);
    expect(total.amount).toBe('0.01');
  });
});
