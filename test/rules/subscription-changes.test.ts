import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { brief, flat, later, type Pricing, perUnit, pricingOn, usage } from '../kit/pricing.ts';

let api: TestApi;
let misura: Pricing;
let sum: string;
let basic: string;
let pro: string;
const [hour, day] = [3600, 86_400];
const tenDays = { interval: { unit: 'DAY', count: 10 } };

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  misura = pricingOn(api);
  sum = await misura.meter({ aggregation: 'SUM', valueProperty: 'n' });
  basic = await misura.product([usage(sum, perUnit('1')), flat('10')], tenDays);
  pro = await misura.product([usage(sum, perUnit('0.5')), flat('30', { name: 'Pro' })], tenDays);
});
afterAll(() => api.close());

const wait = async (seconds: number) => misura.advance(later(await misura.now(), seconds));
const latest = async (customer: string) => (await misura.invoices(customer)).at(-1);

/** A customer on this product for four days of ten, with a usage of 3. */
async function subscribed(product: string): Promise<[id: string, customer: string]> {
  const customer = misura.unused('customer');
  const id = await misura.subscribe(customer, product);
  await misura.record([{ customer, properties: { n: 3 } }]);
  await wait(4 * day);
  return [id, customer];
}

describe('change of product: `IMMEDIATELY` (settles the period so far, prorates the flat charge) or `AT_PERIOD_END`', () => {
  test('IMMEDIATELY', async () => {
    const [id, customer] = await subscribed(basic);
    const changedAt = await misura.now();
    await misura.change(id, { product: pro, when: 'IMMEDIATELY' });
    const invoice = await latest(customer);
    expect(brief(invoice)).toEqual(['USAGE Calls 3', 'REFUND Base -6', 'FLAT Pro 18']);
    expect([invoice?.periodEnd, invoice?.total.amount]).toEqual([changedAt, '15']);

    // What is used from then on has the new price, and the calendar is as it was.
    await misura.record([{ customer, properties: { n: 3 } }]);
    const upcoming = await misura.upcoming(customer);
    expect(brief(upcoming)).toEqual(['USAGE Calls 1.5', 'FLAT Pro 30']);
    expect([upcoming?.periodStart, upcoming?.periodEnd]).toEqual([changedAt, later(changedAt, 6 * day)]);
  });

  test('IMMEDIATELY to a lower price: the credit goes to the next invoice', async () => {
    const [id, customer] = await subscribed(pro);
    await misura.change(id, { product: basic, when: 'IMMEDIATELY' });
    const invoice = await latest(customer);
    const credit = 'CARRIED_OVER Credit carried over to the next invoice 10.5';
    expect(brief(invoice)).toEqual(['USAGE Calls 1.5', 'REFUND Pro -18', 'FLAT Base 6', credit]);
    expect(invoice?.total.amount).toBe('0');
    await wait(hour);
    await misura.record([{ customer, properties: { n: 2 } }]);
    const carried = 'CARRIED_OVER Carried over from earlier invoices -10.5';
    const upcoming = await misura.upcoming(customer);
    expect(brief(upcoming)).toEqual(['USAGE Calls 2', 'FLAT Base 10', carried]);
    expect(upcoming?.total.amount).toBe('1.5');
  });

  test('IMMEDIATELY to another quantity', async () => {
    const [id, customer] = await subscribed(basic);
    await misura.change(id, { quantity: 3, when: 'IMMEDIATELY' });
    expect(brief(await latest(customer))).toEqual(['USAGE Calls 3', 'REFUND Base -6', 'FLAT Base 18']);
    expect((await misura.subscription(id)).quantity).toBe(3);
  });

  test('AT_PERIOD_END', async () => {
    const [id, customer] = await subscribed(basic);
    await misura.change(id, { product: pro, quantity: 2, when: 'AT_PERIOD_END' });
    expect(await misura.invoices(customer)).toHaveLength(1);
    expect((await misura.subscription(id)).quantity).toBe(1);
    await misura.record([{ customer, properties: { n: 3 } }]);
    const upcoming = await misura.upcoming(customer);
    expect(brief(upcoming)).toEqual(['USAGE Calls 6', 'FLAT Pro 60']);
    await wait(6 * day);
    expect((await latest(customer))?.lines).toEqual(upcoming?.lines);
    expect((await misura.subscription(id)).quantity).toBe(2);
  });

  test('the later change takes the place of the one that waits', async () => {
    const [id, customer] = await subscribed(basic);
    await misura.cancel(id, 'AT_PERIOD_END');
    await misura.change(id, { product: pro, when: 'AT_PERIOD_END' });
    expect(brief(await misura.upcoming(customer))).toEqual(['USAGE Calls 3', 'FLAT Pro 30']);
  });

  test('a subscription keeps its currency', async () => {
    const [id] = await subscribed(basic);
    const euros = await misura.product([flat('10')], { currency: 'EUR' });
    await expect(misura.change(id, { product: euros })).rejects.toThrow(/"path":\["product"\]/);
  });
});

describe('cancel: now (the period closes and its usage is invoiced) or at period end', () => {
  test('now', async () => {
    const [id, customer] = await subscribed(basic);
    const cancelledAt = await misura.now();
    await misura.cancel(id, 'IMMEDIATELY');
    expect((await misura.subscription(id)).status).toBe('ENDED');
    expect(await misura.upcoming(customer)).toBeNull();
    await wait(60);
    await misura.record([{ customer, properties: { n: 100 } }]);
    await wait(hour);
    const invoice = await latest(customer);
    expect([invoice?.status, invoice?.periodEnd]).toEqual(['FINAL', cancelledAt]);
    const credit = 'CARRIED_OVER Credit carried over to the next invoice 3';
    expect(brief(invoice)).toEqual(['USAGE Calls 3', 'REFUND Base -6', credit]);
    await wait(20 * day);
    expect(await misura.invoices(customer)).toHaveLength(2);
  });

  test('at period end', async () => {
    const [id, customer] = await subscribed(basic);
    await misura.cancel(id, 'AT_PERIOD_END');
    expect((await misura.subscription(id)).status).toBe('ACTIVE');
    await misura.record([{ customer, properties: { n: 4 } }]);
    const upcoming = await misura.upcoming(customer);
    expect(brief(upcoming)).toEqual(['USAGE Calls 7']);
    await wait(6 * day + hour);
    expect((await misura.subscription(id)).status).toBe('ENDED');
    expect(await latest(customer)).toMatchObject({ id: upcoming?.id, status: 'FINAL', lines: upcoming?.lines });
    await wait(20 * day);
    expect(await misura.invoices(customer)).toHaveLength(2);
    await expect(misura.cancel(id, 'IMMEDIATELY')).rejects.toThrow('SubscriptionEnded');
  });

  test('before it has begun: without an invoice', async () => {
    const customer = misura.unused('customer');
    const id = await misura.subscribe(customer, basic, { startAt: later(await misura.now(), day) });
    expect((await misura.subscription(id)).status).toBe('SCHEDULED');
    await misura.cancel(id, 'AT_PERIOD_END');
    await wait(20 * day);
    expect([(await misura.subscription(id)).status, await misura.invoices(customer)]).toEqual(['ENDED', []]);
  });
});
