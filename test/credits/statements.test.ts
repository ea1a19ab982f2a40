import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordEvents } from '../../src/actions/record-events.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Crediting, creditingOn, drawing, planGrant } from '../kit/crediting.ts';
import { watchStatements } from '../kit/statements.ts';

const customerCount = 200;
let api: TestApi;
let credits: Crediting;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  credits = await creditingOn(api);
  await credits.meter('calls');
  await credits.product('plan', [drawing('calls')], undefined, 'USD', [planGrant('5')]);
  for (let i = 0; i < customerCount; i += 1) {
    await credits.customer(`c${i}`);
    await credits.subscribe('plan', { customer: `c${i}` });
  }
});
afterAll(() => api.close());

/** The statements of a flush in which each of so many customers has so many events. */
async function flushOf(customers: number, each: number, id: string): Promise<number> {
  const events = Array.from({ length: customers * each }, (_, i) => ({
    id: `${id}-${i}`,
    name: 'calls',
    customer: `c${i % customers}`,
    timestamp: null,
    properties: null,
    subscription: null,
  }));
  const statements = watchStatements(api.database.pool);
  const { workspaceId } = credits;
  const of = { workspaceId, events, createCustomers: false, atomic: false, requireCredits: true };
  const { recorded } = await recordEvents(api.deps, of);
  expect(recorded).toBe(customers * each);
  return statements.seen().length;
}

test('a flush of events that draw takes as many statements for 200 customers as for two', async () => {
  // The first one learns who the customers are.
  await flushOf(customerCount, 1, 'first');
  const few = await flushOf(2, 1, 'few');
  expect(await flushOf(customerCount, 2, 'many')).toBe(few);
  expect(few).toBeLessThanOrEqual(20);
});
