import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { askServer, type ServeProcess, serveCli } from '../kit/cli.ts';
import { createTestDatabase, type TestDatabase } from '../kit/database.ts';
import { randomNumbers } from '../kit/random-numbers.ts';

const key = 'a-key-for-closings';
const customerCount = 60;
const seed = Number(process.env.MISURA_TEST_SEED ?? Date.now() % 1_000_000);

/** One for each day: where closing is stopped in the middle, and how many of the two servers are killed there. */
const stops = [
  { table: 'invoice_line', killed: 2 },
  { table: 'billing_period', killed: 2 },
  { table: 'invoice_line', killed: 0 },
  { table: 'credit_ledger_entry', killed: 1 },
  { table: 'billing_period', killed: 0 },
  { table: 'invoice_line', killed: 1 },
] as const;
const days = stops.length;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const settings = () => ({ DATABASE_URL: database.url, MISURA_BOOTSTRAP_KEY: key, MISURA_BOOTSTRAP_MODE: 'TEST' });
const ask = <T>(server: ServeProcess, query: string, variables: object = {}) =>
  askServer<T>(server.url, key, query, variables);

/**
 * Lets nobody write to a table until the returned function is called. By an index that is never made: before PostgreSQL 17
 * LOCK TABLE asks for a right to UPDATE, which nobody has on the ledger.
 */
async function hold(table: string): Promise<() => Promise<void>> {
  const holder = new pg.Client({ connectionString: database.url });
  await holder.connect();
  await holder.query(`BEGIN; CREATE INDEX ON ${table} ((true))`);
  return async () => {
    await holder.query('ROLLBACK');
    await holder.end();
  };
}

/** Resolves when so many connections wait for each other or to write to the table, one at least for the table. */
async function waiting(table: string, connections: number): Promise<void> {
  const observer = new pg.Client({ connectionString: database.url });
  await observer.connect();
  const question = `
    SELECT count(*) FILTER (WHERE relation = '${table}'::regclass)::int AS here, count(DISTINCT pid)::int AS all
    FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`;
  try {
    await vi.waitFor(
      async () => {
        const { rows } = await observer.query<{ here: number; all: number }>(question);
        expect(rows[0]?.here).toBeGreaterThan(0);
        expect(rows[0]?.all).toBeGreaterThanOrEqual(connections);
      },
      { timeout: 20_000, interval: 20 },
    );
  } finally {
    await observer.end();
  }
}

async function sell(server: ServeProcess): Promise<void> {
  await ask(
    server,
    `mutation {
      meter: createMeter(input: { key: "calls", eventName: "call", aggregation: COUNT }) { __typename }
      type: createCreditType(input: { key: "ai", name: "AI", precision: 0 }) { __typename }
      product: createProduct(input: {
        key: "plan", name: "Plan", currency: "USD", interval: { unit: DAY },
        charges: [
          { flat: { name: "Base", amount: "1" } }
          { usage: { name: "Calls", meter: "calls", credits: {
            creditType: "ai", unitsPerCredit: "1", whenExhausted: CHARGE, overage: { perUnit: { unitAmount: "0.5" } } } } }
        ]
        creditGrants: [{ creditType: "ai", amount: "3", rollover: { percent: "50" } }]
      }) { __typename }
    }`,
  );
  for (let i = 0; i < customerCount; i += 1) {
    await ask(
      server,
      `mutation ($c: String!) {
        createCustomer(input: { externalId: $c }) { __typename }
        createSubscription(input: { customer: $c, product: "plan" }) { __typename }
      }`,
      { c: `c${i}` },
    );
  }
}

test('two servers are killed while periods close: each closes once, and no number is missing or used twice', async () => {
  const random = randomNumbers(seed);
  const servers = [await serveCli(settings()), await serveCli(settings())];
  await sell(servers[0] as ServeProcess);
  const { workspace } = await ask<{ workspace: { now: string } }>(servers[0] as ServeProcess, '{ workspace { now } }');
  const at = (day: number, second = 0) =>
    new Date(Date.parse(workspace.now) + day * 86_400_000 + 7_200_000 + second * 1_000).toISOString();

  for (let day = 1; day <= days; day += 1) {
    const events = Array.from({ length: customerCount * 5 }, (_, i) => ({
      id: `d${day}-${i}`,
      name: 'call',
      customer: `c${i % customerCount}`,
    }));
    await ask(
      servers[0] as ServeProcess,
      'mutation ($input: RecordEventsInput!) { recordEvents(input: $input) { __typename } }',
      {
        input: { events },
      },
    );
    const { table, killed } = stops[day - 1] as (typeof stops)[number];
    const release = await hold(table);
    const first = Math.floor(random() * 2);
    const advance = (server: number, to: string) =>
      ask(servers[server] as ServeProcess, `mutation { advanceClock(input: { to: "${to}" }) { __typename } }`).catch(
        () => {},
      );
    const one = advance(first, at(day));
    await waiting(table, 1);
    // A moment later, because a clock that is there already has nothing to close.
    const other = advance(1 - first, at(day, 1));
    await waiting(table, 2);
    const lot = Math.floor(random() * 2);
    const victims = [lot, 1 - lot].slice(0, killed);
    for (const victim of victims) {
      servers[victim]?.child.kill('SIGKILL');
      await servers[victim]?.ended;
    }
    await release();
    for (const victim of victims) servers[victim] = await serveCli(settings());
    await Promise.all([one, other]);
  }
  await ask(servers[0] as ServeProcess, `mutation { advanceClock(input: { to: "${at(days + 1)}" }) { __typename } }`);

  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const one = async (query: string) => (await client.query(query)).rows;
  const why = `MISURA_TEST_SEED=${seed}`;
  expect(await one('SELECT count(DISTINCT subscription_id)::int AS n FROM billing_period'), why).toEqual([
    { n: customerCount },
  ]);
  // Each period begins where the one before ended, and has one invoice that closes it.
  expect(
    await one(`
      SELECT * FROM (
        SELECT starts_at, lag(ends_at) OVER w AS ended, period_index, row_number() OVER w - 1 AS place
        FROM billing_period WINDOW w AS (PARTITION BY subscription_id ORDER BY period_index)
      ) p WHERE starts_at <> ended OR period_index <> place`),
    why,
  ).toEqual([]);
  expect(
    await one(`
      SELECT id FROM subscription s WHERE period_index + 1 <> (
        SELECT count(*) FROM invoice i WHERE i.subscription_id = s.id
      ) OR period_index <> (SELECT max(sequence) FROM invoice i WHERE i.subscription_id = s.id)`),
    why,
  ).toEqual([]);
  const [numbers] = await one(`
    SELECT count(number)::int AS count, count(DISTINCT number)::int AS distinct, max(number)::int AS max FROM invoice`);
  expect(numbers.count, why).toBeGreaterThanOrEqual(customerCount * days);
  expect([numbers.distinct, numbers.max], why).toEqual([numbers.count, numbers.count]);
  // All customers did the same, so their invoices say the same, period by period, and so do their ledgers.
  expect(
    await one(`
      SELECT sequence FROM (
        SELECT i.sequence, i.total, string_agg(l.kind || l.name || l.quantity || l.amount, ',' ORDER BY l.position) AS lines
        FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id GROUP BY i.id, i.sequence, i.total
      ) t GROUP BY sequence HAVING count(DISTINCT (total, lines)) > 1`),
    why,
  ).toEqual([]);
  expect(
    await one(`
      SELECT count(DISTINCT ledger)::int AS ledgers FROM (
        SELECT string_agg(kind || amount || balance_after, ',' ORDER BY version) AS ledger
        FROM credit_ledger_entry GROUP BY customer_id
      ) t`),
    why,
  ).toEqual([{ ledgers: 1 }]);
  await client.end();
}, 120_000);
