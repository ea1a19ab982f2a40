import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
let other: TestApi;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  other = await api.anotherInstance();
  await api.ask(`mutation {
    createMeter(input: { key: "calls", eventName: "call", aggregation: COUNT }) { __typename }
    createProduct(input: { key: "basic", name: "Basic", currency: "USD", interval: { unit: MONTH }, charges: [
      { usage: { name: "Calls", meter: "calls", pricing: { perUnit: { unitAmount: "2" } } } }] }) { __typename }
  }`);
});
afterAll(() => api.close());

type Told = { invoiceUpdated: { id: string; status: string; number: string | null; total: { amount: string } } };

async function watch(customer: string, on: TestApi) {
  const messages = await on.subscribe<Told>(
    'subscription ($customer: String!) { invoiceUpdated(customer: $customer) { id status number total { amount } } }',
    { customer },
  );
  return async () => {
    const { value } = (await messages.next()) as { value: Answer<Told> };
    const { status, number, total } = (value.data as Told).invoiceUpdated;
    return [status, number, total.amount];
  };
}

async function record(customer: string, id: string): Promise<void> {
  const events = [{ id, name: 'call', customer }];
  await api.ask('mutation ($events: [EventInput!]!) { recordEvents(input: { events: $events }) { __typename } }', {
    events,
  });
}

test('first the upcoming invoice, then each change of it, and what becomes of it, on any instance', async () => {
  await api.ask(`mutation {
    createCustomer(input: { externalId: "acme" }) { __typename }
    createSubscription(input: { customer: "acme", product: "basic" }) { __typename }
  }`);
  const next = await watch('acme', other);
  expect(await next()).toEqual(['UPCOMING', null, '0']);
  await record('acme', '1');
  expect(await next()).toEqual(['UPCOMING', null, '2']);
  await record('acme', '1');
  await record('acme', '2');
  expect(await next()).toEqual(['UPCOMING', null, '4']);

  const advance = 'mutation ($to: DateTime!) { advanceClock(input: { to: $to }) { __typename } }';
  await api.ask(advance, { to: '2026-04-01T12:00:00Z' });
  expect(await next()).toEqual(['DRAFT', null, '4']);
  expect(await next()).toEqual(['UPCOMING', null, '0']);
  await api.ask(advance, { to: '2026-04-01T13:00:00Z' });
  expect(await next()).toEqual(['FINAL', 'INV-000001', '4']);
});

test('a customer without a subscription is told of nothing until there is one', async () => {
  await api.ask('mutation { createCustomer(input: { externalId: "later" }) { __typename } }');
  const next = await watch('later', api);
  const told = next();
  await api.ask('mutation { createSubscription(input: { customer: "later", product: "basic" }) { __typename } }');
  expect(await told).toEqual(['UPCOMING', null, '0']);
});
