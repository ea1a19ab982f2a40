import { afterAll, beforeAll, expect, test } from 'vitest';
import { settleBilling } from '../../src/actions/settle-billing.ts';
import type { Database } from '../../src/store/database.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Billing, billingOn } from '../kit/billing.ts';
import { flat, usage } from '../kit/charges.ts';

let first: TestApi;
let second: TestApi;

beforeAll(async () => {
  first = await createTestApi({ mode: 'TEST' });
  second = await first.anotherInstance();
});
afterAll(async () => {
  await second.close();
  await first.close();
});

const customers = 30;

/** Thirty subscriptions whose last three periods nobody has closed. */
async function overdue(): Promise<Billing> {
  const billing = await billingOn(first);
  await billing.meter('calls');
  await billing.product('plan', [flat('10'), usage('calls', '1')]);
  for (let i = 0; i < customers; i += 1) {
    await billing.customer(`c${i}`);
    await billing.subscribe('plan', { customer: `c${i}` });
    await billing.record('calls', { count: 2 }, `c${i}`);
  }
  await billing.sleep('2026-06-01T13:00Z');
  return billing;
}

async function numbersOf(billing: Billing): Promise<bigint[]> {
  const invoices = await billing.invoices();
  return invoices.flatMap(({ number }) => number ?? []).sort((a, b) => (a < b ? -1 : 1));
}

test('two instances that close at the same moment, several times each, close each period once', async () => {
  const billing = await overdue();
  const { workspaceId } = billing;
  const settled = await Promise.all([first, second, first, second].map((api) => settleBilling(api.deps, workspaceId)));
  expect(settled.reduce((sum, { opened }) => sum + opened, 0)).toBe(3 * customers);
  expect(settled.reduce((sum, { finalized }) => sum + finalized, 0)).toBe(4 * customers);
  expect(await numbersOf(billing)).toEqual(Array.from({ length: 4 * customers }, (_, i) => BigInt(i + 1)));
});

/** The same database, where a lock on billing is asked for and not had. */
function withoutLock(database: Database): Database {
  return {
    ...database,
    transaction: (work) =>
      database.transaction((client) => {
        const query = client.query.bind(client) as (...args: unknown[]) => unknown;
        const unlocked = (...args: unknown[]) =>
          String(args[0]).includes('pg_advisory_xact_lock') ? Promise.resolve({ rows: [] }) : query(...args);
        return work(new Proxy(client, { get: (of, name) => (name === 'query' ? unlocked : Reflect.get(of, name)) }));
      }),
  };
}

test('without the lock the same goes wrong: a period is closed by both, and one of them fails', async () => {
  const billing = await overdue();
  const instances = [first, second].map(({ deps }) => ({ ...deps, database: withoutLock(deps.database) }));
  const settled = await Promise.allSettled(instances.map((deps) => settleBilling(deps, billing.workspaceId)));
  const opened = settled.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value.opened : 0), 0);
  const failed = settled.some(({ status }) => status === 'rejected');
  expect(failed || opened > 3 * customers).toBe(true);
});
