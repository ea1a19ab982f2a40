import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRevenue } from '../../src/actions/read-revenue.ts';
import { Decimal, formatDecimal } from '../../src/core/decimal.ts';
import { formatInstant, type Instant } from '../../src/core/time/instant.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { at } from '../kit/billing.ts';
import { flat } from '../kit/charges.ts';
import { creditingOn } from '../kit/crediting.ts';
import { play, stories } from '../kit/stories.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
});
afterAll(() => api.close());

test('revenue is the sum over the list of invoices, of any time, whatever happened before', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      const world = await creditingOn(api);
      await play(api, world, story);
      // So that there are drafts, and a void one besides those that are final.
      const [first] = await world.invoices(null, 'FINAL');
      if (first !== undefined) await world.voidInvoice(first.id);
      await world.product('fee', [flat('4')]);
      await world.subscribe('fee');
      await world.advance(formatInstant((await api.deps.clocks.now(world.workspaceId)) + 7_200_000_000n));
      for (const product of ['fee', 'euro']) await world.subscribe(product);
      const invoices = await world.invoices();
      const ends = invoices.map(({ periodEnd }) => periodEnd);
      for (const [from, to] of [
        [null, null],
        [ends[0], null],
        [null, ends.at(-1)],
        [at('2026-03-20T00:00Z'), ends.at(-1)],
      ]) {
        const within = invoices.filter(
          ({ periodEnd, status }) => status !== 'VOID' && isWithin(periodEnd, from ?? null, to ?? null),
        );
        const sum = (currency: string, status: string) =>
          within
            .filter((one) => one.currency === currency && one.status === status)
            .reduce((whole, { total }) => whole.plus(total), new Decimal(0));
        const expected = [...new Set(within.map(({ currency }) => currency))].sort().map((currency) => ({
          currency,
          final: formatDecimal(sum(currency, 'FINAL')),
          draft: formatDecimal(sum(currency, 'DRAFT')),
          invoiceCount: within.filter((one) => one.currency === currency).length,
        }));
        const filter = { workspaceId: world.workspaceId, from: from ?? null, to: to ?? null };
        if (filter.from !== null && filter.to !== null && filter.from > filter.to) continue;
        const found = await readRevenue(api.deps.database, filter);
        expect(
          found.map((one) => ({
            ...one,
            final: formatDecimal(one.final),
            draft: one.draft && formatDecimal(one.draft),
          })),
        ).toEqual(expected);
      }
      for (const { currency, status, total } of invoices) if (total.greaterThan(0)) seen.add(`${currency} ${status}`);
    }),
    { numRuns: 3 },
  );
  expect([...seen].sort()).toEqual(expect.arrayContaining(['EUR DRAFT', 'USD DRAFT', 'USD FINAL']));
});

test('more than a thousand drafts are counted and not worked out', async () => {
  const world = await creditingOn(api);
  await world.product('fee', [flat('4')]);
  await world.subscribe('fee');
  const { pool } = api.deps.database;
  const copied = `INSERT INTO invoice (customer_id, id, workspace_id, subscription_id, sequence, issue, status, currency,
      closes_period, opens_period, period_start, period_end, created_at, finalizes_at)
    SELECT customer_id, gen_random_uuid(), workspace_id, subscription_id, sequence, issue + n, status, currency,
      closes_period, opens_period, period_start, period_end, created_at, finalizes_at
    FROM invoice, generate_series($2::integer, $3) AS n WHERE workspace_id = $1 AND issue = 0`;
  const revenue = async () => {
    const filter = { workspaceId: world.workspaceId, from: null, to: null };
    const found = await readRevenue(api.deps.database, filter);
    return found.map(({ draft, invoiceCount }) => `${draft && formatDecimal(draft)} of ${invoiceCount}`);
  };
  await pool.query(copied, [world.workspaceId, 1, 999]);
  expect(await revenue()).toEqual(['4000 of 1000']);
  await pool.query(copied, [world.workspaceId, 1000, 1000]);
  expect(await revenue()).toEqual(['null of 1001']);
});

function isWithin(end: Instant, from: Instant | null, to: Instant | null): boolean {
  return (from === null || end >= from) && (to === null || end < to);
}
