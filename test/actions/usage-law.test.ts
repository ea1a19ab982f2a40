import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveMeter } from '../../src/actions/archive-meter.ts';
import { createMeter } from '../../src/actions/create-meter.ts';
import { recordEvents } from '../../src/actions/record-events.ts';
import { unarchiveMeter } from '../../src/actions/unarchive-meter.ts';
import { voidEvents } from '../../src/actions/void-events.ts';
import { formatDecimal, parseDecimal } from '../../src/core/decimal.ts';
import type { EventCandidate } from '../../src/core/events/event.ts';
import { formatId } from '../../src/core/id.ts';
import { compileMeter } from '../../src/core/meters/measure.ts';
import type { Aggregation } from '../../src/core/meters/meter.ts';
import type { Instant } from '../../src/core/time/instant.ts';
import { parseInstant } from '../../src/core/time/instant.ts';
import { totalOf, usageValue } from '../../src/core/usage/total.ts';
import { readBilledUsage } from '../../src/store/billed-usage.ts';
import { type MeterRow, readAllMeters } from '../../src/store/meters.ts';
import { readTopCustomers } from '../../src/store/top-customers.ts';
import { readUsage } from '../../src/store/usage.ts';
import { readUsageGroups } from '../../src/store/usage-groups.ts';
import { createTestDatabase, type TestDatabase } from '../kit/database.ts';
import { createTestDeps, createTestWorkspace, type TestDeps } from '../kit/deps.ts';
import { createTestSubscriptions } from '../kit/subscriptions.ts';

let test_: TestDatabase;
let instances: [TestDeps, TestDeps];

beforeAll(async () => {
  test_ = await createTestDatabase();
  instances = [await createTestDeps(test_.database), await createTestDeps(test_.database)];
});
afterAll(() => test_.drop());

const aggregations: readonly Aggregation[] = ['COUNT', 'SUM', 'MAX', 'MIN', 'LAST', 'AVERAGE', 'UNIQUE_COUNT'];
const start = parseInstant('2024-03-30T22:58:59.5Z') as Instant;
const hour = 3_600_000_000n;

const value = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom('0.1', '-0.3', '12345678901234567890.123456789', 'many', null),
);
/**
 * Few ids, so that some are sent again; a span of 30 hours, so that minutes, hours and days are all crossed; many of
 * them in one hour or one minute, so that buckets of several groups lie side by side and lose only some of their events. Some name a subscription, the wrong one too. Nobody
 * makes the customer `c` beforehand.
 */
const candidate: fc.Arbitrary<EventCandidate> = fc.record({
  id: fc.integer({ min: 0, max: 60 }).map((n) => `e${n}`),
  name: fc.constantFrom('call', 'call', 'other'),
  customer: fc.constantFrom('a', 'a', 'b', 'b', 'c'),
  timestamp: fc
    .oneof(
      fc.bigInt({ min: 0n, max: 30n * hour }),
      fc.bigInt({ min: 0n, max: hour }),
      fc.bigInt({ min: 0n, max: hour / 60n }),
    )
    .map((offset) => start + offset),
  properties: fc.record({ v: value, g: fc.constantFrom('x', 'y', 1) }),
  subscription: fc.constantFrom(null, null, 'first', 'second', 'theirs'),
});

async function createMeters(workspaceId: string): Promise<void> {
  for (const aggregation of aggregations) {
    await createMeter(instances[0], {
      workspaceId,
      key: aggregation.toLowerCase(),
      name: null,
      description: null,
      unit: null,
      eventName: 'call',
      aggregation,
      valueProperty: aggregation === 'COUNT' ? null : 'v',
      filter: null,
      groupBy: ['g'],
      unitSize: null,
    });
  }
}

type Held = { readonly customerId: string; readonly subscriptionIds: readonly string[] };

/** The customers of each workspace that have subscriptions, two each. */
const worlds = new Map<string, { readonly a: Held; readonly b: Held }>();

async function createWorld(): Promise<string> {
  const workspaceId = await createTestWorkspace(test_.database);
  const a = await createTestSubscriptions(test_.database, workspaceId, 'a', 2);
  worlds.set(workspaceId, { a, b: await createTestSubscriptions(test_.database, workspaceId, 'b', 2) });
  return workspaceId;
}

function named(workspaceId: string, event: EventCandidate): EventCandidate {
  const { a, b } = worlds.get(workspaceId) ?? expect.fail();
  const [own, other] = event.customer === 'b' ? [b, a] : [a, b];
  const [first = '', second = ''] = own.subscriptionIds;
  const ids = new Map([
    ['first', first],
    ['second', second],
    ['theirs', other.subscriptionIds[0] ?? ''],
  ]);
  const id = ids.get(event.subscription ?? '');
  return { ...event, subscription: id === undefined ? null : formatId('sub', id) };
}

/** In batches of different sizes, by two instances at once. */
async function send(workspaceId: string, events: readonly EventCandidate[], size: number): Promise<void> {
  const batches: EventCandidate[][] = [];
  for (let i = 0; i < events.length; i += size)
    batches.push(events.slice(i, i + size).map((event) => named(workspaceId, event)));
  await Promise.all(
    batches.map((batch, i) =>
      recordEvents(instances[i % 2] as TestDeps, { workspaceId, events: batch, createCustomers: true, atomic: false }),
    ),
  );
}

type Stored = EventCandidate & { customerId: string };

/** What the database says is stored, from the events alone. */
async function storedEvents(workspaceId: string): Promise<Stored[]> {
  const { rows } = await test_.database.pool.query(
    `SELECT e.*, c.external_id, s.id AS held FROM event e JOIN customer c ON c.id = e.customer_id
     LEFT JOIN subscription s ON s.customer_id = e.customer_id AND s.id = e.subscription_id
     WHERE e.workspace_id = $1 AND e.voided_at IS NULL`,
    [workspaceId],
  );
  for (const row of rows) expect(row.subscription_id).toBe(row.held);
  return rows.map((row) => ({
    id: row.event_id,
    name: row.name,
    customer: row.external_id,
    customerId: row.customer_id,
    timestamp: parseInstant(row.occurred_at),
    properties: row.properties,
    subscription: row.subscription_id,
  }));
}

function expected(
  meter: MeterRow,
  events: readonly Stored[],
  from: Instant | null,
  to: Instant | null,
  group?: unknown,
) {
  const measure = compileMeter(meter);
  const counted = events.flatMap((event) => {
    const at = event.timestamp as Instant;
    if ((from !== null && at < from) || (to !== null && at >= to)) return [];
    const measurement = measure({ name: event.name, properties: event.properties ?? {} });
    if (typeof measurement === 'string') return [];
    if (group !== undefined && measurement.groupValues[0] !== group) return [];
    return [{ occurredAt: at, eventId: event.id, measurement }];
  });
  const total = totalOf(meter.aggregation, counted);
  const amount = usageValue(meter, total);
  return { count: total.eventCount, value: amount === null ? null : formatDecimal(amount) };
}

async function check(
  workspaceId: string,
  periods: readonly (readonly [Instant | null, Instant | null])[],
): Promise<void> {
  const events = await storedEvents(workspaceId);
  const meters = await readAllMeters(test_.database.pool, workspaceId);
  const customerIds = [null, ...new Set(events.map((event) => event.customerId))];
  const queries = meters.flatMap((meter) =>
    customerIds.flatMap((customerId) => periods.map(([from, to]) => ({ workspaceId, meter, customerId, from, to }))),
  );
  const totals = await readUsage(test_.database, queries);
  for (const [i, query] of queries.entries()) {
    const total = totals[i] as (typeof totals)[number];
    const amount = usageValue(query.meter, total);
    const theirs = events.filter((event) => query.customerId === null || event.customerId === query.customerId);
    expect(
      { count: total.eventCount, value: amount === null ? null : formatDecimal(amount) },
      `${query.meter.key} ${query.customerId} ${query.from} ${query.to}`,
    ).toEqual(expected(query.meter, theirs, query.from, query.to));
  }
  await checkNamed(workspaceId, meters, events);
  for (const meter of meters) {
    for (const [from, to] of periods) {
      const all = { workspaceId, meter, customerId: null, from, to };
      const [top = [], again] = await readTopCustomers(test_.database, [all, all], 100);
      expect(again).toEqual(top);
      for (const { customerId, total } of top) {
        const amount = usageValue(meter, total);
        const theirs = events.filter((event) => event.customerId === customerId);
        expect({ count: total.eventCount, value: amount === null ? null : formatDecimal(amount) }).toEqual(
          expected(meter, theirs, from, to),
        );
      }
      expect(top.reduce((sum, { total }) => sum + total.eventCount, 0n)).toBe(expected(meter, events, from, to).count);
      // All together and each alone, in one call: they must not get into each other's way.
      const queries = customerIds.map((customerId) => ({ workspaceId, meter, customerId, from, to, by: ['g'] }));
      for (const [i, groups] of (await readUsageGroups(test_.database, queries)).entries()) {
        const theirs = events.filter((event) => customerIds[i] === null || event.customerId === customerIds[i]);
        for (const { values, total } of groups) {
          const amount = usageValue(meter, total);
          expect({ count: total.eventCount, value: amount === null ? null : formatDecimal(amount) }).toEqual(
            expected(meter, theirs, from, to, values[0]),
          );
        }
        const counted = groups.reduce((sum, { total }) => sum + total.eventCount, 0n);
        expect(counted).toBe(expected(meter, theirs, from, to).count);
      }
    }
  }
}

/** What names a subscription is kept by itself, wherever it was counted. */
async function checkNamed(workspaceId: string, meters: readonly MeterRow[], events: readonly Stored[]): Promise<void> {
  const period = { from: start - hour, to: start + 31n * hour };
  const queries = Object.values(worlds.get(workspaceId) ?? expect.fail()).flatMap(({ customerId, subscriptionIds }) =>
    subscriptionIds.flatMap((subscriptionId) =>
      meters.map((meter) => ({ meter, customerId, subscriptionId, period, spans: [], property: null })),
    ),
  );
  const answers = await readBilledUsage(test_.database.pool, queries);
  for (const [i, { meter, subscriptionId }] of queries.entries()) {
    const theirs = events.filter((event) => event.subscription === subscriptionId);
    const usage = answers[i]?.[0]?.usage ?? null;
    expect(usage === null ? null : formatDecimal(usage)).toBe(expected(meter, theirs, null, null).value);
  }
}

const period = fc
  .tuple(fc.bigInt({ min: -hour, max: 31n * hour }), fc.bigInt({ min: 0n, max: 31n * hour }))
  .map(([from, length]) => [start + from, start + from + length] as const);
const periods = fc.array(period, { minLength: 1, maxLength: 3 }).map((list) => [...list, [null, null] as const]);

describe('usage is a pure function of the stored events', () => {
  test('whatever the order, the batches, the duplicates and the instances', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(candidate, { minLength: 1, maxLength: 120 }),
        fc.integer({ min: 1, max: 50 }),
        periods,
        async (events, size, asked) => {
          const workspaceId = await createWorld();
          await createMeters(workspaceId);
          await send(workspaceId, events, size);
          await send(workspaceId, [...events].reverse(), size);
          await check(workspaceId, asked);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('a meter that is created later, or archived and taken into use again, counts the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(candidate, { minLength: 4, maxLength: 80 }),
        fc.nat(80),
        periods,
        async (events, cut, asked) => {
          const workspaceId = await createWorld();
          await send(workspaceId, events.slice(0, cut % events.length), 7);
          await Promise.all([createMeters(workspaceId), send(workspaceId, events.slice(cut % events.length), 3)]);
          await check(workspaceId, asked);
          const [first, ...others] = await readAllMeters(test_.database.pool, workspaceId);
          for (const { id } of others) await archiveMeter(instances[0], { workspaceId, id });
          await send(
            workspaceId,
            events.map((event) => ({ ...event, id: `again ${event.id}` })),
            9,
          );
          for (const { id } of others) await unarchiveMeter(instances[1], { workspaceId, id });
          expect(first?.status).toBe('ACTIVE');
          await check(workspaceId, asked);
        },
      ),
      { numRuns: 6 },
    );
  });

  test('without the voided ones, while others are being recorded', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(candidate, { minLength: 10, maxLength: 100 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 30 }),
        periods,
        async (events, voided, asked) => {
          const workspaceId = await createWorld();
          await createMeters(workspaceId);
          const half = Math.floor(events.length / 2);
          await send(workspaceId, events.slice(0, half), 10);
          const ids = voided.map((n) => `e${n}`);
          await Promise.all([
            send(workspaceId, events.slice(half), 5),
            voidEvents(instances[1], { workspaceId, customer: 'a', ids }),
            voidEvents(instances[0], { workspaceId, customer: 'b', ids }),
            voidEvents(instances[0], { workspaceId, customer: 'a', ids: ids.slice(0, 5) }),
          ]);
          await check(workspaceId, asked);
        },
      ),
      { numRuns: 10 },
    );
  });

  test('sums of windows add up to the whole, to the last digit', async () => {
    const workspaceId = await createWorld();
    await createMeters(workspaceId);
    const events = fc.sample(candidate, { numRuns: 200, seed: 7 }).map((event, i) => ({ ...event, id: `w${i}` }));
    await send(workspaceId, events, 40);
    const meter = (await readAllMeters(test_.database.pool, workspaceId)).find(({ key }) => key === 'sum') as MeterRow;
    const cuts = [start - hour, start + 7n, start + hour + 123_456n, start + 5n * hour, start + 31n * hour];
    const parts = await readUsage(
      test_.database,
      cuts.slice(1).map((to, i) => ({ workspaceId, meter, customerId: null, from: cuts[i] as Instant, to })),
    );
    const [whole] = await readUsage(test_.database, [{ workspaceId, meter, customerId: null, from: null, to: null }]);
    const sum = parts.reduce((total, part) => total.plus(part.sum ?? 0), parseDecimal('0') ?? expect.fail());
    expect(formatDecimal(sum)).toBe(formatDecimal(whole?.sum ?? expect.fail()));
  });
});
