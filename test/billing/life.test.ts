import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Decimal } from '../../src/core/decimal.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Billing, billingOn, heads, lines } from '../kit/billing.ts';
import { flat, usage } from '../kit/charges.ts';

let api: TestApi;
let billing: Billing;
let id: string;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
});
afterAll(() => api.close());
beforeEach(async () => {
  billing = await billingOn(api);
  await billing.customer('acme');
  await billing.meter('calls');
  await billing.product('basic', [
    flat('49'),
    flat('10', true),
    usage('calls', '0.5', { includedUnits: new Decimal(2) }),
  ]);
  id = await billing.subscribe('basic');
});

const last = async () => (await billing.invoices()).at(-1);

describe('the life of a subscription', () => {
  test('begins with an invoice of what is paid in advance, final after the grace time', async () => {
    expect(heads(await billing.invoices())).toEqual(['0 DRAFT 59']);
    expect(lines(await last())).toEqual(['FLAT Base p0 1 = 49', 'ONE_TIME Setup p0 1 = 10']);
    await billing.advance('2026-03-01T12:59:59.999999Z');
    expect(heads(await billing.invoices())).toEqual(['0 DRAFT 59']);
    await billing.advance('2026-03-01T13:00Z');
    expect(heads(await billing.invoices())).toEqual(['0 FINAL 59']);
    expect((await last())?.number).toBe(1n);
  });

  test('goes on with invoices that close one period and open the next', async () => {
    await billing.record('calls', { count: 12 });
    await billing.advance('2026-04-01T11:59:59.999999Z');
    expect((await billing.invoices()).length).toBe(1);
    await billing.record('calls', { count: 3 });
    await billing.advance('2026-04-01T12:00Z');
    // Half-open: this one belongs to the next period.
    await billing.record('calls');
    expect(lines(await last())).toEqual(['USAGE calls p0 15 = 6.5', 'FLAT Base p1 1 = 49']);
    await billing.advance('2026-06-01T13:00Z');
    expect(heads(await billing.invoices())).toEqual(['0 FINAL 59', '1 FINAL 55.5', '2 FINAL 49', '3 FINAL 49']);
  });

  test('without anything in advance begins without an invoice', async () => {
    await billing.product('payg', [usage('calls', '1')]);
    await billing.customer('other');
    const other = await billing.subscribe('payg', { customer: 'other' });
    await billing.advance('2026-04-01T12:00Z');
    expect(heads(await billing.invoices(other))).toEqual(['1 DRAFT 0']);
  });
});

describe('a draft', () => {
  test('follows what is recorded late and what is voided', async () => {
    const ids = await billing.record('calls', { count: 10 });
    await billing.advance('2026-04-01T12:30Z');
    expect(lines(await last())[0]).toBe('USAGE calls p0 10 = 4');
    await billing.record('calls', { count: 5, at: '2026-04-01T11:59:59.999999Z' });
    expect(lines(await last())[0]).toBe('USAGE calls p0 15 = 6.5');
    await billing.voidEvents(ids.slice(0, 9));
    expect(lines(await last())[0]).toBe('USAGE calls p0 6 = 2');
    await billing.advance('2026-04-01T13:00Z');
    expect(lines(await last())).toEqual(['USAGE calls p0 6 = 2', 'FLAT Base p1 1 = 49']);
  });
});

describe('a final invoice', () => {
  test('never changes: what is late or voided is an adjustment on the next one, naming the period', async () => {
    const ids = await billing.record('calls', { count: 10 });
    await billing.advance('2026-04-01T13:00Z');
    const before = await last();
    await billing.record('calls', { count: 4, at: '2026-03-20T00:00Z' });
    expect(await last()).toEqual(before);
    expect(lines(await billing.upcoming(id)).at(-1)).toBe('ADJUSTMENT calls p0 4 = 2');
    await billing.advance('2026-05-01T13:00Z');
    expect(lines(await last())).toEqual(['USAGE calls p1 0 = 0', 'FLAT Base p2 1 = 49', 'ADJUSTMENT calls p0 4 = 2']);
    const [adjustment] = (await last())?.lines.slice(-1) ?? [];
    expect(adjustment).toMatchObject({ from: before?.periodStart, to: before?.periodEnd });
    await billing.voidEvents(ids);
    await billing.advance('2026-06-01T13:00Z');
    expect(lines(await last()).slice(2)).toEqual(['ADJUSTMENT calls p0 -10 = -5']);
    // Said once.
    await billing.advance('2026-07-01T13:00Z');
    expect(lines(await last())).toHaveLength(2);
  });

  test('of a total below zero is 0, and what is left is taken by the next ones', async () => {
    await billing.product('payg', [usage('calls', '1')]);
    await billing.customer('other');
    const other = await billing.subscribe('payg', { customer: 'other' });
    const ids = await billing.record('calls', { count: 30 }, 'other');
    await billing.advance('2026-04-01T13:00Z');
    await billing.voidEvents(ids, 'other');
    await billing.record('calls', { count: 8 }, 'other');
    await billing.advance('2026-05-01T13:00Z');
    await billing.record('calls', { count: 7 }, 'other');
    await billing.advance('2026-06-01T13:00Z');
    await billing.record('calls', { count: 40 }, 'other');
    await billing.advance('2026-07-01T13:00Z');
    const invoices = await billing.invoices(other);
    expect(heads(invoices)).toEqual(['1 FINAL 30', '2 FINAL 0', '3 FINAL 0', '4 FINAL 25']);
    expect(invoices.slice(1).map(lines)).toEqual([
      ['USAGE calls p1 8 = 8', 'ADJUSTMENT calls p0 -30 = -30', 'CARRIED_OVER 1 = 22'],
      ['USAGE calls p2 7 = 7', 'CARRIED_OVER 1 = -22', 'CARRIED_OVER 1 = 15'],
      ['USAGE calls p3 40 = 40', 'CARRIED_OVER 1 = -15'],
    ]);
  });
});

test('the upcoming invoice of the last instant is the invoice', async () => {
  await billing.record('calls', { count: 7 });
  await billing.advance('2026-04-01T13:00Z');
  await billing.record('calls', { count: 2, at: '2026-03-20T00:00Z' });
  await billing.record('calls', { count: 9 });
  await billing.advance('2026-05-01T11:59:59.999999Z');
  const upcoming = (await billing.upcoming(id)) ?? expect.fail();
  expect(lines(upcoming)).toEqual(['USAGE calls p1 9 = 3.5', 'FLAT Base p2 1 = 49', 'ADJUSTMENT calls p0 2 = 1']);
  await billing.advance('2026-05-01T13:00Z');
  const invoice = (await last()) ?? expect.fail();
  expect({ id: invoice.id, lines: invoice.lines }).toEqual({ id: upcoming.id, lines: upcoming.lines });
  expect(invoice.total).toEqual(upcoming.total);
});
