import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Statements, watchStatements } from '../kit/statements.ts';

const customerCount = 100;
let api: TestApi;
let statements: Statements;

beforeAll(async () => {
  api = await createTestApi();
  await api.ask(`mutation {
    a: createMeter(input: { key: "calls", eventName: "call", aggregation: COUNT, groupBy: ["model"] }) { __typename }
    b: createMeter(input: { key: "tokens", eventName: "call", aggregation: SUM, valueProperty: "n", groupBy: ["model"] }) { __typename }
    c: createMeter(input: { key: "users", eventName: "call", aggregation: UNIQUE_COUNT, valueProperty: "n", groupBy: ["model"] }) { __typename }
    d: createMeter(input: { key: "peak", eventName: "call", aggregation: MAX, valueProperty: "n" }) { __typename }
    e: createMeter(input: { key: "last", eventName: "call", aggregation: LAST, valueProperty: "n" }) { __typename }
  }`);
  await api.built();
  const events = Array.from({ length: 3 * customerCount }, (_, i) => ({
    id: `e${i}`,
    name: 'call',
    customer: `c${i % customerCount}`,
    timestamp: `2026-02-${String(1 + (i % 27)).padStart(2, '0')}T10:20:30.5Z`,
    properties: { n: i, model: `m${i % 2}` },
  }));
  await api.ask('mutation ($input: RecordEventsInput!) { recordEvents(input: $input) { __typename } }', {
    input: { events, createCustomers: true },
  });
  statements = watchStatements(api.database.pool);
});
afterAll(() => api.close());

/** The statements of a request, the look-up of its key included. */
async function statementsOf(document: string, variables = {}): Promise<string[]> {
  statements.forget();
  await api.ask(document, variables);
  return statements.seen();
}

const customers = (fields: string) => `{ customers(first: ${customerCount}) { nodes { externalId ${fields} } } }`;

test('the usage of 100 customers on three meters takes four statements', async () => {
  const fields = ['calls', 'tokens', 'peak'].map((key) => `${key}: usage(meter: "${key}") { value eventCount }`);
  const seen = await statementsOf(customers(fields.join(' ')));
  expect(seen.length, seen.join('\n')).toBeLessThanOrEqual(4);
  expect(seen).toEqual(expect.arrayContaining(['find_meters_by_key', 'read_customer_buckets']));
});

// How many a level may take: two kinds of rollups, distinct values, ragged ends; the key, the list and the meters.
test.each([
  [
    'of every aggregation',
    'a: usage(meter: "calls") { value } b: usage(meter: "users") { value } c: usage(meter: "last") { value }',
    6,
  ],
  [
    'in a ragged period',
    'usage(meter: "tokens", from: "2026-02-03T10:20:30.4Z", to: "2026-02-09T00:00:00.5Z") { value }',
    5,
  ],
  [
    'with its end and what it belongs to',
    'usage(meter: "calls") { to value meter { id name } customer { id name } }',
    6,
  ],
  [
    'in windows',
    'usage(meter: "tokens", from: "2026-02-01T00:00:00Z", to: "2026-03-01T00:00:00Z") { windows(size: DAY) { value } }',
    4,
  ],
  [
    'in windows from the first event on',
    'usage(meter: "tokens") { windows(size: MONTH, timeZone: "Europe/Rome") { value } }',
    6,
  ],
  ['in groups', 'usage(meter: "calls") { groups(by: ["model"]) { properties value } }', 4],
  [
    'in groups of distinct values',
    'usage(meter: "users", from: "2026-02-03T10:20:30.4Z") { groups(by: ["model"]) { value } }',
    6,
  ],
])('the usage of 100 customers %s does not take more statements than that of one', async (_name, fields, most) => {
  const seen = await statementsOf(customers(fields));
  expect(seen.length, seen.join('\n')).toBeLessThanOrEqual(most);
});

test.each([
  ['their usage in windows', 'usage(from: "2026-02-01T00:00:00Z") { to windows(size: DAY) { value } }', 6],
  ['their usage in groups', 'usage { value groups(by: ["model"]) { value } }', 6],
  ['their best customers', 'topCustomers(first: 100) { value customer { externalId name } }', 5],
  [
    'their best customers in a ragged period',
    'topCustomers(from: "2026-02-03T10:20:30.4Z") { value customer { id } }',
    6,
  ],
])('all meters with %s take a fixed number of statements', async (_name, fields, most) => {
  const only = fields.includes('groups') ? 'first: 3' : '';
  const seen = await statementsOf(`{ meters${only && `(${only})`} { nodes { key build { progress } ${fields} } } }`);
  expect(seen.length, seen.join('\n')).toBeLessThanOrEqual(most);
});

test.each([
  ['events with their customers', '{ events(first: 200) { nodes { id customer { externalId name } } } }', 3],
  [
    'customers with their events',
    customers('events(first: 5) { nodes { eventId customer { externalId } } pageInfo { hasNextPage } }'),
    4,
  ],
  [
    'customers with two lists of events',
    customers('a: events(last: 2) { nodes { eventId } } b: events(first: 2, name: "call") { nodes { eventId } }'),
    4,
  ],
  ['keys', '{ apiKeys { nodes { name } } workspace { name } }', 3],
])('a page of %s takes a fixed number of statements', async (_name, document, most) => {
  const seen = await statementsOf(document);
  expect(seen.length, seen.join('\n')).toBeLessThanOrEqual(most);
});

test('200 nodes of all kinds take a statement for each kind', async () => {
  const { customers, events, meters } = await api.ask<Record<string, { nodes: { id: string }[] }>>(
    '{ customers(first: 100) { nodes { id } } events(first: 90) { nodes { id } } meters { nodes { id } } }',
  );
  const ids = [customers, events, meters].flatMap((list) => list?.nodes.map(({ id }) => id) ?? []);
  expect(ids).toHaveLength(195);
  const seen = await statementsOf('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
  expect(seen.length, seen.join('\n')).toBeLessThanOrEqual(4);
});
