import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Decimal } from '../../src/core/decimal.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Billing, billingOn, heads, lines, spans } from '../kit/billing.ts';
import { flat, usage } from '../kit/charges.ts';

let api: TestApi;
let billing: Billing;
let id: string;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
});
afterAll(() => api.close());
// Of April's 30 days each costs a dollar, and of the big one's two.
beforeEach(async () => {
  billing = await billingOn(api);
  await billing.customer('acme');
  await billing.meter('calls');
  const included = { includedUnits: new Decimal(5) };
  await billing.product('small', [flat('30'), flat('7', true), usage('calls', '1', included)]);
  await billing.product('big', [flat('60'), flat('9', true), usage('calls', '0.5', included)]);
  await billing.advance('2026-04-01T00:00Z');
  id = await billing.subscribe('small');
});

const drafts = async () => (await billing.invoices(id, 'DRAFT')).map(lines);
const all = async () => (await billing.invoices(id)).map(lines);
const lived = async () => spans(await billing.periods(id));

describe('an immediate change', () => {
  test('of product settles the period so far and prorates both flat charges', async () => {
    await billing.advance('2026-04-11T00:00Z');
    await billing.record('calls', { count: 8, at: '2026-04-10T00:00Z' });
    await billing.change(id, { product: 'big' });
    await billing.record('calls', { count: 7 });
    expect(await drafts()).toEqual([
      ['USAGE calls p0 8 = 3', 'REFUND Base p0 1 = -20', 'FLAT Base p1 1 = 40', 'ONE_TIME Setup p1 1 = 9'],
    ]);
    await billing.advance('2026-05-01T02:00Z');
    expect((await all()).at(-1)).toEqual(['USAGE calls p1 7 = 1', 'FLAT Base p2 1 = 60']);
    expect(await lived()).toEqual([
      '2026-04-01T00:00Z to 2026-04-11T00:00Z',
      '2026-04-11T00:00Z to 2026-05-01T00:00Z',
      '2026-05-01T00:00Z to 2026-06-01T00:00Z',
    ]);
  });

  test('of quantity does not charge once more what is charged once', async () => {
    await billing.advance('2026-04-16T00:00Z');
    await billing.change(id, { quantity: 3 });
    expect(await drafts()).toEqual([['USAGE calls p0 0 = 0', 'REFUND Base p0 1 = -15', 'FLAT Base p1 3 = 45']]);
    await billing.change(id, { quantity: 1 });
    await billing.advance('2026-05-01T02:00Z');
    const totals = heads(await billing.invoices(id));
    // The refund of two seats is a credit, which the next month takes.
    expect(totals).toEqual(['0 FINAL 37', '1 FINAL 30', '2 FINAL 0', '3 FINAL 0']);
    expect((await billing.invoices(id)).at(-1)?.lines.map(({ amount }) => amount.toString())).toEqual([
      '0',
      '30',
      '-30',
    ]);
  });

  test('at the first instant gives everything back but the one-time charge', async () => {
    await billing.change(id, { product: 'big' });
    expect(await drafts()).toEqual([
      ['FLAT Base p0 1 = 30', 'ONE_TIME Setup p0 1 = 7'],
      ['REFUND Base p0 1 = -30', 'FLAT Base p1 1 = 60', 'ONE_TIME Setup p1 1 = 9'],
    ]);
    expect((await lived())[0]).toBe('2026-04-01T00:00Z to 2026-04-01T00:00Z');
  });

  test('at the last instant leaves a microsecond for the new terms', async () => {
    await billing.advance('2026-04-30T23:59:59.999999Z');
    await billing.record('calls', { count: 6 });
    await billing.change(id, { product: 'big' });
    await billing.advance('2026-05-01T00:00Z');
    expect((await all()).slice(1)).toEqual([
      ['USAGE calls p0 0 = 0', 'FLAT Base p1 1 = 0', 'ONE_TIME Setup p1 1 = 9'],
      ['USAGE calls p1 6 = 0.5', 'FLAT Base p2 1 = 60'],
    ]);
  });

  test('exactly on a boundary comes after the old terms have been charged, and gives them back', async () => {
    await billing.record('calls', { count: 6 });
    await billing.sleep('2026-05-01T00:00Z');
    await billing.change(id, { product: 'big' });
    expect(await drafts()).toEqual([
      ['USAGE calls p0 6 = 1', 'FLAT Base p1 1 = 30'],
      ['REFUND Base p1 1 = -30', 'FLAT Base p2 1 = 60', 'ONE_TIME Setup p2 1 = 9'],
    ]);
    await billing.advance('2026-06-01T02:00Z');
    expect((await lived()).slice(1)).toEqual([
      '2026-05-01T00:00Z to 2026-05-01T00:00Z',
      '2026-05-01T00:00Z to 2026-06-01T00:00Z',
      '2026-06-01T00:00Z to 2026-07-01T00:00Z',
    ]);
  });

  test('twice in one instant leaves nothing of the terms between', async () => {
    await billing.advance('2026-04-16T00:00Z');
    await billing.change(id, { quantity: 100 });
    await billing.change(id, { quantity: 2 });
    await billing.advance('2026-04-16T02:00Z');
    const invoices = await billing.invoices(id);
    const due = invoices.flatMap((invoice) => invoice.lines).filter(({ kind }) => kind !== 'CARRIED_OVER');
    const sum = due.reduce((total, { amount }) => total.plus(amount), new Decimal(0));
    // The setup, half a month of one seat and half a month of two.
    expect(sum.toString()).toBe('52');
    expect(heads(invoices)).toEqual(['0 FINAL 37', '1 FINAL 1485', '2 FINAL 0']);
  });

  test('to another interval keeps the start, and goes to the next boundary of the new one', async () => {
    await billing.product('weekly', [flat('7')], { unit: 'WEEK', count: 1 });
    await billing.advance('2026-04-09T12:00Z');
    await billing.change(id, { product: 'weekly' });
    expect((await drafts())[0]?.slice(1)).toEqual([
      'REFUND Base p0 1 = -21.5',
      'FLAT Base p1 1 = 5.5',
      'CARRIED_OVER 1 = 16',
    ]);
    await billing.advance('2026-04-22T02:00Z');
    expect((await lived()).slice(1)).toEqual([
      '2026-04-09T12:00Z to 2026-04-15T00:00Z',
      '2026-04-15T00:00Z to 2026-04-22T00:00Z',
      '2026-04-22T00:00Z to 2026-04-29T00:00Z',
    ]);
  });
});

describe('before it starts', () => {
  test('a change takes the place of the terms, and costs nothing', async () => {
    const later = await billing.subscribe('small', { startAt: '2026-05-10T00:00Z' });
    await billing.change(later, { product: 'big', quantity: 2 }, 'AT_PERIOD_END');
    expect(lines(await billing.upcoming(later))).toEqual(['FLAT Base p0 2 = 120', 'ONE_TIME Setup p0 1 = 9']);
    await billing.advance('2026-05-10T00:00Z');
    expect((await billing.invoices(later)).map(lines)).toEqual([['FLAT Base p0 2 = 120', 'ONE_TIME Setup p0 1 = 9']]);
  });

  test('a cancellation ends it without an invoice', async () => {
    const later = await billing.subscribe('small', { startAt: '2026-05-10T00:00Z' });
    await billing.cancel(later);
    expect(await billing.upcoming(later)).toBeNull();
    await billing.advance('2026-07-01T00:00Z');
    expect(await billing.invoices(later)).toEqual([]);
    await expect(billing.change(later, { quantity: 2 })).rejects.toThrow('has ended');
  });
});
