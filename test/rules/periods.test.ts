import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { brief, flat, later, type Pricing, perUnit, pricingOn, usage } from '../kit/pricing.ts';

let api: TestApi;
let misura: Pricing;
let sum: string;
const [hour, day] = [3600, 86_400];
const tenDays = { interval: { unit: 'DAY', count: 10 } };

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  misura = pricingOn(api);
  sum = await misura.meter({ aggregation: 'SUM', valueProperty: 'n' });
});
afterAll(() => api.close());

const wait = async (seconds: number) => misura.advance(later(await misura.now(), seconds));
const latest = async (customer: string) => (await misura.invoices(customer)).at(-1);

describe('period: anniversary of the start, in the subscription’s zone: Jan 31 -> Feb 28/29 -> Mar 31. Interval DAY, WEEK, MONTH, YEAR times a count', () => {
  test.each<[string, string, string, number, string[]]>([
    // The clock shows 2026-03-01T12:00:00Z.
    ['2026-01-31T00:00:00Z', 'UTC', 'MONTH', 1, ['01-31T00', '02-28T00', '03-31T00']],
    ['2025-12-31T08:00:00Z', 'UTC', 'MONTH', 1, ['12-31T08', '01-31T08', '02-28T08', '03-31T08']],
    ['2026-01-30T23:00:00Z', 'Europe/Rome', 'MONTH', 1, ['01-30T23', '02-27T23', '03-30T22']],
    ['2026-01-31T00:00:00Z', 'America/New_York', 'MONTH', 1, ['01-31T00', '03-01T00', '03-30T23']],
    ['2026-02-28T12:00:00Z', 'UTC', 'DAY', 1, ['02-28T12', '03-01T12', '03-02T12']],
    ['2026-02-10T00:00:00Z', 'UTC', 'WEEK', 2, ['02-10T00', '02-24T00', '03-10T00']],
    ['2025-11-30T00:00:00Z', 'UTC', 'MONTH', 3, ['11-30T00', '02-28T00', '05-30T00']],
    ['2025-02-28T00:00:00Z', 'UTC', 'YEAR', 1, ['02-28T00', '02-28T00', '02-28T00']],
  ])('from %s in %s, %s x %d', async (startAt, timeZone, unit, count, boundaries) => {
    const customer = misura.unused('customer');
    const product = await misura.product([usage(sum, perUnit('1'))], { interval: { unit, count } });
    await misura.subscribe(customer, product, { startAt, timeZone });
    const told = [...(await misura.invoices(customer)), await misura.upcoming(customer)];
    const periods = told.map((invoice) => [invoice?.periodStart.slice(5, 13), invoice?.periodEnd.slice(5, 13)]);
    expect(periods).toEqual(boundaries.slice(1).map((to, i) => [boundaries[i], to]));
  });

  test.each([
    ['2026-01-31T00:00:00Z', 'MONTH', 25, '2026-01-31T00:00:00Z'],
    ['2024-02-29T00:00:00Z', 'YEAR', 2, '2026-02-28T00:00:00Z'],
  ])('from %s, %s x %d, to Feb 29 of a leap year', async (startAt, unit, count, from) => {
    const product = await misura.product([flat('1')], { interval: { unit, count } });
    const id = await misura.subscribe(misura.unused('customer'), product, { startAt });
    expect((await misura.subscription(id)).currentPeriod).toEqual({ from, to: '2028-02-29T00:00:00Z' });
  });
});

describe('versions: editing a product’s prices makes a new version. A subscription keeps its own until it is moved', () => {
  test('its flat and its usage prices', async () => {
    const [older, newer] = [misura.unused('customer'), misura.unused('customer')];
    const product = await misura.product([usage(sum, perUnit('1')), flat('10')]);
    const id = await misura.subscribe(older, product);
    expect(await misura.reprice(product, [usage(sum, perUnit('2')), flat('20')])).toBe(2);
    await misura.subscribe(newer, product);
    await misura.record([older, newer].map((customer) => ({ customer, properties: { n: 3 } })));
    expect(brief(await misura.upcoming(older))).toEqual(['USAGE Calls 3', 'FLAT Base 10']);
    expect(brief(await misura.upcoming(newer))).toEqual(['USAGE Calls 6', 'FLAT Base 20']);

    await misura.change(id, { product, when: 'AT_PERIOD_END' });
    expect(brief(await misura.upcoming(older))).toEqual(['USAGE Calls 3', 'FLAT Base 20']);
    expect((await misura.subscription(id)).version.number).toBe(1);
    await wait(day);
    expect((await misura.subscription(id)).version.number).toBe(2);
    await misura.record([{ customer: older, properties: { n: 3 } }]);
    expect(brief(await misura.upcoming(older))).toEqual(['USAGE Calls 6', 'FLAT Base 20']);
  });
});

describe('billing: flat charges in advance, usage in arrears', () => {
  test('the first invoice opens the first period, the next one closes it and opens the second', async () => {
    const customer = misura.unused('customer');
    const from = await misura.now();
    const [to, then] = [later(from, day), later(from, 2 * day)];
    await misura.subscribe(customer, await misura.product([usage(sum, perUnit('1')), flat('10')]));
    await misura.record([{ customer, properties: { n: 3 } }]);
    await wait(day + hour);
    const spans = (await misura.invoices(customer)).map((invoice) =>
      invoice.lines.map((line) => [line.kind, line.from, line.to, line.amount.amount]),
    );
    expect(spans).toEqual([
      [['FLAT', from, to, '10']],
      [
        ['USAGE', from, to, '3'],
        ['FLAT', to, then, '10'],
      ],
    ]);
  });
});

describe('short periods: flat charges are prorated by time; `includedUnits` are not, unless `prorateAllowance` is set', () => {
  test.each<[boolean, string, string[], string]>([
    [false, '100', ['USAGE Calls 5', 'REFUND Base -4'], '1'],
    [true, '60', ['USAGE Calls 9', 'REFUND Base -4'], '5'],
  ])('prorateAllowance %s: six days of ten include %s of 100', async (prorateAllowance, included, lines, total) => {
    const customer = misura.unused('customer');
    const charge = usage(sum, perUnit('0.1'), { includedUnits: '100', prorateAllowance });
    const id = await misura.subscribe(customer, await misura.product([charge, flat('10')], tenDays));
    await misura.record([{ customer, properties: { n: 150 } }]);
    await wait(6 * day);
    await misura.cancel(id, 'IMMEDIATELY');
    const invoice = await latest(customer);
    expect([brief(invoice), invoice?.total.amount, invoice?.lines[0]?.included]).toEqual([lines, total, included]);
  });

  test.each<[string, string, string]>([
    ['USD', '10', '6.67'],
    ['JPY', '100', '67'],
    ['KWD', '1', '0.667'],
  ])('%s %s for a day of three: the rest is given back in whole minor units', async (currency, amount, rest) => {
    const customer = misura.unused('customer');
    const product = await misura.product([flat(amount)], { currency, interval: { unit: 'DAY', count: 3 } });
    const id = await misura.subscribe(customer, product);
    await wait(day);
    await misura.cancel(id, 'IMMEDIATELY');
    const invoice = await latest(customer);
    expect(invoice?.lines.map((line) => [line.kind, line.amount.amount])).toEqual([
      ['REFUND', `-${rest}`],
      ['CARRIED_OVER', rest],
    ]);
    expect(invoice?.total.amount).toBe('0');
  });
});
