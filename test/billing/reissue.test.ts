import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Decimal, formatDecimal } from '../../src/core/decimal.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Billing, billingOn, heads, lines } from '../kit/billing.ts';
import { flat, usage } from '../kit/charges.ts';

let api: TestApi;
let billing: Billing;

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
  await billing.subscribe('basic');
});

const last = async () => (await billing.invoices()).at(-1);

describe('a final invoice', () => {
  test('that is voided is issued again with the usage of now, under a number of its own', async () => {
    await billing.record('calls', { count: 10 });
    await billing.advance('2026-04-01T13:00Z');
    await billing.record('calls', { count: 4, at: '2026-03-20T00:00Z' });
    const before = await last();
    const { voided, reissued } = await billing.voidInvoice(before?.id ?? '');
    expect([voided.status, voided.number, voided.total?.toString()]).toEqual(['VOID', 2n, '53']);
    expect([reissued.status, reissued.number, reissued.sequence, reissued.issue]).toEqual(['FINAL', 3n, 1, 1]);
    const invoices = await billing.invoices();
    expect(heads(invoices)).toEqual(['0 FINAL 59', '1 VOID 53', '1 FINAL 55']);
    expect(invoices[1]?.lines).toEqual(before?.lines);
    await expect(billing.voidInvoice(before?.id ?? '')).rejects.toThrow('Only a final invoice');
    // Nothing is left to adjust, and the next number follows.
    await billing.advance('2026-05-01T13:00Z');
    expect(lines(await last())).toEqual(['USAGE calls p1 0 = 0', 'FLAT Base p2 1 = 49']);
    expect((await last())?.number).toBe(4n);
    expect(formatDecimal((await last())?.total ?? expect.fail())).toBe('49');
  });
});

test('invoices are listed as they were made, whenever their ids were given', async () => {
  await billing.product('yearly', [flat('100')], { unit: 'YEAR', count: 1 });
  await billing.subscribe('yearly');
  await billing.advance('2027-03-01T13:00Z');
  const made = (await billing.invoices()).map(({ createdAt }) => createdAt);
  expect(made).toHaveLength(15);
  expect(made).toEqual(made.toSorted((a, b) => (a < b ? -1 : 1)));
});
