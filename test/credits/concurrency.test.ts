import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { CreditOperation } from '../../src/actions/credit-requests.ts';
import type { Deps } from '../../src/actions/deps.ts';
import { recordEvents } from '../../src/actions/record-events.ts';
import { Decimal, formatDecimal } from '../../src/core/decimal.ts';
import { InsufficientCredits } from '../../src/core/errors.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { expectSoundCredits } from '../kit/credit-invariants.ts';
import { type Crediting, creditingOn, drawing } from '../kit/crediting.ts';

const writers = 64;
let first: TestApi;
let second: TestApi;

beforeAll(async () => {
  first = await createTestApi({ mode: 'TEST' });
  second = await first.anotherInstance();
});
afterEach(async () => {
  const { rows } = await first.database.pool.query<{ id: string }>('SELECT id FROM workspace');
  for (const { id } of rows) await expectSoundCredits(first.database.pool, id);
});
afterAll(async () => {
  await second.close();
  await first.close();
});

const instances = (): Deps[] => [first.deps, second.deps];
const account = { customer: 'acme', creditType: 'credits' };

/** So many at once, over both instances. */
async function all<T>(count: number, work: (deps: Deps, i: number) => Promise<T>): Promise<T[]> {
  const deps = instances();
  return await Promise.all(Array.from({ length: count }, (_, i) => work(deps[i % 2] as Deps, i)));
}

async function ask(deps: Deps, { workspaceId }: Crediting, asked: CreditOperation): Promise<string | null> {
  const outcome = await deps.creditDesk.submit(workspaceId, { asked, idempotencyKey: null, actorId: null });
  if (outcome.refusal === null) return outcome.id;
  if (outcome.refusal instanceof InsufficientCredits) return null;
  throw outcome.refusal;
}

test('of 64 who want the last credits, exactly as many get them as there are', async () => {
  const credits = await creditingOn(first);
  await credits.grant('1000');
  const amount = new Decimal(50);
  const holds = await all(writers, (deps) =>
    ask(deps, credits, { ...account, operation: 'placeHold', amount, expiresInSeconds: 600 }),
  );
  const got = holds.filter((id) => id !== null);
  expect(got).toHaveLength(20);
  expect(await credits.balance()).toBe('1000 = 0 available, 1000 held');
  // Half are captured, half released, each by two at once: one of the two comes too late.
  const ends = await all(40, async (deps, i) => {
    const id = got[i >> 1] ?? '';
    const asked: CreditOperation =
      i % 4 < 2 ? { operation: 'captureHold', id, amount: null } : { operation: 'releaseHold', id };
    return await ask(deps, credits, asked).catch((error: Error) => error.name);
  });
  expect(ends.filter((end) => end === 'CreditHoldClosed')).toHaveLength(20);
  expect(await credits.balance()).toBe('500 = 500 available');
});

test('of 320 events that require credits, those are recorded that credits are there for', async () => {
  const credits = await creditingOn(first);
  await credits.meter('calls');
  await credits.product('plan', [drawing('calls', { unitsPerCredit: null, creditsPerUnit: new Decimal(10) })]);
  await credits.subscribe('plan');
  await credits.grant('1000');
  const { workspaceId } = credits;
  const event = { name: 'calls', customer: 'acme', timestamp: null, properties: null, subscription: null };
  const outcomes = await all(writers, (deps, i) =>
    recordEvents(deps, {
      workspaceId,
      events: Array.from({ length: 5 }, (_, n) => ({ ...event, id: `w${i}-${n}` })),
      createCustomers: false,
      atomic: false,
      requireCredits: true,
    }),
  );
  const sum = (of: (outcome: (typeof outcomes)[number]) => number) => outcomes.reduce((n, one) => n + of(one), 0);
  expect(sum(({ recorded }) => recorded)).toBe(100);
  expect(sum(({ rejected }) => rejected.filter(({ code }) => code === 'INSUFFICIENT_CREDITS').length)).toBe(220);
  expect(await credits.balance()).toBe('0 = 0 available');
  const { rows } = await first.database.pool.query('SELECT count(*) FROM event WHERE workspace_id = $1', [workspaceId]);
  expect(rows).toEqual([{ count: '100' }]);
});

test('grants, holds, draws and deductions of two instances leave a ledger without a gap', async () => {
  const credits = await creditingOn(first);
  await credits.meter('calls');
  await credits.product('plan', [drawing('calls')]);
  await credits.subscribe('plan');
  await credits.grant('500');
  const { workspaceId } = credits;
  const amount = new Decimal(7);
  let drawn = 0;
  let given = 500;
  await all(writers * 6, async (deps, i) => {
    if (i % 6 === 0) {
      const event = {
        id: `m${i}`,
        name: 'calls',
        customer: 'acme',
        timestamp: null,
        properties: null,
        subscription: null,
      };
      const of = { workspaceId, createCustomers: false, atomic: false, requireCredits: true };
      const { recorded } = await recordEvents(deps, { ...of, events: [event] });
      drawn += recorded;
    } else if (i % 6 === 1) {
      const more = { priority: i % 5, effectiveAt: null, expiresAt: null, source: 'PROMOTION' as const, note: null };
      if ((await ask(deps, credits, { ...account, operation: 'grantCredits', amount, ...more })) !== null) given += 7;
    } else if (i % 6 === 2) {
      if (
        (await ask(deps, credits, { ...account, operation: 'adjustCredits', amount: amount.negated(), note: null })) !==
        null
      ) {
        given -= 7;
      }
    } else {
      const id = await ask(deps, credits, { ...account, operation: 'placeHold', amount, expiresInSeconds: 60 });
      if (id === null) return;
      if (i % 6 === 3) await ask(deps, credits, { operation: 'releaseHold', id });
      else if ((await ask(deps, credits, { operation: 'captureHold', id, amount: new Decimal(3) })) !== null)
        drawn += 3;
    }
  });
  const { balance, held } = await credits.state();
  expect([formatDecimal(balance), formatDecimal(held)]).toEqual([String(given - drawn), '0']);
  const entries = await credits.entries();
  expect(entries.map(({ version }) => version)).toEqual(entries.map((_, i) => BigInt(i + 1)));
  expect(entries.slice(1).map(({ balanceBefore }) => formatDecimal(balanceBefore))).toEqual(
    entries.slice(0, -1).map(({ balanceAfter }) => formatDecimal(balanceAfter)),
  );
  expect(entries.filter(({ balanceAfter }) => balanceAfter.isNegative())).toEqual([]);
});

test('grants and holds that end in the middle of it, on both instances, leave nothing that does not add up', async () => {
  const credits = await creditingOn(first);
  await credits.meter('calls');
  await credits.product('plan', [drawing('calls', { whenExhausted: 'DEBT', debtLimit: new Decimal(50) })]);
  await credits.subscribe('plan');
  const { workspaceId } = credits;
  const now = await first.deps.clocks.now(workspaceId);
  const event = { name: 'calls', customer: 'acme', timestamp: null, properties: null, subscription: null };
  await all(writers * 4, async (deps, i) => {
    if (i % 32 === 31) first.clock.advance(1);
    const amount = new Decimal((i % 5) + 1);
    if (i % 4 === 0) {
      const of = { workspaceId, createCustomers: false, atomic: false, requireCredits: i % 8 === 0 };
      await recordEvents(deps, { ...of, events: [{ ...event, id: `x${i}` }] });
    } else if (i % 4 === 1) {
      const expiresAt = now + BigInt(3 + (i % 7)) * 1_000_000n;
      const given = { priority: i % 3, effectiveAt: null, expiresAt, source: 'PROMOTION' as const, note: null };
      // Some would have expired before they were made, and are refused.
      await ask(deps, credits, { ...account, operation: 'grantCredits', amount, ...given }).catch(() => {});
    } else {
      const id = await ask(deps, credits, { ...account, operation: 'placeHold', amount, expiresInSeconds: 2 });
      if (id === null || i % 4 === 2) return;
      await ask(deps, credits, { operation: 'captureHold', id, amount: null }).catch(() => {});
    }
  });
  first.clock.advance(60);
  const { held } = await credits.state();
  expect(formatDecimal(held)).toBe('0');
});

test('the same harness tells a naive server, which reads and then writes, from ours', async () => {
  const { pool } = first.database;
  await pool.query('CREATE TABLE naive (available INTEGER NOT NULL)');
  await pool.query('INSERT INTO naive VALUES (1000)');
  const got = await all(writers, async () => {
    const { rows } = await pool.query<{ available: number }>('SELECT available FROM naive');
    const available = rows[0]?.available ?? 0;
    if (available < 50) return false;
    await pool.query('UPDATE naive SET available = $1', [available - 50]);
    return true;
  });
  expect(got.filter(Boolean).length).toBeGreaterThan(20);
});
