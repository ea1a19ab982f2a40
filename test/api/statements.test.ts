import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settleBilling } from '../../src/actions/settle-billing.ts';
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
  await api.ask('mutation { createCreditType(input: { key: "ai", name: "AI" }) { __typename } }');
  for (let i = 0; i < customerCount; i += 20) {
    const grants = Array.from(
      { length: 20 },
      (_, j) => `g${j}: grantCredits(input: { customer: "c${i + j}", creditType: "ai", amount: 5 }) { __typename }
        h${j}: placeHold(input: { customer: "c${i + j}", creditType: "ai", amount: 1 }) { __typename }`,
    );
    await api.ask(`mutation { ${grants.join(' ')} }`);
  }
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
  ['their credits', 'creditBalance(creditType: "ai") { balance held available version creditType { key } }', 5],
  [
    'all their credits, grant by grant',
    'creditBalances { balance creditType { key } grants { remaining status } expiringNext { amount } }',
    5,
  ],
])('100 customers with %s take a fixed number of statements', async (_name, fields, most) => {
  const seen = await statementsOf(customers(fields));
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

describe('with a subscription and three invoices each', () => {
  beforeAll(async () => {
    await api.ask(`mutation { createProduct(input: {
      key: "plan", name: "Plan", currency: "USD", interval: { unit: MONTH, count: 1 }, charges: [
        { flat: { name: "Base", amount: "49" } }
        { usage: { name: "Calls", meter: "calls", pricing: { perUnit: { unitAmount: "0.01" } },
          priceBy: { property: "model", prices: [{ value: "m0", pricing: { perUnit: { unitAmount: "0.02" } } }] } } }
        { usage: { name: "Tokens", meter: "tokens", pricing: { perUnit: { unitAmount: "0.001" } } } }
      ] }) { __typename } }`);
    // Of every second one the last invoice is still a draft, whose lines have to be worked out.
    const starts = ['2025-12-15T00:00:00Z', '2026-01-01T11:30:00Z'];
    for (let i = 0; i < customerCount; i++) {
      await api.ask(
        'mutation ($input: CreateSubscriptionInput!) { createSubscription(input: $input) { __typename } }',
        {
          input: { customer: `c${i}`, product: 'plan', startAt: starts[i % 2] },
        },
      );
    }
    await settleBilling(api.deps, api.workspaceId);
  });

  const money = 'total { amount } lines { name amount { amount } meter { key } }';

  // How many: the customers, then the facts that invoices are made from, once for upcoming ones and once for
  // drafts, and the lines that are stored.
  test.each([
    ['their invoices', `invoices(first: 5) { nodes { number status ${money} } }`, 13],
    ['their oldest invoices', `invoices(last: 1) { nodes { number ${money} } }`, 3],
    ['their upcoming invoice', `upcomingInvoice { ${money} }`, 13],
    ['their subscriptions', 'subscriptions(first: 5) { nodes { id product { key } currentPeriod { from to } } }', 5],
    [
      'the invoices of their subscriptions',
      `subscriptions(first: 2) { nodes { invoices(first: 2) { nodes { ${money} } } upcomingInvoice { ${money} } } }`,
      24,
    ],
    [
      'all of it together',
      `invoices(first: 5) { nodes { ${money} } } upcomingInvoice { ${money} } subscriptions(first: 5) { nodes { id } }`,
      25,
    ],
  ])('100 customers with %s take as many statements as ten', async (_name, fields, count) => {
    // The key is looked up now and then.
    const counted = async (document: string) =>
      (await statementsOf(document)).filter((statement) => statement !== 'find_live_key');
    const all = await counted(customers(fields));
    expect(all.length, all.join('\n')).toBe(count);
    expect(await counted(customers(fields).replace(`first: ${customerCount}`, 'first: 10'))).toHaveLength(count);
  });

  test('and every one has their own', async () => {
    type Listed = { customers: { nodes: Record<'invoices' | 'oldest' | 'subscriptions', { nodes: Numbered[] }>[] } };
    type Numbered = { id: string; customer: { externalId: string }; status: string };
    const each = 'nodes { id status customer { externalId } }';
    const { customers: list } = await api.ask<Listed>(
      customers(
        `invoices(first: 5) { ${each} } oldest: invoices(last: 1) { ${each} } subscriptions(first: 2) { ${each} }`,
      ),
    );
    const owners = new Set<string>();
    for (const { invoices, oldest, subscriptions } of list.nodes) {
      const drafts = invoices.nodes.filter(({ status }) => status === 'DRAFT').length;
      expect([invoices.nodes.length, subscriptions.nodes.length, invoices.nodes.at(-1)]).toEqual([
        3,
        1,
        oldest.nodes[0],
      ]);
      expect(invoices.nodes.findIndex(({ status }) => status === 'DRAFT')).toBe(drafts - 1);
      const names = [...invoices.nodes, ...subscriptions.nodes].map(({ customer }) => customer.externalId);
      expect(new Set(names).size).toBe(1);
      for (const name of names) owners.add(name);
    }
    expect(owners.size).toBe(customerCount);
  });
});
