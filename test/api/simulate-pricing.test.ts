import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;

const perCall = (unitAmount: string, includedUnits = '0') =>
  `{ usage: { name: "Calls", meter: "calls", includedUnits: "${includedUnits}", pricing: { perUnit: { unitAmount: "${unitAmount}" } } } }`;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  const events = ['a', 'b'].flatMap((customer) =>
    Array.from({ length: customer === 'a' ? 30 : 5 }, (_, i) => ({
      id: `${customer}${i}`,
      name: 'call',
      customer,
      timestamp: i % 2 === 0 ? '2026-01-10T00:00:00Z' : '2026-02-10T00:00:00Z',
    })),
  );
  await api.ask(
    `mutation ($events: [EventInput!]!) {
      createMeter(input: { key: "calls", eventName: "call", aggregation: COUNT }) { __typename }
      recordEvents(input: { createCustomers: true, events: $events }) { __typename }
      createProduct(input: { key: "basic", name: "Basic", currency: "USD", interval: { unit: MONTH }, charges: [
        { flat: { name: "Base", amount: "10" } }, ${perCall('0.5', '10')}] }) { __typename }
      createSubscription(input: { customer: "a", product: "basic", startAt: "2026-01-01T00:00:00Z" }) { __typename }
    }`,
    { events },
  );
});
afterAll(() => api.close());

const twoMonths = 'from: "2026-01-01T00:00:00Z", to: "2026-03-01T00:00:00Z"';

async function simulate(input: string): Promise<unknown> {
  const { simulatePricing } = await api.ask<{ simulatePricing: unknown }>(`{ simulatePricing(input: { ${input} }) {
    before { amount } after { amount } difference { amount currency }
    customers { customer { externalId } before { amount } after { amount } difference { amount } } } }`);
  return simulatePricing;
}

const amounts = (before: string, after: string, difference: string) => ({
  before: { amount: before },
  after: { amount: after },
  difference: { amount: difference },
});

test('the prices that a customer has give what its invoices say', async () => {
  // Two months of a base of 10 and 15 calls, 10 of them free.
  expect(await simulate(`product: "basic", customers: ["a"], ${twoMonths}`)).toEqual({
    ...amounts('25', '25', '0'),
    difference: { amount: '0', currency: 'USD' },
    customers: [{ customer: { externalId: 'a' }, ...amounts('25', '25', '0') }],
  });
  const invoices = await api.ask(`{ customer(externalId: "a") { invoices { nodes { status total { amount } } } } }`);
  expect(invoices).toMatchObject({
    customer: {
      invoices: { nodes: [{ total: { amount: '12.5' } }, { total: { amount: '12.5' } }, { total: { amount: '10' } }] },
    },
  });
});

test('a draft is priced for all customers, those without a subscription too, and nothing is written', async () => {
  const draft = `draft: { currency: "USD", interval: { unit: MONTH }, charges: [${perCall('1')}] }`;
  expect(await simulate(`${draft}, ${twoMonths}`)).toEqual({
    ...amounts('25', '35', '10'),
    difference: { amount: '10', currency: 'USD' },
    customers: [
      { customer: { externalId: 'a' }, ...amounts('25', '30', '5') },
      { customer: { externalId: 'b' }, ...amounts('0', '5', '5') },
    ],
  });
  expect(await api.ask('{ products { nodes { key } } }')).toEqual({ products: { nodes: [{ key: 'basic' }] } });
});

test('who pays in another currency is left out', async () => {
  const draft = `draft: { currency: "EUR", interval: { unit: MONTH }, charges: [${perCall('1')}] }`;
  expect(await simulate(`${draft}, ${twoMonths}`)).toMatchObject({
    customers: [{ customer: { externalId: 'b' }, after: { amount: '5' } }],
  });
});

test.each([
  [`product: "none", ${twoMonths}`, 'There is no product with this key.'],
  [twoMonths, 'Give either `product` or `draft`.'],
  [`product: "basic", customers: ["nobody"], ${twoMonths}`, 'There is no customer "nobody".'],
  [`product: "basic", customers: [], ${twoMonths}`, '1 to 1000 customers'],
  ['product: "basic", from: "2026-03-01T00:00:00Z", to: "2026-01-01T00:00:00Z"', '`from` must be before `to`.'],
  [`draft: { currency: "USD", interval: { unit: DAY, count: 0 }, charges: [] }, ${twoMonths}`, 'count'],
])('%s is refused', async (input, message) => {
  const { errors } = await api.execute(`{ simulatePricing(input: { ${input} }) { after { amount } } }`);
  expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  expect(errors[0]?.message).toContain(message);
});
