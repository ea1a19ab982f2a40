import { afterAll, beforeAll, expect, test } from 'vitest';
import { Decimal, formatDecimal } from '../../src/core/decimal.ts';
import { readGrantsLeft } from '../../src/store/ledger-grants-left.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Crediting, creditingOn, drawing } from '../kit/crediting.ts';

let api: TestApi;
let credits: Crediting;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  credits = await creditingOn(api);
  await credits.meter('calls');
  await credits.product('p', [drawing('calls', { whenExhausted: 'DEBT' })]);
  await credits.subscribe('p');
});
afterAll(() => api.close());

test('the grants of any version add up to the balance and the debt it had, whatever came later', async () => {
  await credits.grant('10');
  await credits.grant('20', { expiresAt: '2026-03-02T00:00Z' });
  const ids = await credits.record('calls', { count: 5 });
  const voided = await credits.grant('7', { priority: 1 });
  await credits.record('calls', { count: 3 });
  await credits.voidGrant(voided);
  await credits.capture(await credits.hold('6'), '4');
  await credits.adjust('-1');
  await credits.advance('2026-03-02T00:00Z');
  await credits.record('calls', { count: 30 });
  await credits.voidEvents(ids.slice(0, 2));
  await credits.grant('50');
  await credits.record('calls', { count: 1 });

  const entries = await credits.entries();
  const kinds = new Set(entries.map(({ kind, debt }) => `${kind}${debt ? ' debt' : ''}`));
  expect([...kinds].sort()).toEqual(
    expect.arrayContaining(['CAPTURE', 'DRAW', 'DRAW debt', 'EXPIRY', 'GRANT', 'REPAYMENT debt', 'VOID']),
  );
  const { customerId, creditTypeId } = await credits.state();
  const places = entries.map(({ version }) => ({ customerId, creditTypeId, version }));
  const left = await readGrantsLeft(api.database.pool, [...places, ...places]);
  let debt = new Decimal(0);
  const expected = entries.map((entry) => {
    if (entry.debt) debt = debt.minus(entry.amount);
    return formatDecimal(entry.balanceAfter.plus(debt));
  });
  const sums = left.map((grants) =>
    formatDecimal(grants.reduce((sum, { remaining }) => sum.plus(remaining), new Decimal(0))),
  );
  expect(sums).toEqual([...expected, ...expected]);
});

test('they are in burn order, and those that are used up are not among them', async () => {
  const { customerId, creditTypeId } = await credits.state();
  const [before, now] = [2n, (await credits.state()).version];
  const [first, last] = await readGrantsLeft(
    api.database.pool,
    [before, now].map((version) => ({ customerId, creditTypeId, version })),
  );
  const shown = (grants: typeof first) => grants?.map(({ amount, remaining }) => [`${amount}`, `${remaining}`]);
  expect(shown(first)).toEqual([
    ['20', '20'],
    ['10', '10'],
  ]);
  expect(shown(last)?.map(([amount]) => amount)).toEqual(['50']);
});
