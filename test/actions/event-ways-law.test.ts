import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEntryEvents } from '../../src/actions/read-entry-events.ts';
import { readEventEntries } from '../../src/actions/read-event-entries.ts';
import { readEventLines } from '../../src/actions/read-event-lines.ts';
import type { Invoice } from '../../src/actions/read-invoices.ts';
import { readLineEvents } from '../../src/actions/read-line-events.ts';
import type { InvoiceLine } from '../../src/core/invoices/line.ts';
import { findDraws } from '../../src/store/credit-draws.ts';
import { listCustomersEvents } from '../../src/store/event-lists.ts';
import type { EventRow } from '../../src/store/events.ts';
import type { LedgerRow } from '../../src/store/ledger.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { creditingOn, drawing } from '../kit/crediting.ts';
import { play, stories } from '../kit/stories.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
});
afterAll(() => api.close());

const everything = { limit: 1_000, after: null, before: null, backwards: false };
const entryText = (event: EventRow, { version }: LedgerRow) => `${event.eventId} of entry ${version}`;
const lineText = (event: EventRow, invoice: Invoice, line: InvoiceLine) =>
  `${event.eventId} on ${invoice.id} ${line.kind} ${line.meterId} ${line.period} ${line.charge}`;

test('an event leads to the entries and the invoice lines that lead to it, whatever happened before', async () => {
  let entriesSeen = 0;
  let linesSeen = 0;
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      const world = await creditingOn(api);
      const { workspaceId, account } = world;
      const { database } = api.deps;
      const subscriptions = await play(api, world, story);
      await world.settle();
      const filter = { workspaceId, name: null, from: null, to: null };
      const [events = []] = await listCustomersEvents(database, [account.customerId], filter, everything);

      const there: string[] = [];
      for (const entry of await world.entries()) {
        const { customerId, subscriptionId, periodIndex, charge } = entry;
        if (subscriptionId === null || periodIndex === null || charge === null) continue;
        const [draw] = await findDraws(database.pool, [{ customerId, subscriptionId, periodIndex, charge }]);
        if (draw === undefined) continue;
        const made = await readEntryEvents(database, workspaceId, entry, draw, everything);
        there.push(...made.map((event) => entryText(event, entry)));
      }
      const entries = await readEventEntries(database, workspaceId, events);
      const back = events.flatMap((event, i) => (entries[i] ?? []).map((entry) => entryText(event, entry)));
      expect(back.toSorted()).toEqual(there.toSorted());
      entriesSeen += back.length;

      const upcoming = await Promise.all(subscriptions.map((id) => world.upcoming(id)));
      const invoices = [...(await world.invoices()), ...upcoming.filter((invoice) => invoice !== null)];
      const linesThere: string[] = [];
      for (const invoice of invoices) {
        for (const line of invoice.lines) {
          const { meterId, from, to } = line;
          if (meterId === null || from === null || to === null) continue;
          const { customerId, subscriptionId } = invoice;
          const about = { workspaceId, customerId, subscriptionId, meterId, within: { from, to } };
          const made = await readLineEvents(database, about, everything);
          linesThere.push(...made.map((event) => lineText(event, invoice, line)));
        }
      }
      const lines = await readEventLines(database.pool, workspaceId, events);
      const linesBack = events.flatMap((event, i) =>
        (lines[i] ?? []).map(({ invoice, line }) => lineText(event, invoice, line)),
      );
      expect(linesBack.toSorted()).toEqual(linesThere.toSorted());
      linesSeen += linesBack.length;
    }),
    { numRuns: 5 },
  );
  expect(entriesSeen).toBeGreaterThan(0);
  expect(linesSeen).toBeGreaterThan(0);
});

test('in a ledger of thousands of entries too, of which only a part is read', async () => {
  const world = await creditingOn(api);
  const { workspaceId, account } = world;
  await world.meter('calls', { eventName: 'use' });
  await world.product('drawn', [drawing('calls')]);
  await world.grant('100000');
  await world.subscribe('drawn');
  const { pool } = api.deps.database;
  // Written two minutes apart, so that they are days: a copy of the first one, since recording them would take minutes.
  await world.record('use');
  await pool.query(
    `INSERT INTO credit_ledger_entry
     SELECT customer_id, credit_type_id, version + n, workspace_id, kind, amount, grant_id, debt, balance_before - n,
       balance_after - n, cause, subscription_id, period_index, charge, hold_id, actor_id, note, event_count, occurred_at,
       counted_at, recorded_at + n * interval '2 minutes'
     FROM credit_ledger_entry, generate_series(1, 5000) AS n WHERE customer_id = $1 AND cause = 'EVENTS'`,
    [account.customerId],
  );
  await pool.query(
    'UPDATE credit_account SET version = version + 5000, balance = balance - 5000 WHERE customer_id = $1',
    [account.customerId],
  );
  const filter = { workspaceId, name: null, from: null, to: null };
  const [[first] = []] = await listCustomersEvents(api.deps.database, [account.customerId], filter, everything);
  if (first === undefined) throw new Error('No event was recorded.');
  for (const n of [0, 1, 99, 100, 101, 2_500, 4_999, 5_000]) {
    const event = { ...first, recordedAt: first.recordedAt + BigInt(n) * 120_000_000n };
    const [entries = []] = await readEventEntries(api.deps.database, workspaceId, [event]);
    expect(entries.map(({ version }) => version)).toEqual([2n + BigInt(n)]);
  }
});
