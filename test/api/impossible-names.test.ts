import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  // What PostgreSQL would make of half of a surrogate pair.
  await api.ask(`mutation {
    createCustomer(input: { externalId: "\uFFFD" }) { __typename }
    recordEvent(input: { id: "\uFFFD", name: "\uFFFD", customer: "\uFFFD" }) { __typename }
  }`);
});
afterAll(() => api.close());

test.each([
  '',
  'x',
  'cus_',
  'cus_zzzzzzzzzzzzzzzzzzzzzzzzzz',
  'evt_AAAA',
  'evt_AZ8bGm9vdoChdgeJDaK6gGEAYg',
  'cus_01H455VB4PEX5VSKNK084SN02Q',
  '00000000-0000-0000-0000-000000000000',
  'cus_\u0000',
])('what is no id at all names nothing: %j', async (id) => {
  expect(
    await api.ask(
      'query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } customer(id: $id) { id } meter(id: $id) { id } }',
      { id },
    ),
  ).toEqual({ node: null, nodes: [null], customer: null, meter: null });
  const fields = [
    'updateCustomer',
    'archiveCustomer',
    'unarchiveCustomer',
    'updateMeter',
    'archiveMeter',
    'unarchiveMeter',
    'revokeApiKey',
  ];
  const document = `mutation ($id: ID!) { ${fields.map((field) => `${field}(input: { id: $id }) { __typename }`).join(' ')} }`;
  expect(await api.ask(document, { id })).toEqual(
    Object.fromEntries(fields.map((field) => [field, { __typename: 'NotFound' }])),
  );
});

test.each(['a\u0000b', '\n', '', 'x'.repeat(300), '\ud800', 'a\udc00b'])(
  'a text that can name nothing names nothing: %j',
  async (text) => {
    expect(
      await api.ask(
        `query ($text: String!) {
        customer(externalId: $text) { id }
        meter(key: $text) { id }
        creditType(key: $text) { id }
        event(customer: $text, eventId: $text) { id }
        known: event(customer: "\uFFFD", eventId: $text) { id }
        events(customer: $text) { nodes { id } }
        named: events(name: $text) { nodes { id } }
        own: customer(externalId: "\uFFFD") { usage(meter: $text) { value } events(name: $text) { nodes { id } }
          creditBalance(creditType: $text) { balance } creditLedger(creditType: $text) { nodes { id } }
          creditStatement(creditType: $text) { closing } }
        previewMeter(input: { eventName: "x", aggregation: COUNT, customer: $text }) { __typename }
      }`,
        { text },
      ),
    ).toEqual({
      customer: null,
      meter: null,
      creditType: null,
      event: null,
      known: null,
      events: { nodes: [] },
      named: { nodes: [] },
      own: {
        usage: null,
        events: { nodes: [] },
        creditBalance: null,
        creditLedger: { nodes: [] },
        creditStatement: null,
      },
      previewMeter: { __typename: 'InvalidInput' },
    });
    expect(
      await api.ask(
        `mutation ($text: String!) {
        createCustomerToken(input: { customer: $text }) { __typename }
        voidEvents(input: { customer: $text, ids: ["1"] }) { __typename }
        grantCredits(input: { customer: $text, creditType: $text, amount: 1 }) { __typename }
        placeHold(input: { customer: "\uFFFD", creditType: $text, amount: 1 }) { __typename }
        known: voidEvents(input: { customer: "\uFFFD", ids: [$text] }) { ... on VoidEventsPayload { voided notFound } }
        recordEvent(input: { id: "1", name: "call", customer: $text, createCustomers: true }) { ... on EventRejected { code } }
      }`,
        { text },
      ),
    ).toEqual({
      createCustomerToken: { __typename: 'NotFound' },
      voidEvents: { __typename: 'NotFound' },
      grantCredits: { __typename: 'NotFound' },
      placeHold: { __typename: 'NotFound' },
      known: { voided: 0, notFound: [text] },
      recordEvent: { code: 'CUSTOMER_INVALID' },
    });
  },
);

test.each(['a\u0000b', '\n', 'x'.repeat(300), '\ud800'])(
  'a search for what nobody can be called finds nobody: %j',
  async (text) => {
    expect(await api.ask('query ($text: String) { customers(search: $text) { nodes { id } } }', { text })).toEqual({
      customers: { nodes: [] },
    });
  },
);

test('a search for nothing in particular finds everybody', async () => {
  const { customers } = await api.ask<{ customers: { nodes: unknown[] } }>(
    '{ customers(search: "") { nodes { id } } }',
  );
  expect(customers.nodes).toHaveLength(1);
});

test.each(['a\u0000b', '\ud800'])('a text that cannot be stored is refused where one is: %j', async (text) => {
  const invalid = { __typename: 'InvalidInput' };
  expect(
    await api.ask(
      `mutation ($text: String!, $value: JSON!, $metadata: JSONObject!) {
        name: createCustomer(input: { externalId: "a", name: $text }) { __typename }
        email: createCustomer(input: { externalId: "a", email: $text }) { __typename }
        metadata: createCustomer(input: { externalId: "a", metadata: $metadata }) { __typename }
        createApiKey(input: { name: $text, scopes: [READ] }) { __typename }
        description: createMeter(input: { key: "a", eventName: "a", aggregation: COUNT, description: $text }) { __typename }
        eventName: createMeter(input: { key: "a", eventName: $text, aggregation: COUNT }) { __typename }
        groupBy: createMeter(input: { key: "a", eventName: "a", aggregation: COUNT, groupBy: [$text] }) { __typename }
        filter: createMeter(input: { key: "a", eventName: "a", aggregation: COUNT,
          filter: { where: { property: "p", operator: EQUALS, value: $value } } }) { __typename }
      }`,
      { text, value: text, metadata: { deep: [{ [text]: 1 }] } },
    ),
  ).toEqual({
    name: invalid,
    email: invalid,
    metadata: invalid,
    createApiKey: invalid,
    description: invalid,
    eventName: invalid,
    groupBy: invalid,
    filter: invalid,
  });
});
