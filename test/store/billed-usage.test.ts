import fc from 'fast-check';
import type { QueryConfig } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMeter } from '../../src/actions/create-meter.ts';
import { recordEvents } from '../../src/actions/record-events.ts';
import { voidEvents } from '../../src/actions/void-events.ts';
import { formatDecimal, parseDecimal } from '../../src/core/decimal.ts';
import type { EventCandidate } from '../../src/core/events/event.ts';
import { formatId } from '../../src/core/id.ts';
import type { Aggregation } from '../../src/core/meters/meter.ts';
import { type Instant, parseInstant } from '../../src/core/time/instant.ts';
import type { Window } from '../../src/core/time/window.ts';
import { type BilledQuery, readBilledUsage } from '../../src/store/billed-usage.ts';
import { type MeterRow, readAllMeters } from '../../src/store/meters.ts';
import type { Queryable } from '../../src/store/sql/statement.ts';
import { createTestDatabase, type TestDatabase } from '../kit/database.ts';
import { createTestDeps, createTestWorkspace, type TestDeps } from '../kit/deps.ts';
import { type Statements, watchStatements } from '../kit/statements.ts';
import { createTestSubscriptions } from '../kit/subscriptions.ts';
import { modelUsage } from './billed-usage-model.ts';

let test_: TestDatabase;
let deps: TestDeps;
let statements: Statements;

beforeAll(async () => {
  test_ = await createTestDatabase();
  deps = await createTestDeps(test_.database);
  statements = watchStatements(test_.database.pool);
});
afterAll(() => test_.drop());

const aggregations: readonly Aggregation[] = ['COUNT', 'SUM', 'MAX', 'MIN', 'LAST', 'AVERAGE', 'UNIQUE_COUNT'];
const start = parseInstant('2024-03-30T22:58:59.5Z') as Instant;
const [second, minute, hour] = [1_000_000n, 60_000_000n, 3_600_000_000n];

/** Some in one minute, so that they share buckets, and most near enough to the bounds of periods to be on either side. */
const offset = fc.oneof(
  fc.bigInt({ min: 0n, max: 50n * hour }),
  fc.bigInt({ min: 0n, max: minute }),
  fc.integer({ min: 0, max: 50 }).map((n) => BigInt(n) * hour + 60n * second + 500_000n),
  fc.integer({ min: 0, max: 10 }).map((n) => BigInt(n) * 7n * minute),
);

/** `subscription` is which of the customer's: 0 is the one asked for, 1 another one. */
const event = fc.record({
  offset,
  customer: fc.constantFrom('acme', 'acme', 'acme', 'other'),
  name: fc.constantFrom('call', 'call', 'call', 'other'),
  subscription: fc.constantFrom(null, null, 0, 0, 1),
  v: fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom('2', '0.1', '-0.3', '12345678901234567890.123456789', 'many', null),
  ),
  g: fc.constantFrom('x', 'y', 1, '1', true, null),
  h: fc.constantFrom('p', 'q'),
});
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

/** A period and some disjoint parts of it, in order. The bounds are events' own instants now and then. */
const asked = fc
  .uniqueArray(
    fc.oneof(
      offset,
      offset.map((at) => at + 1n),
    ),
    { minLength: 2, maxLength: 8 },
  )
  .chain((bounds) => {
    const sorted = bounds.sort((a, b) => (a < b ? -1 : 1)).map((at) => start + at);
    const period = { from: sorted[0] as Instant, to: sorted.at(-1) as Instant };
    const all = sorted.slice(1).map((to, i): Window => ({ from: sorted[i] as Instant, to }));
    return fc.record({
      period: fc.constant(period),
      spans: fc.oneof(fc.constant([period]), fc.subarray(all)),
      property: fc.constantFrom(null, 'g', 'h'),
    });
  });

type World = { workspaceId: string; customers: ReadonlyMap<string, { customerId: string; subscriptionIds: string[] }> };

async function createWorld(): Promise<World> {
  const workspaceId = await createTestWorkspace(test_.database);
  const customers = new Map<string, { customerId: string; subscriptionIds: string[] }>();
  for (const name of ['acme', 'other']) {
    customers.set(name, await createTestSubscriptions(test_.database, workspaceId, name, 2));
  }
  for (const aggregation of aggregations) {
    for (const groupBy of [[], ['g', 'h']]) {
      await createMeter(deps, {
        workspaceId,
        key: `${aggregation.toLowerCase()}${groupBy.length}`,
        name: null,
        description: null,
        unit: null,
        eventName: 'call',
        aggregation,
        valueProperty: aggregation === 'COUNT' ? null : 'v',
        filter: null,
        groupBy,
        unitSize: null,
      });
    }
  }
  return { workspaceId, customers };
}

function candidate({ customers }: World, event: Event, i: number): EventCandidate {
  const { customer, name, offset, subscription, v, g, h } = event;
  const uuid = subscription === null ? null : customers.get(customer)?.subscriptionIds[subscription];
  return {
    id: `e${i}`,
    name,
    customer,
    timestamp: start + offset,
    properties: { v, g, h },
    subscription: uuid === null || uuid === undefined ? null : formatId('sub', uuid),
  };
}

async function metersOf({ workspaceId }: World): Promise<MeterRow[]> {
  return await readAllMeters(test_.database.pool, workspaceId);
}

function question(world: World, meter: MeterRow, of: { period: Window; spans: readonly Window[] }): BilledQuery {
  const { customerId, subscriptionIds } = world.customers.get('acme') as {
    customerId: string;
    subscriptionIds: string[];
  };
  return { meter, customerId, subscriptionId: subscriptionIds[0] as string, ...of, property: null };
}

const written = (usage: Awaited<ReturnType<typeof readBilledUsage>>[number]) =>
  usage.map((one) => `${JSON.stringify(one.value)} ${one.usage === null ? null : formatDecimal(one.usage)}`);

test('is what a walk over the raw events comes to, voided ones left out, whatever the period and its spans', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 1, maxLength: 150 }),
      fc.uniqueArray(fc.nat(149), { maxLength: 30 }),
      fc.array(asked, { minLength: 1, maxLength: 6 }),
      async (events, voided, list) => {
        const world = await createWorld();
        const { workspaceId } = world;
        const candidates = events.map((one, i) => candidate(world, one, i));
        await recordEvents(deps, { workspaceId, events: candidates, createCustomers: false, atomic: false });
        if (voided.length > 0) {
          const ids = voided.map((i) => `e${i}`);
          await voidEvents(deps, { workspaceId, customer: 'acme', ids });
        }
        const meters = await metersOf(world);
        const queries = list.flatMap(({ property, ...of }) =>
          meters.map((meter) => ({
            ...question(world, meter, of),
            property: meter.groupBy.length === 0 ? null : property,
          })),
        );
        const counting = candidates.filter((one, i) => one.customer === 'acme' && !voided.includes(i));
        const answers = await test_.database.transaction((client) => readBilledUsage(client, queries));
        for (const [i, query] of queries.entries()) {
          expect(written(answers[i] ?? []), `${query.meter.key} by ${query.property}`).toEqual(
            modelUsage(query, counting),
          );
        }
      },
    ),
    { numRuns: 15 },
  );
}, 60_000);

describe('one answer', () => {
  const day = { from: start, to: start + 30n * hour };

  test('takes a bounded number of statements, on the connection it was given, and brings no more rows than values', async () => {
    const world = await createWorld();
    const events = fc.sample(event, { numRuns: 300, seed: 5 }).map((one, i) => candidate(world, one, i));
    await recordEvents(deps, { workspaceId: world.workspaceId, events, createCustomers: false, atomic: false });
    const meters = await metersOf(world);
    const queries = meters.flatMap((meter) =>
      Array.from({ length: 20 }, (_, i) => {
        const spans = [{ from: start, to: start + BigInt(i) * hour + 1n }];
        return { ...question(world, meter, { period: day, spans }), property: meter.groupBy.length === 0 ? null : 'h' };
      }),
    );
    statements.forget();
    let rowCount = 0;
    await test_.database.transaction(async (client) => {
      const counted = {
        query: async (config: QueryConfig) => {
          const result = await client.query(config);
          if (config.name !== 'read_billed_events') rowCount += result.rows.length;
          return result;
        },
      } as Queryable;
      const answers = await readBilledUsage(counted, queries);
      expect(rowCount).toBeLessThanOrEqual(answers.flat().length);
    });
    expect(statements.seen()).toEqual([
      'read_billed_events',
      'add_billed_totals',
      'read_billed_last',
      'count_billed_values',
    ]);
    expect(rowCount).toBeGreaterThan(0);
  });

  test('to no query asks nothing', async () => {
    statements.forget();
    expect(await readBilledUsage(test_.database.pool, [])).toEqual([]);
    expect(statements.seen()).toEqual([]);
  });

  test('of nothing is 0 for COUNT and SUM and null for the others, and has no values where it is split', async () => {
    const world = await createWorld();
    const meters = await metersOf(world);
    const nothing = await readBilledUsage(
      test_.database.pool,
      meters.map((meter) => question(world, meter, { period: day, spans: [] })),
    );
    const byKey = new Map(meters.map(({ aggregation }, i) => [aggregation, written(nothing[i] ?? [])]));
    for (const aggregation of aggregations) {
      const usage = aggregation === 'COUNT' || aggregation === 'SUM' ? '0' : 'null';
      expect(byKey.get(aggregation), aggregation).toEqual([`null ${usage}`]);
    }
    const grouping = meters.filter(({ groupBy }) => groupBy.length > 0);
    const split = grouping.map((meter) => ({
      ...question(world, meter, { period: day, spans: [day] }),
      property: 'g',
    }));
    expect(await readBilledUsage(test_.database.pool, split)).toEqual(split.map(() => []));
  });

  test('is divided by the size of a unit once, after everything is added up', async () => {
    const world = await createWorld();
    const { workspaceId } = world;
    const template: Event = { offset: 0n, customer: 'acme', name: 'call', subscription: null, v: 1, g: 'x', h: 'p' };
    const events = ([null, 0, null] as const).map((subscription, i) =>
      candidate(world, { ...template, subscription }, i),
    );
    await recordEvents(deps, { workspaceId, events, createCustomers: false, atomic: false });
    const sum = (await metersOf(world)).find(({ key }) => key === 'sum0') as MeterRow;
    const query = question(world, { ...sum, unitSize: parseDecimal('7') }, { period: day, spans: [day] });
    expect((await readBilledUsage(test_.database.pool, [query])).map(written)).toEqual([['null 0.428571428571']]);
  });

  test('is for LAST the greatest (time, id) of all, whichever kind of event it is', async () => {
    const world = await createWorld();
    const { workspaceId } = world;
    const template: Event = { offset: hour, customer: 'acme', name: 'call', subscription: null, v: 0, g: 'x', h: 'p' };
    const events = ([null, 0, null, 0] as const).map((subscription, i) =>
      candidate(world, { ...template, subscription, v: i, offset: i < 2 ? hour : 2n * hour }, 3 - i),
    );
    await recordEvents(deps, { workspaceId, events, createCustomers: false, atomic: false });
    const last = (await metersOf(world)).find(({ key }) => key === 'last0') as MeterRow;
    const until = (hours: bigint) => ({ from: start, to: start + hours * hour + minute });
    const queries = [1n, 2n].flatMap((hours) => [
      question(world, last, { period: until(hours), spans: [until(hours)] }),
      question(world, last, { period: day, spans: [until(hours)] }),
    ]);
    const answers = await readBilledUsage(test_.database.pool, queries);
    // Of those at 1 h the ids are e3 (0) and e2 (1), of those at 2 h e1 (2) and e0 (3).
    expect(answers.map(written)).toEqual([['null 0'], ['null 3'], ['null 2'], ['null 2']]);
  });

  test('leaves out what happens at the end of its period, of a span, and what was voided', async () => {
    const world = await createWorld();
    const { workspaceId } = world;
    const template: Event = { offset: hour, customer: 'acme', name: 'call', subscription: null, v: 1, g: 'x', h: 'p' };
    const [end, cut] = [2n * hour + 7n, hour + 9n];
    const ends = [cut - 1n, cut, end - 1n, end].flatMap((offset) =>
      ([null, 0] as const).map((subscription) => ({ ...template, offset, subscription })),
    );
    const events = [...ends, { ...template, v: 2 }].map((one, i) => candidate(world, one, i));
    await recordEvents(deps, { workspaceId, events, createCustomers: false, atomic: false });
    await voidEvents(deps, { workspaceId, customer: 'acme', ids: ['e8'] });
    const meters = await metersOf(world);
    const period = { from: start, to: start + end };
    const spans = [{ from: start, to: start + cut }];
    const queries = ['count0', 'unique_count0'].map((key) =>
      question(world, meters.find((meter) => meter.key === key) as MeterRow, { period, spans }),
    );
    const answers = await readBilledUsage(test_.database.pool, queries);
    // Of those that name it the ones before `end`, of the others the one before `cut`.
    expect(answers.map(written)).toEqual([['null 4'], ['null 1']]);
  });

  test('is not given for a property that the meter does not group by', async () => {
    const world = await createWorld();
    const [meter] = await metersOf(world);
    const query = { ...question(world, meter as MeterRow, { period: day, spans: [] }), property: 'nothing' };
    await expect(readBilledUsage(test_.database.pool, [query])).rejects.toThrow('does not group by nothing');
  });
});
