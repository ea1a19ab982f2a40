import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordEvents } from '../../src/actions/record-events.ts';
import { Decimal } from '../../src/core/decimal.ts';
import { formatId } from '../../src/core/id.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { expectSoundCredits } from '../kit/credit-invariants.ts';
import { type Crediting, creditingOn, drawing, planGrant } from '../kit/crediting.ts';

/** Each was found by the model, and is the shortest sequence that shows it. */
let api: TestApi;
let c: Crediting;
beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
});
afterAll(() => api.close());

/** A customer whose `call` is counted as meter `calls`, and whose `level` is the latest value of both. */
async function scene(calls: Parameters<typeof drawing>[1] = {}): Promise<void> {
  c = await creditingOn(api);
  await c.meter('calls', { eventName: 'call' });
  await c.meter('level', { eventName: 'call', aggregation: 'LAST', valueProperty: 'value' });
  await c.meter('ticks', { eventName: 'tick' });
  await c.product('p', [drawing('calls', calls), drawing('level'), drawing('ticks')]);
  await c.subscribe('p');
}

let sent = 0;
/** Gives the codes of what was refused. */
async function call(value: number, { requireCredits = false, hold = null as string | null, name = 'call' } = {}) {
  sent += 1;
  const event = {
    id: `call-${String(sent).padStart(4, '0')}`,
    name,
    customer: 'acme',
    // Each later than the one before, though the clock stands still.
    timestamp: (await api.deps.clocks.now(c.workspaceId)) + BigInt(sent),
    properties: { value },
    subscription: null,
    hold: hold === null ? null : formatId('hld', hold),
  };
  const input = { workspaceId: c.workspaceId, events: [event], createCustomers: false, atomic: false, requireCredits };
  return (await recordEvents(api.deps, input)).rejected.map(({ code }) => code);
}

const sound = () => expectSoundCredits(api.deps.database.pool, c.workspaceId);

test('what an event gives back pays for what the same event draws', async () => {
  await scene({ creditsPerUnit: new Decimal(3) });
  await c.grant('10');
  await call(7);
  expect(await c.balance()).toBe('0 = 0 available');
  // 3 more for the call, 7 less for the level.
  expect(await call(0, { requireCredits: true })).toEqual([]);
  expect(await c.balance()).toBe('4 = 4 available');
  expect(await c.uncovered()).toBe('0');
  await sound();
});

test('what was never covered pays for nothing when it falls away', async () => {
  await scene();
  await c.grant('1');
  await call(5);
  expect(await c.uncovered()).toBe('5');
  expect(await call(0, { requireCredits: true })).toEqual(['INSUFFICIENT_CREDITS']);
  expect(await c.balance()).toBe('0 = 0 available');
  expect(await c.uncovered()).toBe('5');
  await sound();
});

test('a debt does not take what is held', async () => {
  await scene({ whenExhausted: 'DEBT', creditsPerUnit: new Decimal(5) });
  await c.grant('10');
  const hold = await c.hold('10');
  await call(0);
  expect(await c.balance()).toBe('5 = -5 available, 10 held, 5 owed');
  await c.capture(hold);
  expect(await c.balance()).toBe('-5 = -5 available, 5 owed');
  await sound();
});

test('an event that names a hold has what is held, whatever is owed', async () => {
  await scene({ whenExhausted: 'DEBT', creditsPerUnit: new Decimal(5) });
  await c.grant('1');
  const hold = await c.hold('1');
  await call(0);
  expect(await call(0, { name: 'tick', hold, requireCredits: true })).toEqual([]);
  expect(await c.balance()).toBe('-5 = -5 available, 5 owed');
  expect(await c.uncovered()).toBe('0');
  await sound();
});

test('what goes back to a grant that has expired repays no debt', async () => {
  await scene({ whenExhausted: 'DEBT' });
  await c.grant('7', { expiresAt: '2026-03-02T12:00Z' });
  await call(6);
  await c.advance('2026-03-03T12:00Z');
  await call(6);
  expect(await c.balance()).toBe('-1 = -1 available, 1 owed');
  await call(2);
  expect(await c.ledger()).toEqual([
    'GRANT 7 -> 7',
    'DRAW -1 -> 6',
    'DRAW -6 -> 0',
    'DRAW debt -1 -> -1',
    'RETURN 4 -> 3',
    'EXPIRY -4 -> -1',
    'DRAW debt -1 -> -2',
  ]);
  await sound();
});

test.each(['advance', 'sleep'] as const)(
  'periods of two subscriptions that have passed are turned in the order of time: %s',
  async (pass) => {
    c = await creditingOn(api);
    await c.meter('calls');
    await c.meter('other');
    const owing = { whenExhausted: 'DEBT', creditsPerUnit: new Decimal(60) } as const;
    const days = (count: number) => ({ unit: 'DAY', count }) as const;
    await c.product('short', [drawing('calls', owing)], days(3), 'USD', [planGrant('10')]);
    await c.product('long', [drawing('other')], days(10), 'USD', [planGrant('100')]);
    await c.subscribe('short');
    await c.record('calls');
    await c.subscribe('long');
    await c.record('calls', { count: 2 });
    expect(await c.balance()).toBe('-70 = -70 available, 70 owed');
    await c[pass]('2026-03-11T12:00Z');
    // The short one has paid 10 three times before the long one pays the other 40 of its 100.
    expect(await c.balance()).toBe('60 = 60 available');
    await sound();
  },
);
