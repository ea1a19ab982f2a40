import type { GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Scope } from '../../src/core/keys/secret.ts';
import { schema } from '../../src/graphql/schema.ts';
import { type As, createTestApi, type TestApi } from '../kit/api.ts';

/** How each root field is asked, and who may: the one scope that suffices, and whether a customer token does. */
type Operation = { args: string; needs: Exclude<Scope, 'ADMIN'> | 'ADMIN'; token?: true };

const operations: Record<string, Operation> = {
  'Query.node': { args: '(id: "cus_00000000000000000000000000")', needs: 'READ', token: true },
  'Query.nodes': { args: '(ids: ["cus_00000000000000000000000000"])', needs: 'READ', token: true },
  'Query.workspace': { args: '', needs: 'READ' },
  'Query.customer': { args: '(externalId: "acme")', needs: 'READ', token: true },
  'Query.customers': { args: '', needs: 'READ' },
  'Query.meter': { args: '(key: "calls")', needs: 'READ' },
  'Query.meters': { args: '', needs: 'READ' },
  'Query.previewMeter': { args: '(input: { eventName: "call", aggregation: COUNT })', needs: 'READ' },
  'Query.event': { args: '(customer: "acme", eventId: "1")', needs: 'READ', token: true },
  'Query.events': { args: '', needs: 'READ' },
  'Query.eventNames': { args: '', needs: 'READ' },
  'Query.attention': { args: '', needs: 'READ' },
  'Query.apiKeys': { args: '', needs: 'READ' },
  'Query.creditType': { args: '(key: "ai")', needs: 'READ' },
  'Query.creditTypes': { args: '', needs: 'READ' },
  'Query.product': { args: '(key: "basic")', needs: 'READ' },
  'Query.products': { args: '', needs: 'READ' },
  'Query.subscription': { args: '(id: "none")', needs: 'READ', token: true },
  'Query.subscriptions': { args: '', needs: 'READ' },
  'Query.invoice': { args: '(id: "none")', needs: 'READ', token: true },
  'Query.invoices': { args: '', needs: 'READ' },
  'Query.simulatePricing': {
    args: `(input: { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z", draft: {
      currency: "USD", interval: { unit: MONTH }, charges: [{ flat: { name: "F", amount: 1 } }] } })`,
    needs: 'READ',
  },
  'Mutation.createCustomer': { args: '(input: { externalId: "" })', needs: 'INGEST' },
  'Mutation.recordEvent': { args: '(input: { id: "", name: "call", customer: "acme" })', needs: 'INGEST' },
  'Mutation.recordEvents': { args: '(input: { events: [] })', needs: 'INGEST' },
  'Mutation.voidEvents': { args: '(input: { customer: "nobody", ids: ["1"] })', needs: 'INGEST' },
  'Mutation.createCustomerToken': { args: '(input: { customer: "nobody" })', needs: 'READ' },
  'Mutation.updateCustomer': { args: '(input: { id: "nobody" })', needs: 'ADMIN' },
  'Mutation.archiveCustomer': { args: '(input: { id: "nobody" })', needs: 'ADMIN' },
  'Mutation.unarchiveCustomer': { args: '(input: { id: "nobody" })', needs: 'ADMIN' },
  'Mutation.createMeter': { args: '(input: { key: "", eventName: "call", aggregation: COUNT })', needs: 'ADMIN' },
  'Mutation.updateMeter': { args: '(input: { id: "none" })', needs: 'ADMIN' },
  'Mutation.archiveMeter': { args: '(input: { id: "none" })', needs: 'ADMIN' },
  'Mutation.unarchiveMeter': { args: '(input: { id: "none" })', needs: 'ADMIN' },
  'Mutation.createApiKey': { args: '(input: { name: "", scopes: [] })', needs: 'ADMIN' },
  'Mutation.revokeApiKey': { args: '(input: { id: "none" })', needs: 'ADMIN' },
  'Mutation.createCreditType': { args: '(input: { key: "", name: "C" })', needs: 'ADMIN' },
  'Mutation.grantCredits': { args: '(input: { customer: "nobody", creditType: "ai", amount: 1 })', needs: 'ADMIN' },
  'Mutation.voidGrant': { args: '(input: { grant: "none" })', needs: 'ADMIN' },
  'Mutation.adjustCredits': { args: '(input: { customer: "nobody", creditType: "ai", amount: 1 })', needs: 'ADMIN' },
  'Mutation.placeHold': { args: '(input: { customer: "nobody", creditType: "ai", amount: 1 })', needs: 'INGEST' },
  'Mutation.captureHold': { args: '(input: { hold: "none" })', needs: 'INGEST' },
  'Mutation.releaseHold': { args: '(input: { hold: "none" })', needs: 'INGEST' },
  'Mutation.createProduct': {
    args: '(input: { key: "", name: "P", currency: "USD", interval: { unit: MONTH }, charges: [] })',
    needs: 'ADMIN',
  },
  'Mutation.updateProduct': { args: '(input: { id: "none" })', needs: 'ADMIN' },
  'Mutation.archiveProduct': { args: '(input: { id: "none" })', needs: 'ADMIN' },
  'Mutation.unarchiveProduct': { args: '(input: { id: "none" })', needs: 'ADMIN' },
  'Mutation.createSubscription': { args: '(input: { customer: "nobody", product: "none" })', needs: 'ADMIN' },
  'Mutation.changeSubscription': { args: '(input: { id: "none", quantity: 1 })', needs: 'ADMIN' },
  'Mutation.cancelSubscription': { args: '(input: { id: "none" })', needs: 'ADMIN' },
  'Mutation.voidInvoice': { args: '(input: { id: "none" })', needs: 'ADMIN' },
  'Mutation.advanceClock': { args: '(input: { to: "2000-01-01T00:00:00Z" })', needs: 'ADMIN' },
  'Mutation.updateWorkspace': { args: '(input: { invoiceGraceSeconds: -1 })', needs: 'ADMIN' },
  'Subscription.usageUpdated': { args: '(customer: "acme", meter: "calls")', needs: 'READ', token: true },
  'Subscription.invoiceUpdated': { args: '(customer: "acme")', needs: 'READ', token: true },
  'Subscription.creditBalanceUpdated': { args: '(customer: "acme", creditType: "ai")', needs: 'READ', token: true },
  'Subscription.creditAlertRaised': { args: '(customer: "acme")', needs: 'READ', token: true },
  'Subscription.eventRecorded': { args: '', needs: 'READ', token: true },
};

const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()] as GraphQLObjectType[];
const fields = roots.flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));

let api: TestApi;
let keys: Record<Scope, string>;
let revoked: string;
let token: string;
let expired: string;

beforeAll(async () => {
  api = await createTestApi();
  keys = { INGEST: await api.keyWith('INGEST'), READ: await api.keyWith('READ'), ADMIN: await api.keyWith('ADMIN') };
  await api.ask(`mutation {
    createCustomer(input: { externalId: "acme" }) { __typename }
    createMeter(input: { key: "calls", eventName: "call", aggregation: COUNT }) { __typename }
    createProduct(input: { key: "basic", name: "Basic", currency: "USD", interval: { unit: MONTH }, charges: [
      { flat: { name: "Base", amount: 1 } }] }) { __typename }
    createSubscription(input: { customer: "acme", product: "basic" }) { __typename }
    createCreditType(input: { key: "ai", name: "AI" }) { __typename }
  }`);
  revoked = await revokedKey();
  expired = await customerToken(60);
  api.clock.advance(60);
  token = await customerToken(3600);
});
afterAll(() => api.close());

test('every root field is in the table of this file', () => {
  expect(Object.keys(operations).sort()).toEqual([...fields].sort());
});

describe.each(fields)('%s', (field) => {
  const operation = operations[field] ?? { args: '', needs: 'ADMIN' };

  test('without a key is UNAUTHENTICATED', async () => {
    expect(await codeOf(field, { key: null })).toBe('UNAUTHENTICATED');
  });
  test('with an unknown key is UNAUTHENTICATED', async () => {
    expect(await codeOf(field, { key: 'msr_live_unknown' })).toBe('UNAUTHENTICATED');
  });
  test('with a revoked key is UNAUTHENTICATED', async () => {
    expect(await codeOf(field, { key: revoked })).toBe('UNAUTHENTICATED');
  });
  test('with an expired token is UNAUTHENTICATED', async () => {
    expect(await codeOf(field, { token: expired })).toBe('UNAUTHENTICATED');
  });
  test.each(['INGEST', 'READ', 'ADMIN'] as const)('with a key for %s only', async (scope) => {
    const allowed = scope === operation.needs || scope === 'ADMIN';
    expect(await codeOf(field, { key: keys[scope] })).toBe(allowed ? 'allowed' : 'FORBIDDEN');
  });
  test('with a customer token', async () => {
    expect(await codeOf(field, { token })).toBe(operation.token ? 'allowed' : 'FORBIDDEN');
  });
});

test('without a key the schema can be asked about', async () => {
  expect(await api.ask('{ __typename __schema { queryType { name } } }', {}, { key: null })).toEqual({
    __typename: 'Query',
    __schema: { queryType: { name: 'Query' } },
  });
});

test('a refused mutation changes nothing', async () => {
  const readOnly = { key: keys.READ };
  await api.execute('mutation { createCustomer(input: { externalId: "sneaky" }) { __typename } }', {}, readOnly);
  expect(await api.ask('{ customer(externalId: "sneaky") { id } }')).toEqual({ customer: null });
});

test('an INGEST key cannot read usage or events through what it wrote', async () => {
  const { data, errors } = await api.execute(
    `mutation { recordEvent(input: { id: "1", name: "call", customer: "acme" }) {
      ... on RecordEventPayload { event { eventId customer { externalId usage(meter: "calls") { value } } } } } }`,
    {},
    { key: keys.INGEST },
  );
  expect(data).toEqual({
    recordEvent: { event: { eventId: '1', customer: { externalId: 'acme', usage: null } } },
  });
  expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
});

test('a customer token reads its own customer: details, usage, events', async () => {
  await api.ask('mutation { recordEvent(input: { id: "2", name: "call", customer: "acme" }) { __typename } }');
  expect(
    await api.ask(
      `{ customer(externalId: "acme") {
        externalId metadata
        usage(meter: "calls") { eventCount meter { key name unit } customer { externalId } windows(size: MONTH) { from } }
        events(first: 1) { nodes { name customer { externalId } } }
      } event(customer: "acme", eventId: "2") { eventId } }`,
      {},
      { token },
    ),
  ).toMatchObject({ customer: { externalId: 'acme', usage: { meter: { key: 'calls' } } }, event: { eventId: '2' } });
});

test('a customer token sees nobody else: another customer is as one that is not there', async () => {
  const { createCustomer } = await api.ask<{ createCustomer: { customer: { id: string } } }>(
    'mutation { createCustomer(input: { externalId: "rival" }) { ... on CreateCustomerPayload { customer { id } } } }',
  );
  const event =
    'mutation { recordEvent(input: { id: "r", name: "call", customer: "rival" }) { ... on RecordEventPayload { event { id } } } }';
  const { recordEvent } = await api.ask<{ recordEvent: { event: { id: string } } }>(event);
  const ids = [createCustomer.customer.id, recordEvent.event.id];
  expect(
    await api.ask(
      `query ($ids: [ID!]!, $id: ID!) { customer(externalId: "rival") { id } byId: customer(id: $id) { id }
        event(customer: "rival", eventId: "r") { id } nodes(ids: $ids) { id } }`,
      { ids, id: ids[0] },
      { token },
    ),
  ).toEqual({ customer: null, byId: null, event: null, nodes: [null, null] });
});

test('a customer token does not get at other customers, keys or the workspace through what it may read', async () => {
  const document = (field: string) =>
    `{ customer(externalId: "acme") { usage(meter: "calls") { meter { ${field} } } } }`;
  for (const field of ['usage { value }', 'topCustomers { value }', 'build { eventsTotal }']) {
    const { errors } = await api.execute(document(field), {}, { token });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
  }
  const { workspace, meter, apiKeys } = await api.ask<{
    workspace: { id: string };
    meter: { id: string };
    apiKeys: { nodes: { id: string }[] };
  }>('{ workspace { id } meter(key: "calls") { id } apiKeys(first: 1) { nodes { id } } }');
  const ids = [workspace.id, meter.id, apiKeys.nodes[0]?.id];
  expect(await api.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }, { token })).toEqual({
    nodes: [null, null, null],
  });
});

test.each([
  ['unsigned', (parts: string[]) => [base64({ alg: 'none', typ: 'JWT' }), parts[1], ''].join('.')],
  ['with another signature', (parts: string[]) => [parts[0], parts[1], 'A'.repeat(43)].join('.')],
  [
    'with another customer in it',
    (parts: string[]) =>
      [parts[0], base64({ ...claims(parts), sub: 'cus_00000000000000000000000000' }), parts[2]].join('.'),
  ],
  [
    'with a later end in it',
    (parts: string[]) => [parts[0], base64({ ...claims(parts), exp: 4_000_000_000 }), parts[2]].join('.'),
  ],
])('a token %s is refused', async (_name, forge) => {
  const forged = forge(token.split('.'));
  const { errors } = await api.execute('{ customer(externalId: "acme") { id } }', {}, { token: forged });
  expect(errors[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});

test('the token of a customer that is archived since is refused, and good again after', async () => {
  const { createCustomer } = await api.ask<{ createCustomer: { customer: { id: string } } }>(
    'mutation { createCustomer(input: { externalId: "leaver" }) { ... on CreateCustomerPayload { customer { id } } } }',
  );
  const { createCustomerToken } = await api.ask<{ createCustomerToken: { token: string } }>(
    'mutation { createCustomerToken(input: { customer: "leaver" }) { ... on CreateCustomerTokenPayload { token } } }',
  );
  const variables = { id: createCustomer.customer.id };
  const seen = async () =>
    (await api.execute('{ customer(externalId: "leaver") { id } }', {}, { token: createCustomerToken.token })).errors
      .length;
  expect(await seen()).toBe(0);
  await api.ask('mutation ($id: ID!) { archiveCustomer(input: { id: $id }) { __typename } }', variables);
  expect(await seen()).toBe(1);
  await api.ask('mutation ($id: ID!) { unarchiveCustomer(input: { id: $id }) { __typename } }', variables);
  expect(await seen()).toBe(0);
});

test('a key that was used a moment ago is refused as soon as it is revoked', async () => {
  const key = await api.keyWith('READ');
  expect(await codeOf('Query.workspace', { key })).toBe('allowed');
  await revoke(key);
  expect(await codeOf('Query.workspace', { key })).toBe('UNAUTHENTICATED');
});

async function codeOf(field: string, as: As): Promise<string> {
  const [root = '', name = ''] = field.split('.');
  const document = `${root.toLowerCase()} { ${name}${operations[field]?.args ?? ''} { __typename } }`;
  const errors =
    root === 'Subscription' ? await streamErrors(document, as) : (await api.execute(document, {}, as)).errors;
  const code = errors[0]?.extensions?.code ?? 'allowed';
  expect(errors.length, JSON.stringify(errors)).toBe(code === 'allowed' ? 0 : 1);
  return code;
}

/** Of the first message, or none as soon as the stream is watching. */
async function streamErrors(document: string, as: As) {
  const before = api.hub.watcherCount();
  const stream = await api.subscribe(document, {}, as);
  const first = stream.next();
  let errors: readonly { extensions?: { code?: string } }[] | null = null;
  void first.then(({ value }) => {
    errors = value?.errors ?? [];
  });
  await vi.waitFor(() => expect(errors !== null || api.hub.watcherCount() > before).toBe(true));
  await stream.return?.();
  await vi.waitFor(() => expect(api.hub.watcherCount()).toBe(before));
  return errors ?? [];
}

async function revokedKey(): Promise<string> {
  const key = await api.keyWith('ADMIN');
  await revoke(key);
  return key;
}

async function revoke(key: string): Promise<void> {
  const { apiKeys } = await api.ask<{ apiKeys: { nodes: { id: string; hint: string }[] } }>(
    '{ apiKeys(first: 200) { nodes { id hint } } }',
  );
  const id = apiKeys.nodes.find(({ hint }) => hint.endsWith(key.slice(-4)))?.id;
  await api.ask(
    'mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { ... on RevokeApiKeyPayload { apiKey { id } } } }',
    { id },
  );
}

async function customerToken(expiresInSeconds: number): Promise<string> {
  const { createCustomerToken } = await api.ask<{ createCustomerToken: { token: string } }>(
    `mutation ($expiresInSeconds: Int!) { createCustomerToken(input: { customer: "acme", expiresInSeconds: $expiresInSeconds }) {
      ... on CreateCustomerTokenPayload { token } } }`,
    { expiresInSeconds },
  );
  return createCustomerToken.token;
}

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function claims(parts: string[]): object {
  return JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString()) as object;
}
