import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await api.ask(`mutation {
    createCustomer(input: { externalId: "acme" }) { __typename }
    createMeter(input: { key: "calls", eventName: "call", aggregation: COUNT }) { __typename }
  }`);
});
afterAll(() => api.close());

async function refusalOf(document: string, variables = {}): Promise<string | undefined> {
  const { errors } = await api.execute(document, variables);
  expect(errors.length, JSON.stringify(errors)).toBeLessThanOrEqual(1);
  return errors[0] && `${errors[0].extensions?.code}: ${errors[0].message}`;
}

describe.each([
  ['customers', (args: string) => `{ customers${args} { nodes { id } } }`],
  ['meters', (args: string) => `{ meters${args} { nodes { id } } }`],
  ['apiKeys', (args: string) => `{ apiKeys${args} { nodes { id } } }`],
  ['events', (args: string) => `{ events${args} { nodes { id } } }`],
  ['Customer.events', (args: string) => `{ customer(externalId: "acme") { events${args} { nodes { id } } } }`],
] as const)('a page of %s', (_name, document) => {
  test.each(['', '(first: 1)', '(first: 200)', '(last: 200)', '(first: null, last: 3)'])(
    'may be asked for with %j',
    async (args) => {
      expect(await refusalOf(document(args))).toBeUndefined();
    },
  );
  test.each([
    ['(first: 201)', 'A page has 1 to 200 items; 201 were asked for. Use the cursors for the rest.'],
    ['(first: 0)', 'A page has 1 to 200 items; 0 were asked for. Use the cursors for the rest.'],
    ['(last: -1)', 'A page has 1 to 200 items; -1 were asked for. Use the cursors for the rest.'],
    ['(first: 1, last: 1)', 'Give `first` or `last`, not both.'],
    ['(after: "")', 'This is not a cursor of this list.'],
    ['(after: "bm9uc2Vuc2U")', 'This is not a cursor of this list.'],
    ['(last: 1, before: "WyIxIiwiMiIsIjMiXQ")', 'This is not a cursor of this list.'],
  ])('with %s is a clear error', async (args, message) => {
    expect(await refusalOf(document(args))).toBe(`BAD_USER_INPUT: ${message}`);
  });
});

test('a page of 200 customers with three usages each, or with 40 events each, is answered', async () => {
  const usages = ['a', 'b', 'c'].map((alias) => `${alias}: usage(meter: "calls") { value eventCount to }`).join(' ');
  expect(await refusalOf(`{ customers(first: 200) { nodes { id externalId ${usages} } } }`)).toBeUndefined();
  expect(
    await refusalOf('{ customers(first: 200) { nodes { events(first: 40) { nodes { eventId name timestamp } } } } }'),
  ).toBeUndefined();
});

test('a request that could cost too much is refused before anything is read', async () => {
  const lists =
    '{ customers(first: 200) { nodes { events(first: 200) { nodes { id customer { events(first: 200) { nodes { id } } } } } } } }';
  expect(await refusalOf(lists)).toMatch(/^QUERY_TOO_LARGE: This query could cost \d+; at most 50000 is answered\./);
  const aliases = Array.from({ length: 900 }, (_, i) => `a${i}: workspace { id }`).join(' ');
  expect(await refusalOf(`{ ${aliases} }`)).toMatch(/^QUERY_TOO_LARGE: .*at most 1000 are answered/);
  const windows = Array.from({ length: 250 }, (_, i) => `w${i}: windows(size: DAY) { from to value }`).join(' ');
  expect(await refusalOf(`{ customers(first: 200) { nodes { usage(meter: "calls") { ${windows} } } } }`)).toMatch(
    /^QUERY_TOO_LARGE/,
  );
});

test('a live field is held to the same', async () => {
  const aliases = Array.from({ length: 1001 }, (_, i) => `a${i}: value`).join(' ');
  const stream = await api.subscribe(`subscription { usageUpdated(customer: "acme", meter: "calls") { ${aliases} } }`);
  const { value } = await stream.next();
  expect((value as { errors: unknown[] }).errors[0]).toMatchObject({ extensions: { code: 'QUERY_TOO_LARGE' } });
  expect((await stream.next()).done).toBe(true);
  expect(api.hub.watcherCount()).toBe(0);
});

test('a query deeper than anybody needs is refused', async () => {
  const deep = (levels: number): string =>
    levels === 0 ? 'id' : `usage(meter: "calls") { customer { ${deep(levels - 1)} } }`;
  expect(await refusalOf(`{ customer(externalId: "acme") { ${deep(6)} } }`)).toBeUndefined();
  expect(await refusalOf(`{ customer(externalId: "acme") { ${deep(7)} } }`)).toMatch(
    /^QUERY_TOO_LARGE: .* at most 15 are answered/,
  );
});

test('fragments in fragments cost what they come to', async () => {
  const fragments = Array.from(
    { length: 10 },
    (_, i) => `fragment f${i} on Customer { events(first: 9) { nodes { customer { ...f${i + 1} } } } }`,
  );
  const document = `{ customer(externalId: "acme") { ...f0 } } ${fragments.join(' ')} fragment f10 on Customer { id }`;
  expect(await refusalOf(document)).toMatch(/^QUERY_TOO_LARGE/);
});

test('a document of more than 20,000 tokens is refused, a large variable is not', async () => {
  expect(await refusalOf(`{ ${'id '.repeat(20_001)} }`)).toMatch(
    /^QUERY_TOO_LARGE: A document has at most 20000 tokens/,
  );
  expect(
    await refusalOf('query ($search: String) { customers(search: $search) { nodes { id } } }', {
      search: 'x '.repeat(30_000),
    }),
  ).toBeUndefined();
});

test('a body of more than 32 MiB is refused', async () => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${api.adminKey}` };
  const response = await api.fetch('/graphql', {
    method: 'POST',
    headers: { ...headers, 'content-length': String(33 * 2 ** 20) },
    body: '{}',
  });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'QUERY_TOO_LARGE' } }] });
});

test('at most 200 ids are looked up at once', async () => {
  const ids = Array.from({ length: 201 }, () => 'cus_00000000000000000000000000');
  expect(await refusalOf('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).toBe(
    'BAD_USER_INPUT: At most 200 ids are looked up at once.',
  );
  expect(await refusalOf('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ids.slice(1) })).toBeUndefined();
});
