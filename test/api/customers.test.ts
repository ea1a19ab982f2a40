import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

type Customer = { id: string; externalId: string; archivedAt: string | null };
type Result = { __typename: string; customer: Customer; issues?: { path: string[]; message: string }[] };

const fields = 'id externalId name email metadata createdAt archivedAt';

const invalid = '... on InvalidInput { issues { path message } }';
const more: Record<string, string> = {
  createCustomer: `... on CustomerAlreadyExists { message customer { ${fields} } } ${invalid}`,
  updateCustomer: invalid,
};

/** What a mutation of one customer answers. */
async function change(field: string, input: Record<string, unknown>): Promise<Result> {
  const Type = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  const { result } = await api.ask<{ result: Result }>(
    `mutation ($input: ${Type}Input!) { result: ${field}(input: $input) {
      __typename ... on ${Type}Payload { customer { ${fields} } } ${more[field] ?? ''} } }`,
    { input },
  );
  return result;
}

const create = (input: Record<string, unknown>) => change('createCustomer', input);

test('a customer is created with what is given, and found by either id', async () => {
  const metadata = { plan: 'pro', ключ: ['☃', { '😀': null }], n: 1.5, __proto: {} };
  const { __typename, customer } = await create({
    externalId: 'acme',
    name: 'Ácme 😀',
    email: 'a@acme.test',
    metadata,
  });
  expect(__typename).toBe('CreateCustomerPayload');
  expect(customer).toEqual({
    id: expect.stringMatching(/^cus_[0-9a-z]{26}$/),
    externalId: 'acme',
    name: 'Ácme 😀',
    email: 'a@acme.test',
    metadata,
    createdAt: '2026-03-01T12:00:00Z',
    archivedAt: null,
  });
  expect(
    await api.ask(
      `query ($id: ID!) { a: customer(id: $id) { ${fields} } b: customer(externalId: "acme") { ${fields} } node(id: $id) { __typename id } }`,
      { id: customer.id },
    ),
  ).toEqual({ a: customer, b: customer, node: { __typename: 'Customer', id: customer.id } });
});

test('an externalId is taken once; the answer says by whom, and changes nothing', async () => {
  const { customer } = await create({ externalId: 'twice', name: 'First' });
  expect(await create({ externalId: 'twice', name: 'Second' })).toMatchObject({
    __typename: 'CustomerAlreadyExists',
    customer,
  });
  expect((await create({ externalId: 'Twice' })).__typename).toBe('CreateCustomerPayload');
});

test('of several who create one customer at the same moment, one does', async () => {
  const results = await Promise.all(Array.from({ length: 8 }, () => create({ externalId: 'race' })));
  expect(results.map(({ __typename }) => __typename).sort()).toEqual([
    'CreateCustomerPayload',
    ...Array.from({ length: 7 }, () => 'CustomerAlreadyExists'),
  ]);
  expect(new Set(results.map(({ customer }) => customer.id)).size).toBe(1);
});

test('everything wrong with a new customer is said at once', async () => {
  const deep = JSON.parse(`${'{"a":'.repeat(9)}1${'}'.repeat(9)}`) as object;
  const { issues } = await create({ externalId: '', name: 'x'.repeat(256), email: 'nobody', metadata: deep });
  expect(issues?.map(({ path }) => path)).toEqual([['externalId'], ['name'], ['email'], ['metadata']]);
  const huge = await create({ externalId: 'huge', metadata: { text: 'ä'.repeat(9_000) } });
  expect(huge.issues).toEqual([{ path: ['metadata'], message: 'The metadata must be at most 16 KiB of JSON.' }]);
  expect((await create({ externalId: '😀'.repeat(255), metadata: { text: 'x'.repeat(16_000) } })).__typename).toBe(
    'CreateCustomerPayload',
  );
});

test('an edit changes what it names and leaves the rest; null empties', async () => {
  const { customer } = await create({ externalId: 'edited', name: 'Before', email: 'b@x.test', metadata: { a: 1 } });
  const { id } = customer;
  expect((await change('updateCustomer', { id })).customer).toEqual(customer);
  expect((await change('updateCustomer', { id, name: 'After' })).customer).toEqual({ ...customer, name: 'After' });
  expect((await change('updateCustomer', { id, email: null, metadata: { b: 2 } })).customer).toEqual({
    ...customer,
    name: 'After',
    email: null,
    metadata: { b: 2 },
  });
  expect((await change('updateCustomer', { id, name: null, metadata: null })).customer).toMatchObject({
    name: null,
    metadata: {},
  });
  expect(await change('updateCustomer', { id, name: '', email: '@' })).toMatchObject({
    __typename: 'InvalidInput',
    issues: [{ path: ['name'] }, { path: ['email'] }],
  });
});

test('an archived customer takes no events, keeps its numbers, and takes events again when it is unarchived', async () => {
  await api.ask(
    'mutation { createMeter(input: { key: "calls", eventName: "call", aggregation: COUNT }) { __typename } }',
  );
  const { customer } = await create({ externalId: 'leaver' });
  const record = async (id: string) =>
    (
      await api.ask<{ recordEvent: unknown }>(
        `mutation { recordEvent(input: { id: "${id}", name: "call", customer: "leaver", createCustomers: true }) { __typename ... on EventRejected { code } } }`,
      )
    ).recordEvent;
  const usage = async () => await api.ask('{ customer(externalId: "leaver") { usage(meter: "calls") { value } } }');
  await record('1');

  const archived = await change('archiveCustomer', { id: customer.id });
  expect(archived.customer.archivedAt).toBe('2026-03-01T12:00:00Z');
  api.clock.advance(60);
  expect(await change('archiveCustomer', { id: customer.id })).toEqual(archived);
  expect(await record('2')).toEqual({ __typename: 'EventRejected', code: 'CUSTOMER_ARCHIVED' });
  expect(await usage()).toEqual({ customer: { usage: { value: '1' } } });
  expect((await create({ externalId: 'leaver' })).__typename).toBe('CustomerAlreadyExists');

  expect((await change('unarchiveCustomer', { id: customer.id })).customer.archivedAt).toBeNull();
  expect((await change('unarchiveCustomer', { id: customer.id })).customer.archivedAt).toBeNull();
  expect(await record('2')).toEqual({ __typename: 'RecordEventPayload' });
  expect(await usage()).toEqual({ customer: { usage: { value: '2' } } });
});
