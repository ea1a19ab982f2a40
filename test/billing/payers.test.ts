import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Billing, billingOn, lines } from '../kit/billing.ts';
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
  await billing.meter('mails');
  await billing.product('calls', [usage('calls', '1')]);
  await billing.product('both', [usage('calls', '2'), usage('mails', '3')]);
  await billing.product('neither', [flat('5')]);
  await billing.advance('2026-04-01T00:00Z');
});

const billed = async (id: string) =>
  (await billing.invoices(id)).flatMap(lines).filter((line) => !line.endsWith(' 0 = 0'));

test('of two on one meter the one that started first pays, for both meters it has', async () => {
  const second = await billing.subscribe('calls', { startAt: '2026-04-01T00:00:00.000001Z' });
  const first = await billing.subscribe('both', { startAt: '2026-04-01T00:00Z' });
  await billing.record('calls', { count: 3, at: '2026-04-01T00:00Z' });
  await billing.advance('2026-04-10T00:00Z');
  await billing.record('calls', { count: 4 });
  await billing.record('mails', { count: 2 });
  await billing.advance('2026-06-01T02:00Z');
  expect(await billed(first)).toEqual(['USAGE calls p0 7 = 14', 'USAGE mails p0 2 = 6']);
  expect(await billed(second)).toEqual([]);
});

test('of two that started together the one with the lesser id pays', async () => {
  const ids = [await billing.subscribe('calls'), await billing.subscribe('both')].sort();
  await billing.record('calls', { count: 3 });
  await billing.advance('2026-05-01T00:00Z');
  expect(await billed(ids[0] ?? '')).toHaveLength(1);
  expect(await billed(ids[1] ?? '')).toEqual([]);
});

test('one that an event names pays for it, though another is ahead', async () => {
  const first = await billing.subscribe('both');
  const second = await billing.subscribe('calls');
  await billing.record('calls', { count: 5, subscription: second });
  await billing.record('calls', { count: 1, subscription: first });
  await billing.record('calls', { count: 10 });
  await billing.advance('2026-05-01T00:00Z');
  expect(await billed(first)).toEqual(['USAGE calls p0 11 = 22']);
  expect(await billed(second)).toEqual(['USAGE calls p0 5 = 5']);
});

test('one that an event names and that has no such meter, or is over, leaves it to nobody', async () => {
  const first = await billing.subscribe('both');
  const flatOnly = await billing.subscribe('neither');
  const over = await billing.subscribe('calls');
  await billing.cancel(over);
  await billing.record('calls', { count: 5, subscription: flatOnly });
  await billing.record('calls', { count: 5, subscription: over });
  await billing.advance('2026-05-01T00:00Z');
  expect(await billed(first)).toEqual([]);
  expect(await billed(over)).toEqual([]);
});

test('the next one pays from the instant at which the first has ended or has the meter no more', async () => {
  const first = await billing.subscribe('both');
  const second = await billing.subscribe('calls');
  await billing.advance('2026-04-10T00:00Z');
  await billing.record('calls', { count: 3, at: '2026-04-09T23:59:59.999999Z' });
  await billing.change(first, { product: 'neither' });
  await billing.record('calls', { count: 4, at: '2026-04-10T00:00Z' });
  await billing.advance('2026-04-20T00:00Z');
  await billing.change(first, { product: 'both' });
  await billing.record('calls', { count: 5 });
  await billing.advance('2026-04-25T00:00Z');
  await billing.cancel(first);
  await billing.record('calls', { count: 6 });
  await billing.advance('2026-05-01T02:00Z');
  const calls = async (id: string) => (await billed(id)).filter((line) => line.startsWith('USAGE calls'));
  expect(await calls(first)).toEqual(['USAGE calls p0 3 = 6', 'USAGE calls p2 5 = 10']);
  expect(await calls(second)).toEqual(['USAGE calls p0 10 = 10']);
});

test('one with a start in the past takes over what was invoiced to another, and never do two pay', async () => {
  const late = await billing.subscribe('calls');
  await billing.record('calls', { count: 4 });
  await billing.advance('2026-05-01T02:00Z');
  const early = await billing.subscribe('both', { startAt: '2026-03-15T00:00Z' });
  await billing.advance('2026-06-01T02:00Z');
  expect(await billed(late)).toEqual(['USAGE calls p0 4 = 4', 'ADJUSTMENT calls p0 -4 = -4', 'CARRIED_OVER 1 = 4']);
  expect((await billed(early))[0]).toBe('USAGE calls p0 4 = 8');
});
