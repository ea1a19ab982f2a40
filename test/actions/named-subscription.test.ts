import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createMeter } from '../../src/actions/create-meter.ts';
import { recordEvents } from '../../src/actions/record-events.ts';
import { voidEvents } from '../../src/actions/void-events.ts';
import type { EventCandidate } from '../../src/core/events/event.ts';
import { formatId } from '../../src/core/id.ts';
import { type Instant, parseInstant } from '../../src/core/time/instant.ts';
import { readBilledUsage } from '../../src/store/billed-usage.ts';
import { findEvents } from '../../src/store/events.ts';
import { readUsageGroups } from '../../src/store/usage-groups.ts';
import { createTestDatabase, type TestDatabase } from '../kit/database.ts';
import { createTestDeps, createTestWorkspace, type TestDeps } from '../kit/deps.ts';
import { type Statements, watchStatements } from '../kit/statements.ts';
import { createTestSubscriptions } from '../kit/subscriptions.ts';

let test_: TestDatabase;
let deps: TestDeps;
let statements: Statements;
let workspaceId: string;
let acme: Held;
let other: Held;

beforeAll(async () => {
  test_ = await createTestDatabase();
  deps = await createTestDeps(test_.database);
  statements = watchStatements(test_.database.pool);
});
afterAll(() => test_.drop());

beforeEach(async () => {
  workspaceId = await createTestWorkspace(test_.database);
  acme = await subscribe(workspaceId, 'acme');
  other = await subscribe(workspaceId, 'other');
});

type Held = { readonly customerId: string; readonly id: string };

async function subscribe(workspaceId: string, customer: string): Promise<Held> {
  const { customerId, subscriptionIds } = await createTestSubscriptions(test_.database, workspaceId, customer, 1);
  return { customerId, id: subscriptionIds[0] ?? '' };
}

const event = (id: string, subscription: string | null, customer = 'acme'): EventCandidate => ({
  id,
  name: 'call',
  customer,
  timestamp: null,
  properties: null,
  subscription,
});

const named = (id: string, { id: uuid }: Held, customer?: string) => event(id, formatId('sub', uuid), customer);

const record = (...events: EventCandidate[]) =>
  recordEvents(deps, { workspaceId, events, createCustomers: true, atomic: false });

async function subscriptionOf(eventId: string): Promise<string | null | undefined> {
  const [found] = await findEvents(test_.database, workspaceId, [{ customerId: acme.customerId, eventId }]);
  return found?.subscriptionId;
}

test('the subscription that an event names is kept with it', async () => {
  expect(await record(named('1', acme), event('2', null))).toMatchObject({ recorded: 2, rejected: [] });
  expect(await subscriptionOf('1')).toBe(acme.id);
  expect(await subscriptionOf('2')).toBeNull();
});

test('an unknown subscription, and one of somebody else, is rejected and harms no neighbour', async () => {
  const elsewhere = await subscribe(await createTestWorkspace(test_.database), 'acme');
  const outcome = await record(
    event('1', null),
    event('2', 'sub_01h455vb4pex5vsknk084sn02q'),
    named('3', acme),
    named('4', other),
    event('5', 'acme'),
    named('6', other, 'other'),
    named('7', elsewhere),
    named('8', acme, 'new'),
    named('9', acme, 'new'),
  );
  expect(outcome.recorded).toBe(3);
  expect(outcome.rejected.map(({ id, code }) => `${id} ${code}`)).toEqual(
    ['2', '4', '5', '7', '8', '9'].map((id) => `${id} SUBSCRIPTION_NOT_FOUND`),
  );
  expect(await subscriptionOf('4')).toBeUndefined();
});

test('a repeated event that names another subscription is a duplicate, and the first one stands', async () => {
  const second = { customerId: acme.customerId, id: '01890a5d-ac96-774b-bcce-b302099a8057' };
  await test_.database.pool.query(
    `INSERT INTO subscription SELECT (jsonb_populate_record(s, jsonb_build_object('id', $2::text))).* FROM subscription s
     WHERE s.customer_id = $1`,
    [second.customerId, second.id],
  );
  expect(await record(named('1', acme), named('1', second))).toMatchObject({ recorded: 1, duplicates: 1 });
  expect(await record(named('1', second), event('1', null))).toMatchObject({ recorded: 0, duplicates: 2 });
  expect(await subscriptionOf('1')).toBe(acme.id);
});

test('what is left of a subscription’s usage after a void is derived from its own events', async () => {
  const meter = await createMeter(deps, {
    workspaceId,
    key: 'max',
    name: null,
    description: null,
    unit: null,
    eventName: 'call',
    aggregation: 'MAX',
    valueProperty: 'v',
    filter: null,
    groupBy: [],
    unitSize: null,
  });
  const at = parseInstant('2024-02-29T12:00:30Z') as Instant;
  const values = [5, 9, 7].map((v) => ({ ...named(`v${v}`, acme), timestamp: at, properties: { v } }));
  await record(...values, { ...event('others', null), timestamp: at, properties: { v: 8 } });
  await voidEvents(deps, { workspaceId, customer: 'acme', ids: ['v9'] });
  const period = { from: at - 60_000_000n, to: at + 60_000_000n };
  const query = { meter, customerId: acme.customerId, subscriptionId: acme.id, period, property: null };
  const answers = await readBilledUsage(test_.database.pool, [
    { ...query, spans: [] },
    { ...query, spans: [period] },
  ]);
  expect(answers.map(([one]) => one?.usage?.toFixed())).toEqual(['7', '8']);
});

test('more subscriptions than groups may be told apart do not keep usage from being split', async () => {
  const { customerId, subscriptionIds } = await createTestSubscriptions(test_.database, workspaceId, 'many', 10_001);
  const meters = await Promise.all(
    (['COUNT', 'UNIQUE_COUNT'] as const).map((aggregation) =>
      createMeter(deps, {
        workspaceId,
        key: aggregation,
        name: null,
        description: null,
        unit: null,
        eventName: 'call',
        aggregation,
        valueProperty: aggregation === 'COUNT' ? null : 'v',
        filter: null,
        groupBy: ['g', 'v'],
        unitSize: null,
      }),
    ),
  );
  const at = parseInstant('2024-02-29T12:00:00Z') as Instant;
  const events = subscriptionIds.map((id, i) => ({
    ...named(`m${i}`, { customerId, id }, 'many'),
    timestamp: at,
    properties: { g: i % 2 === 0 ? 'x' : 'y', v: i % 5 },
  }));
  await record(...events.slice(0, 5_000));
  await record(...events.slice(5_000));
  const query = { workspaceId, customerId, from: null, to: null, by: ['v', 'nothing', 'g'] };
  const queries = meters.flatMap((meter) => [
    { ...query, meter },
    { ...query, meter, by: ['g'] },
    { ...query, meter, by: [], customerId: null },
  ]);
  const groups = await readUsageGroups(test_.database, queries);
  const counts = groups.map((list) =>
    list.map(({ values, total }) => [...values, total.eventCount, total.uniqueCount]),
  );
  expect(counts[0]).toHaveLength(10);
  expect(counts[0]?.[0]).toEqual([0, null, 'x', 1001n, null]);
  expect(counts[1]).toEqual([
    ['x', 5001n, null],
    ['y', 5000n, null],
  ]);
  expect(counts[2]).toEqual([[10_001n, null]]);
  expect(counts[3]?.[0]).toEqual([0, null, 'x', 1001n, 1n]);
  expect(counts[4]).toEqual([
    ['x', 5001n, 5n],
    ['y', 5000n, 5n],
  ]);
  expect(counts[5]).toEqual([[10_001n, 5n]]);
}, 60_000);

test('asks for subscriptions once a flush, and only if an event names one', async () => {
  await record(event('0', null), event('0', null, 'other'));
  statements.forget();
  await record(event('1', null), event('2', null));
  const without = statements.seen();
  statements.forget();
  await record(named('3', acme), named('4', acme), named('5', other, 'other'), event('6', null));
  expect(without).not.toContain('find_named');
  expect(statements.seen().filter((name) => name === 'find_named')).toEqual(['find_named']);
  expect(statements.seen().length).toBe(without.length + 1);
});
