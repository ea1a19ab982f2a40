import { isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';

/** Names of things of the first workspace, and in the same places names of nothing at all. */
type Names = {
  customerId: string;
  externalId: string;
  meterId: string;
  meterKey: string;
  eventGlobalId: string;
  eventId: string;
  keyId: string;
  workspaceId: string;
  customerCursor: string;
  meterCursor: string;
  keyCursor: string;
  eventCursor: string;
  ownEventCursor: string;
};

/** What is asked from the second workspace, by the argument or input field that is put to the test. */
const questions: Record<string, (names: Names) => string | string[]> = {
  'Query.node(id:)': (n) =>
    [n.customerId, n.meterId, n.eventGlobalId, n.keyId, n.workspaceId].map(
      (id) => `{ node(id: "${id}") { __typename id } }`,
    ),
  'Query.nodes(ids:)': (n) =>
    `{ nodes(ids: ["${[n.customerId, n.meterId, n.eventGlobalId, n.keyId, n.workspaceId].join('", "')}"]) { id } }`,
  'Query.customer(id:)': (n) => [n.customerId, n.meterId].map((id) => `{ customer(id: "${id}") { id externalId } }`),
  'Query.customer(externalId:)': (n) => `{ customer(externalId: "${n.externalId}") { id } }`,
  'Query.meter(id:)': (n) => [n.meterId, n.customerId].map((id) => `{ meter(id: "${id}") { id usage { value } } }`),
  'Query.meter(key:)': (n) => `{ meter(key: "${n.meterKey}") { id } }`,
  'Query.event(customer:)': (n) => `{ event(customer: "${n.externalId}", eventId: "e1") { id } }`,
  'Query.event(eventId:)': (n) => `{ event(customer: "own", eventId: "${n.eventId}") { id } }`,
  'Query.events(customer:)': (n) => `{ events(customer: "${n.externalId}") { nodes { id } pageInfo { hasNextPage } } }`,
  'Customer.usage(meter:)': (n) => `{ customer(externalId: "own") { usage(meter: "${n.meterKey}") { value } } }`,
  'PreviewMeterInput.customer': (n) =>
    `{ previewMeter(input: { eventName: "call", aggregation: COUNT, customer: "${n.externalId}" }) {
      __typename ... on InvalidInput { issues { path message } } ... on MeterPreview { eventCount } } }`,
  'UpdateCustomerInput.id': (n) => mutations('updateCustomer', [n.customerId, n.meterId]),
  'ArchiveCustomerInput.id': (n) => mutations('archiveCustomer', [n.customerId, n.meterId]),
  'UnarchiveCustomerInput.id': (n) => mutations('unarchiveCustomer', [n.customerId, n.meterId]),
  'UpdateMeterInput.id': (n) => mutations('updateMeter', [n.meterId, n.customerId]),
  'ArchiveMeterInput.id': (n) => mutations('archiveMeter', [n.meterId, n.customerId]),
  'UnarchiveMeterInput.id': (n) => mutations('unarchiveMeter', [n.meterId, n.customerId]),
  'RevokeApiKeyInput.id': (n) => mutations('revokeApiKey', [n.keyId, n.customerId]),
  'CreateCustomerTokenInput.customer': (n) =>
    `mutation { createCustomerToken(input: { customer: "${n.externalId}" }) { __typename ... on Error { message } } }`,
  'EventInput.customer': (n) =>
    `mutation { recordEvents(input: { events: [{ id: "x", name: "call", customer: "${n.externalId}" }] }) {
      ... on RecordEventsPayload { recorded rejected { code message } } } }`,
  'RecordEventInput.customer': (n) =>
    `mutation { recordEvent(input: { id: "x", name: "call", customer: "${n.externalId}" }) {
      __typename ... on EventRejected { code message } } }`,
  'VoidEventsInput.customer': (n) =>
    `mutation { voidEvents(input: { customer: "${n.externalId}", ids: ["e1"] }) { __typename ... on Error { message } } }`,
  'VoidEventsInput.ids': (n) =>
    `mutation { voidEvents(input: { customer: "own", ids: ["${n.eventId}"] }) { ... on VoidEventsPayload { voided notFound } } }`,
  'Subscription.usageUpdated(customer:)': (n) =>
    `subscription { usageUpdated(customer: "${n.externalId}", meter: "own") { value } }`,
  'Subscription.usageUpdated(meter:)': (n) =>
    `subscription { usageUpdated(customer: "own", meter: "${n.meterKey}") { value } }`,
  'Subscription.eventRecorded(customer:)': (n) => `subscription { eventRecorded(customer: "${n.externalId}") { id } }`,
  'Query.customers(after:)': (n) => `{ customers(after: "${n.customerCursor}") { nodes { externalId } } }`,
  'Query.customers(before:)': (n) => `{ customers(last: 9, before: "${n.customerCursor}") { nodes { externalId } } }`,
  'Query.meters(after:)': (n) => `{ meters(after: "${n.meterCursor}") { nodes { key } } }`,
  'Query.meters(before:)': (n) => `{ meters(last: 9, before: "${n.meterCursor}") { nodes { key } } }`,
  'Query.apiKeys(after:)': (n) => `{ apiKeys(after: "${n.keyCursor}") { nodes { name } } }`,
  'Query.apiKeys(before:)': (n) => `{ apiKeys(last: 9, before: "${n.keyCursor}") { nodes { name } } }`,
  'Query.events(after:)': (n) => `{ events(after: "${n.eventCursor}") { nodes { eventId } } }`,
  'Query.events(before:)': (n) => `{ events(last: 9, before: "${n.eventCursor}") { nodes { eventId } } }`,
  'Customer.events(after:)': (n) =>
    `{ customer(externalId: "own") { events(after: "${n.ownEventCursor}") { nodes { eventId } } } }`,
  'Customer.events(before:)': (n) =>
    `{ customer(externalId: "own") { events(last: 9, before: "${n.ownEventCursor}") { nodes { eventId } } } }`,
};

/** Names that somebody gives to something new, or that name nothing kept: they cannot be foreign. */
const newNames = new Set([
  'CreateCustomerInput.externalId',
  'CreateMeterInput.key',
  'EventInput.id',
  'RecordEventInput.id',
  'EventInput.subscription',
  'RecordEventInput.subscription',
]);

let api: TestApi;
let other: { key: string };
let foreign: Names;
let missing: Names;

beforeAll(async () => {
  api = await createTestApi();
  other = { key: (await api.secondWorkspace()).adminKey };
  await api.ask(fill('acme', 'calls', 'e1'));
  await api.ask(fill('own', 'own', 'o1'), {}, other);
  foreign = await namesOf('acme', 'calls');
  missing = {
    customerId: 'cus_01h455vb4pex5vsknk084sn02q',
    externalId: 'nope',
    meterId: 'mtr_01h455vb4pex5vsknk084sn02q',
    meterKey: 'nopes',
    eventGlobalId: `evt_${Buffer.concat([Buffer.alloc(16, 7), Buffer.from('e9')]).toString('base64url')}`,
    eventId: 'e9',
    keyId: 'key_01h455vb4pex5vsknk084sn02q',
    workspaceId: 'wks_01h455vb4pex5vsknk084sn02q',
    // The places right beside the foreign rows, where no row is: a page must not tell the two apart.
    customerCursor: beside(foreign.customerCursor),
    meterCursor: beside(foreign.meterCursor),
    keyCursor: beside(foreign.keyCursor),
    eventCursor: recode(foreign.eventCursor, (text) => text.replace('e1', 'e2')),
    ownEventCursor: recode(foreign.ownEventCursor, (text) => text.replace('e1', 'e2')),
  };
});
afterAll(() => api.close());

test('every argument and input field that can name something is in the table of this file', () => {
  const naming = /^(id|ids|externalId|customer|meter|key|eventId|subscription|after|before)$/;
  const found: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        if (naming.test(field.name) || String(field.type).includes('ID')) found.push(`${type.name}.${field.name}`);
      }
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      for (const arg of field.args) {
        if (naming.test(arg.name) || String(arg.type).includes('ID'))
          found.push(`${type.name}.${field.name}(${arg.name}:)`);
      }
    }
  }
  expect(found.filter((coordinate) => !newNames.has(coordinate)).sort()).toEqual(Object.keys(questions).sort());
});

describe.each(Object.keys(questions))('%s', (coordinate) => {
  test('of another workspace is answered as one that is not there', async () => {
    const ask = questions[coordinate] as (names: Names) => string | string[];
    const answers = await answersTo([ask(foreign)].flat(), foreign);
    expect(answers).toEqual(await answersTo([ask(missing)].flat(), missing));
    expect(JSON.stringify(answers)).not.toContain('INTERNAL_SERVER_ERROR');
  });
});

test.each([
  '',
  'x',
  'cus_',
  'cus_zzzzzzzzzzzzzzzzzzzzzzzzzz',
  'evt_AAAA',
  'cus_01H455VB4PEX5VSKNK084SN02Q',
  '00000000-0000-0000-0000-000000000000',
])('what is no id at all names nothing: %j', async (id) => {
  const documents = [
    '{ node(id: "ID") { id } }',
    '{ customer(id: "ID") { id } }',
    '{ meter(id: "ID") { id } }',
    ...mutations('archiveCustomer', ['ID']),
    ...mutations('updateMeter', ['ID']),
    ...mutations('revokeApiKey', ['ID']),
  ];
  const given = await answersTo(
    documents.map((document) => document.replace('ID', id)),
    missing,
  );
  const absent = await answersTo(
    documents.map((document) =>
      document.replace(
        'ID',
        document.includes('Meter') || document.includes('meter')
          ? missing.meterId
          : document.includes('Key')
            ? missing.keyId
            : missing.customerId,
      ),
    ),
    missing,
  );
  expect(given).toEqual(absent);
});

test.each(['a\\u0000b', '\\n', '', 'x'.repeat(300)])(
  'a text that can name nothing names nothing: "%s"',
  async (text) => {
    const { data, errors } = await api.execute(`{
    customer(externalId: "${text}") { id }
    meter(key: "${text}") { id }
    event(customer: "${text}", eventId: "${text}") { id }
    events(customer: "${text}", name: "${text}") { nodes { id } }
  }`);
    expect({ data, errors }).toEqual({
      data: { customer: null, meter: null, event: null, events: { nodes: [] } },
      errors: [],
    });
  },
);

test('two workspaces may use the same names for what is theirs', async () => {
  const twin = (externalId: string) => fill(externalId, 'twin', 'twin');
  await api.ask(twin('twin'));
  await api.ask(twin('twin'), {}, other);
  await api.ask('mutation { recordEvent(input: { id: "t2", name: "call", customer: "twin" }) { __typename } }');
  const question = '{ customer(externalId: "twin") { usage(meter: "twin") { value } } }';
  expect(await api.ask(question)).toEqual({ customer: { usage: { value: '2' } } });
  expect(await api.ask(question, {}, other)).toEqual({ customer: { usage: { value: '1' } } });
});

function mutations(field: string, ids: string[]): string[] {
  return ids.map((id) => `mutation { ${field}(input: { id: "${id}" }) { __typename ... on Error { message } } }`);
}

function fill(customer: string, meter: string, event: string): string {
  return `mutation {
    createCustomer(input: { externalId: "${customer}" }) { __typename }
    createMeter(input: { key: "${meter}", eventName: "call", aggregation: COUNT }) { __typename }
    recordEvent(input: { id: "${event}", name: "call", customer: "${customer}" }) { __typename }
  }`;
}

/** Answers as asked from the second workspace, with the names in them made alike. */
async function answersTo(documents: string[], names: Names): Promise<unknown[]> {
  return await Promise.all(
    documents.map(async (document) => {
      const { data, errors } = document.startsWith('subscription')
        ? await firstMessage(document)
        : await api.execute(document, {}, other);
      const text = JSON.stringify({
        data,
        errors: errors.map(({ message, extensions }) => ({ message, ...extensions })),
      });
      return JSON.parse(
        Object.values(names).reduce((all, name) => all.replaceAll(`"${name}"`, '"<name>"'), text),
      ) as unknown;
    }),
  );
}

async function firstMessage(document: string) {
  const stream = await api.subscribe(document, {}, other);
  const { value } = await stream.next();
  await stream.return?.();
  return value as Awaited<ReturnType<TestApi['execute']>>;
}

async function namesOf(externalId: string, meterKey: string): Promise<Names> {
  type Edges = { edges: { cursor: string; node: { id: string } }[] };
  const found = await api.ask<{
    workspace: { id: string };
    customers: Edges;
    meters: Edges;
    apiKeys: Edges;
    events: Edges;
    customer: { events: Edges };
  }>(
    `query ($externalId: String!) { workspace { id } ${['customers', 'meters', 'apiKeys', 'events'].map((list) => `${list} { edges { cursor node { id } } }`).join(' ')}
      customer(externalId: $externalId) { events { edges { cursor node { id } } } } }`,
    { externalId },
  );
  const first = ({ edges: [edge] }: Edges) => edge as Edges['edges'][number];
  return {
    customerId: first(found.customers).node.id,
    externalId,
    meterId: first(found.meters).node.id,
    meterKey,
    eventGlobalId: first(found.events).node.id,
    eventId: 'e1',
    keyId: first(found.apiKeys).node.id,
    workspaceId: found.workspace.id,
    customerCursor: first(found.customers).cursor,
    meterCursor: first(found.meters).cursor,
    keyCursor: first(found.apiKeys).cursor,
    eventCursor: first(found.events).cursor,
    ownEventCursor: first(found.customer.events).cursor,
  };
}

function recode(cursor: string, change: (text: string) => string): string {
  return Buffer.from(change(Buffer.from(cursor, 'base64url').toString())).toString('base64url');
}

/** A cursor whose UUID differs in the last digit, so that it lies next to the row and is nobody's. */
function beside(cursor: string): string {
  return recode(cursor, (text) => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0'));
}
