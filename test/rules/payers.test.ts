import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { brief, flat, later, type Pricing, perUnit, pricingOn, usage } from '../kit/pricing.ts';

let api: TestApi;
let misura: Pricing;
let sum: string;
let other: string;
let dear: string;
let cheap: string;
const day = 86_400;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  misura = pricingOn(api);
  sum = await misura.meter({ aggregation: 'SUM', valueProperty: 'n' });
  other = await misura.meter({ aggregation: 'SUM', valueProperty: 'n', eventName: 'other' });
  const tenDays = { interval: { unit: 'DAY', count: 10 } };
  dear = await misura.product([usage(sum, perUnit('2'))], tenDays);
  cheap = await misura.product([usage(sum, perUnit('1')), usage(other, perUnit('1'))], tenDays);
});
afterAll(() => api.close());

const wait = async (seconds: number) => misura.advance(later(await misura.now(), seconds));

/** What these subscriptions are to pay for. */
async function paid(ids: readonly string[]): Promise<(string[] | null)[]> {
  const told = await Promise.all(ids.map((id) => misura.subscription(id)));
  return told.map(({ upcomingInvoice }) => brief(upcomingInvoice));
}

/** A customer with both products, the first one started earlier. */
async function two(first: string, second: string): Promise<[customer: string, earlier: string, later: string]> {
  const customer = misura.unused('customer');
  const earlier = await misura.subscribe(customer, first);
  await wait(60);
  return [customer, earlier, await misura.subscribe(customer, second)];
}

describe('which subscription pays: the one the event names; else the earliest-started active one whose product has the meter. Never two', () => {
  test('the earliest started', async () => {
    const [customer, ...ids] = await two(dear, cheap);
    await misura.record([{ customer, properties: { n: 3 } }]);
    expect(await paid(ids)).toEqual([['USAGE Calls 6'], ['USAGE Calls 0', 'USAGE Calls 0']]);
  });

  test('the earliest started, whichever was made first', async () => {
    const customer = misura.unused('customer');
    const made = await misura.subscribe(customer, dear);
    const started = await misura.subscribe(customer, cheap, { startAt: later(await misura.now(), -day) });
    await misura.record([{ customer, properties: { n: 3 } }]);
    expect(await paid([started, made])).toEqual([['USAGE Calls 3', 'USAGE Calls 0'], ['USAGE Calls 0']]);
  });

  test('one whose product has the meter', async () => {
    const [customer, ...ids] = await two(dear, cheap);
    await misura.record([{ customer, name: 'other', properties: { n: 3 } }]);
    expect(await paid(ids)).toEqual([['USAGE Calls 0'], ['USAGE Calls 0', 'USAGE Calls 3']]);
  });

  test('the one the event names', async () => {
    const [customer, ...ids] = await two(dear, cheap);
    const [earlier, named] = ids;
    await misura.record([
      { customer, properties: { n: 3 } },
      { customer, properties: { n: 10 }, subscription: named },
      { customer, properties: { n: 100 }, subscription: earlier },
    ]);
    expect(await paid(ids)).toEqual([['USAGE Calls 206'], ['USAGE Calls 10', 'USAGE Calls 0']]);
  });

  test('only a subscription of the customer can be named', async () => {
    const [customer] = await two(dear, cheap);
    const [, foreign] = await two(dear, cheap);
    const { rejected } = await misura.record([{ customer, properties: { n: 1 }, subscription: foreign }]);
    expect(rejected.map(({ code }) => code)).toEqual(['SUBSCRIPTION_NOT_FOUND']);
  });

  test('an active one: the next in line pays from the instant at which the first one ended', async () => {
    const [customer, ...ids] = await two(dear, cheap);
    await misura.record([{ customer, properties: { n: 3 } }]);
    await wait(60);
    await misura.cancel(ids[0] as string, 'IMMEDIATELY');
    await misura.record([{ customer, properties: { n: 10 } }]);
    expect(brief((await misura.invoices(customer)).at(-1))).toEqual(['USAGE Calls 6']);
    expect(await paid(ids)).toEqual([null, ['USAGE Calls 10', 'USAGE Calls 0']]);
  });

  test('nobody pays for what was before the first one started', async () => {
    const customer = misura.unused('customer');
    const id = await misura.subscribe(customer, dear);
    await misura.record([{ customer, properties: { n: 3 }, timestamp: later(await misura.now(), -1) }]);
    expect(await paid([id])).toEqual([['USAGE Calls 0']]);
  });

  test('Never two: one that moves to a product with the meter takes over', async () => {
    const [customer, ...ids] = await two(await misura.product([flat('1')]), dear);
    await misura.record([{ customer, properties: { n: 3 } }]);
    await wait(60);
    await misura.change(ids[0] as string, { product: cheap });
    await misura.record([{ customer, properties: { n: 10 } }]);
    expect(await paid(ids)).toEqual([['USAGE Calls 10', 'USAGE Calls 0'], ['USAGE Calls 6']]);
  });
});
