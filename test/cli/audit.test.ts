import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '../../src/actions/audit.ts';
import { Decimal } from '../../src/core/decimal.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { flat, perUnit, usage } from '../kit/charges.ts';
import { runCli } from '../kit/cli.ts';
import { type Crediting, creditingOn, drawing, planGrant } from '../kit/crediting.ts';

let api: TestApi;
let credits: Crediting;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  credits = await creditingOn(api, 2);
  await livelyLife();
});
afterAll(() => api.close());

/** A bit of everything: draws, a void, holds, a debt, an expiry, the end of a period, several kinds of meters. */
async function livelyLife(): Promise<void> {
  await credits.meter('calls', { groupBy: ['model'] });
  await credits.meter('size', { eventName: 'calls', aggregation: 'SUM', valueProperty: 'n' });
  await credits.meter('users', { eventName: 'calls', aggregation: 'UNIQUE_COUNT', valueProperty: 'user' });
  await credits.meter('peak', { eventName: 'calls', aggregation: 'MAX', valueProperty: 'n' });
  const charges = [
    flat('5'),
    usage('size', '0.01'),
    drawing('calls', { whenExhausted: 'CHARGE', overage: perUnit('0.5') }),
    drawing('users', { unitsPerCredit: null, creditsPerUnit: new Decimal('0.5') }),
    drawing('peak', { whenExhausted: 'DEBT' }),
  ];
  const rollover = { percent: new Decimal(50), cap: null, lifetime: null, times: 1 };
  await credits.product('plan', charges, undefined, 'USD', [planGrant('30', { rollover })]);
  await credits.subscribe('plan');
  await credits.grant('10', { expiresAt: '2026-03-20T00:00Z' });
  await credits.capture(await credits.hold('4'), '2.5');
  const events = [7, 3, 12].map((n) => ({ properties: { n, user: n % 2, model: 'x' } }));
  for (const event of events) await credits.record('calls', event);
  const [id] = await credits.record('calls', { properties: { n: 40, user: 'z' } });
  await credits.voidEvents([id ?? '']);
  await credits.advance('2026-04-02T00:00Z');
  await credits.record('calls', { properties: { n: 100, user: 'late' }, at: '2026-03-30T00:00Z' });
}

async function audited(): Promise<{ code: unknown; lines: string[] }> {
  const cli = runCli(['audit'], { DATABASE_URL: api.database.url, MISURA_LOG_LEVEL: 'silent' });
  const code = await cli.ended;
  return { code, lines: cli.output().trim().split('\n') };
}

test('a workspace that has only been used through the API has nothing to complain of', async () => {
  expect(await audited()).toEqual({
    code: 0,
    lines: [expect.stringMatching(/^audited 1 customers: 0 disagreements$/)],
  });
});

test.each<[string, string, string]>([
  ['a balance', 'UPDATE credit_account SET balance = balance + 1', 'credit_account'],
  ['a debt', 'UPDATE credit_account SET debt = debt + 1', 'credit_account'],
  ['what is left of a grant', 'UPDATE credit_grant SET remaining = remaining + 0.01', 'credit_grant'],
  ['what was drawn', 'UPDATE credit_draw SET drawn = drawn + 1 WHERE charge = 2', 'credit_draw'],
  ['what was not covered', 'UPDATE credit_draw SET uncovered = uncovered + 1 WHERE charge = 3', 'credit_draw'],
  ['a sum', 'UPDATE usage_rollup SET sum = sum + 1 WHERE sum IS NOT NULL', 'usage_rollup'],
  ['a greatest value', 'UPDATE usage_rollup SET max = max + 1 WHERE max IS NOT NULL', 'usage_rollup'],
  ['a distinct value', 'UPDATE usage_value SET event_count = event_count + 1', 'usage_rollup'],
  ['an event', "DELETE FROM event WHERE event_id = 'e1'", 'usage_rollup'],
  ['a total', "UPDATE invoice SET total = total + 1 WHERE status = 'FINAL'", 'invoice'],
  ['a number', 'UPDATE invoice SET number = number + 7 WHERE number = 1', 'invoice'],
])('%s that was changed by hand is found', async (_what, statement, table) => {
  const { pool } = api.database;
  const tables = ['credit_account', 'credit_grant', 'credit_draw', 'usage_rollup', 'usage_value', 'event', 'invoice'];
  const changed = tables.find((one) => statement.includes(` ${one} `)) ?? '';
  await pool.query(`CREATE TABLE kept AS SELECT * FROM ${changed}`);
  try {
    await pool.query(statement);
    const { breaches } = await audit({ database: api.database });
    expect(breaches.map((breach) => breach.table)).toContain(table);
  } finally {
    await restore(changed);
  }
});

/** Puts the rows back as they were. */
async function restore(table: string): Promise<void> {
  const { pool } = api.database;
  const { rows } = await pool.query<{ key: string; columns: string }>(
    `SELECT (
        SELECT string_agg(format('t.%1$I = kept.%1$I', a.attname), ' AND ') FROM pg_index i
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
        WHERE i.indrelid = $1::regclass AND i.indisprimary
      ) AS key,
      (SELECT string_agg(format('%1$I = kept.%1$I', attname), ', ') FROM pg_attribute
        WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped) AS columns`,
    [table],
  );
  await pool.query(`UPDATE ${table} t SET ${rows[0]?.columns} FROM kept WHERE ${rows[0]?.key}`);
  await pool.query(`INSERT INTO ${table} SELECT * FROM kept ON CONFLICT DO NOTHING`);
  await pool.query('DROP TABLE kept');
}

test('what disagrees is printed, and the exit code says so; once all is as it was, there is nothing again', async () => {
  const { pool } = api.database;
  await pool.query('UPDATE credit_account SET balance = balance + 1');
  const { code, lines } = await audited();
  expect(code).toBe(1);
  expect(lines.filter((line) => line.startsWith('credit_account ')).length).toBeGreaterThan(0);
  expect(lines.at(-1)).toMatch(/^audited 1 customers: [1-9]\d* disagreements$/);
  await pool.query('UPDATE credit_account SET balance = balance - 1');
  expect((await audited()).code).toBe(0);
});
