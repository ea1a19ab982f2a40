import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '../../src/actions/audit.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Crediting, creditingOn } from '../kit/crediting.ts';

let api: TestApi;
let credits: Crediting;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  credits = await creditingOn(api);
  await credits.grant('10');
  await credits.capture(await credits.hold('4'));
});
afterAll(() => api.close());

const attempts = [
  'UPDATE credit_ledger_entry SET amount = 0',
  'DELETE FROM credit_ledger_entry',
  'TRUNCATE credit_ledger_entry',
];

test.each(attempts)('the database refuses the server: %s', async (attempt) => {
  const { pool } = api.database;
  const { rows } = await pool.query<{ superuser: boolean; acl: string }>(`
    SELECT rolsuper AS superuser, relacl::text AS acl FROM pg_roles, pg_class
    WHERE rolname = current_user AND relname = 'credit_ledger_entry'`);
  const [row] = rows;
  // The letters of UPDATE, DELETE and TRUNCATE are not among the owner's rights.
  expect(row?.acl).not.toMatch(/=[a-zA-Z]*[wdD]/);
  // A superuser, whom an operator may have named, is asked for no rights.
  if (!row?.superuser) await expect(pool.query(attempt)).rejects.toMatchObject({ code: '42501' });
  expect(await credits.ledger()).toEqual(['GRANT 10 -> 10', 'CAPTURE -4 -> 6']);
});

test('an entry that somebody changed all the same, with the right to, is found by the auditor', async () => {
  const { pool } = api.database;
  expect((await audit(api.deps)).breaches).toEqual([]);
  await pool.query('GRANT UPDATE ON credit_ledger_entry TO CURRENT_USER');
  await pool.query(
    'UPDATE credit_ledger_entry SET amount = amount - 1, balance_after = balance_after - 1 WHERE version = 1',
  );
  await pool.query('REVOKE UPDATE ON credit_ledger_entry FROM CURRENT_USER');
  const { breaches } = await audit(api.deps);
  expect(breaches.map(({ table, says, shouldSay }) => `${table}: ${says}, ${shouldSay}`)).toEqual([
    'credit_account: balance 6, balance 5',
    'credit_ledger_entry: balance before 10, balance before 9',
    'credit_grant: remaining 6, remaining 5',
  ]);
});
