import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Billing, billingOn, heads, lines, short, spans } from '../kit/billing.ts';
import { flat, usage } from '../kit/charges.ts';

let api: TestApi;
let billing: Billing;
let id: string;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
});
afterAll(() => api.close());
// Of April's 30 days each costs a dollar.
beforeEach(async () => {
  billing = await billingOn(api);
  await billing.customer('acme');
  await billing.meter('calls');
  await billing.product('small', [flat('30'), usage('calls', '1')]);
  await billing.product('big', [flat('60'), usage('calls', '0.5')]);
  await billing.product('yearly', [flat('365')], { unit: 'YEAR', count: 1 });
  await billing.advance('2026-04-01T00:00Z');
  id = await billing.subscribe('small');
});

const latest = async () => lines((await billing.invoices(id)).at(-1));

describe('cancelled now', () => {
  test('it closes the period, invoices its usage and gives back the rest of what was paid', async () => {
    await billing.record('calls', { count: 40 });
    await billing.advance('2026-04-21T00:00Z');
    const cancelled = await billing.cancel(id);
    expect([cancelled.dueAt, short(cancelled.endedAt ?? 0n)]).toEqual([null, '2026-04-21T00:00Z']);
    await billing.record('calls', { count: 5 });
    expect(await latest()).toEqual(['USAGE calls p0 40 = 40', 'REFUND Base p0 1 = -10']);
    expect(await billing.upcoming(id)).toBeNull();
    await billing.advance('2026-07-01T00:00Z');
    expect(heads(await billing.invoices(id))).toEqual(['0 FINAL 30', '1 FINAL 30']);
    await expect(billing.cancel(id)).rejects.toThrow('has ended');
    await expect(billing.change(id, { quantity: 2 })).rejects.toThrow('has ended');
  });

  test('at its first instant nothing is left to pay', async () => {
    await billing.cancel(id);
    await billing.advance('2026-04-01T02:00Z');
    expect(await latest()).toEqual(['REFUND Base p0 1 = -30', 'CARRIED_OVER 1 = 30']);
    // The credit is the customer's, whichever subscription is next.
    const next = await billing.subscribe('big');
    expect(lines((await billing.invoices(next))[0])).toEqual(['FLAT Base p0 1 = 60', 'CARRIED_OVER 1 = -30']);
  });

  test('long after its period has ended, it is the period of now that is cut', async () => {
    await billing.sleep('2026-06-16T00:00Z');
    await billing.cancel(id);
    expect(await latest()).toEqual(['USAGE calls p2 0 = 0', 'REFUND Base p2 1 = -15', 'CARRIED_OVER 1 = 15']);
    expect(heads(await billing.invoices(id)).slice(0, 3)).toEqual(['0 FINAL 30', '1 FINAL 30', '2 FINAL 30']);
  });
});

describe('cancelled at the end of the period', () => {
  test('it goes on until then, and nothing is given back', async () => {
    await billing.cancel(id, 'AT_PERIOD_END');
    await billing.advance('2026-04-30T23:59:59.999999Z');
    await billing.record('calls', { count: 4 });
    expect(lines(await billing.upcoming(id))).toEqual(['USAGE calls p0 4 = 4']);
    await billing.advance('2026-05-01T00:00Z');
    await billing.record('calls', { count: 5 });
    expect(await latest()).toEqual(['USAGE calls p0 4 = 4']);
    expect(short((await billing.find(id)).endedAt ?? 0n)).toBe('2026-05-01T00:00Z');
  });

  test('a change takes its place, and it takes the place of a change', async () => {
    await billing.cancel(id, 'AT_PERIOD_END');
    await billing.change(id, { quantity: 2 }, 'AT_PERIOD_END');
    expect(lines(await billing.upcoming(id))).toEqual(['USAGE calls p0 0 = 0', 'FLAT Base p1 2 = 60']);
    await billing.cancel(id, 'AT_PERIOD_END');
    await billing.advance('2026-08-01T00:00Z');
    expect(await billing.periods(id)).toHaveLength(1);
  });
});

test('what an instance whose clock is behind asks for begins with the period that has begun already', async () => {
  await billing.advance('2026-05-01T00:00Z');
  await billing.sleep('2026-04-30T23:59:59Z');
  await billing.change(id, { quantity: 2 });
  await billing.cancel(id);
  expect(spans(await billing.periods(id))).toEqual([
    '2026-04-01T00:00Z to 2026-05-01T00:00Z',
    '2026-05-01T00:00Z to 2026-05-01T00:00Z',
    '2026-05-01T00:00Z to 2026-05-01T00:00Z',
  ]);
});

describe('a change at the end of the period', () => {
  test('waits for the boundary, and the later one counts', async () => {
    await billing.change(id, { product: 'big' }, 'AT_PERIOD_END');
    await billing.change(id, { product: 'big', quantity: 3 }, 'AT_PERIOD_END');
    await billing.record('calls', { count: 2 });
    await billing.advance('2026-04-30T23:59:59.999999Z');
    expect(lines(await billing.upcoming(id))).toEqual(['USAGE calls p0 2 = 2', 'FLAT Base p1 3 = 180']);
    await billing.advance('2026-05-01T00:00Z');
    await billing.record('calls', { count: 2 });
    await billing.advance('2026-06-01T00:00Z');
    expect(await latest()).toEqual(['USAGE calls p1 2 = 1', 'FLAT Base p2 3 = 180']);
  });

  test('asked for exactly on the boundary, it waits for the next one', async () => {
    await billing.sleep('2026-05-01T00:00Z');
    await billing.change(id, { product: 'big' }, 'AT_PERIOD_END');
    await billing.advance('2026-06-01T00:00Z');
    const opened = (await billing.invoices(id)).map((invoice) => lines(invoice).at(-1));
    expect(opened).toEqual(['FLAT Base p0 1 = 30', 'FLAT Base p1 1 = 30', 'FLAT Base p2 1 = 60']);
  });

  test('an immediate change takes its place', async () => {
    await billing.change(id, { product: 'big' }, 'AT_PERIOD_END');
    await billing.advance('2026-04-16T00:00Z');
    await billing.change(id, { quantity: 2 });
    await billing.advance('2026-05-01T00:00Z');
    expect(await latest()).toEqual(['USAGE calls p1 0 = 0', 'FLAT Base p2 2 = 60']);
  });

  test('to another interval goes on to the boundary that the start gives it', async () => {
    await billing.change(id, { product: 'yearly' }, 'AT_PERIOD_END');
    await billing.advance('2027-04-01T00:00Z');
    expect(spans(await billing.periods(id)).slice(1)).toEqual([
      '2026-05-01T00:00Z to 2027-04-01T00:00Z',
      '2027-04-01T00:00Z to 2028-04-01T00:00Z',
    ]);
    // 335 of 365 days at a dollar each; then a leap year.
    const flats = (await billing.invoices(id)).slice(1).map((invoice) => lines(invoice).at(-1));
    expect(flats).toEqual(['FLAT Base p1 1 = 335', 'FLAT Base p2 1 = 365']);
  });
});
