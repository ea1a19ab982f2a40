import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordEvents } from '../../src/actions/record-events.ts';
import { bucketStart } from '../../src/core/time/bucket.ts';
import { findQuietMeters } from '../../src/store/quiet-meters.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { billingOn } from '../kit/billing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

const minute = 60_000_000n;
const event = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd'),
  customer: fc.constantFrom('acme', 'other'),
  secondsAgo: fc.oneof(fc.integer({ min: 0, max: 1_800 }), fc.constantFrom(599, 600, 601, 1_199, 1_200, 1_201)),
  voided: fc.boolean(),
});

test('the meters whose last event that counts is of that time, as all events one by one say', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 15 }), fc.integer({ min: 1, max: 3 }), async (events, limit) => {
      const world = await billingOn(api);
      const { workspaceId } = world;
      const names = new Map<string, string>();
      for (const name of ['a', 'b', 'c']) names.set((await world.meter(name, { eventName: name })).id, name);
      for (const customer of ['acme', 'other']) await world.customer(customer);
      const now = await api.deps.clocks.now(workspaceId);
      const sent = events.map((one, i) => ({ ...one, id: `${i}`, at: now - BigInt(one.secondsAgo) * 1_000_000n }));
      const candidates = sent.map(({ id, name, customer, at: timestamp }) => ({
        ...{ id, name, customer, timestamp, properties: null, subscription: null },
      }));
      if (sent.length > 0) {
        await recordEvents(api.deps, { workspaceId, events: candidates, createCustomers: false, atomic: true });
      }
      for (const { id, customer } of sent.filter(({ voided }) => voided)) await world.voidEvents([id], customer);

      const to = bucketStart(now - 600_000_000n, 60);
      const time = { from: to - 10n * minute, to };
      const last = new Map<string, bigint>();
      for (const { name, at, voided } of sent) {
        const start = bucketStart(at, 60);
        if (!voided && start > (last.get(name) ?? 0n)) last.set(name, start);
      }
      const quiet = [...names]
        .map(([meterId, name]) => ({ meterId, lastUsageAt: last.get(name) ?? 0n }))
        .filter(({ lastUsageAt }) => lastUsageAt >= time.from && lastUsageAt < time.to)
        .sort((a, b) => Number(a.lastUsageAt - b.lastUsageAt) || (a.meterId < b.meterId ? -1 : 1));
      found += quiet.length;
      const { pool } = api.deps.database;
      expect(await findQuietMeters(pool, workspaceId, time, limit)).toEqual(quiet.slice(0, limit));
    }),
    { numRuns: 15 },
  );
  expect(found).toBeGreaterThan(0);
});
