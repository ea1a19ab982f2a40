import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

type CreditType = { id: string; key: string };
type Result = { __typename: string; creditType: CreditType; issues?: { path: string[]; message: string }[] };

const fields = 'id key name unit precision value { amount currency } createdAt';

async function create(input: object, key = api.adminKey): Promise<Result> {
  const { result } = await api.ask<{ result: Result }>(
    `mutation ($input: CreateCreditTypeInput!) { result: createCreditType(input: $input) { __typename
      ... on CreateCreditTypePayload { creditType { ${fields} } }
      ... on CreditTypeKeyTaken { creditType { id key } }
      ... on InvalidInput { issues { path message } } } }`,
    { input },
    { key },
  );
  return result;
}

test('a credit type is answered as it was made, by its key, by its id and as a node', async () => {
  const value = { amount: '0.00001', currency: 'USD' };
  const { creditType } = await create({ key: 'ai', name: 'AI credits', unit: 'credit', precision: 12, value });
  expect(creditType).toMatchObject({ key: 'ai', name: 'AI credits', unit: 'credit', precision: 12, value });
  expect(creditType.id).toMatch(/^crt_[0-9a-z]{26}$/);
  const asked = await api.ask(
    `query ($id: ID!) { byKey: creditType(key: "ai") { ${fields} } byId: creditType(id: $id) { ${fields} }
      node(id: $id) { __typename ... on CreditType { ${fields} } } }`,
    { id: creditType.id },
  );
  const node = { __typename: 'CreditType', ...creditType };
  expect(asked).toEqual({ byKey: creditType, byId: creditType, node });
});

test('the least that has to be said: whole credits without a unit and a value', async () => {
  const { creditType } = await create({ key: 'plain', name: 'Plain' });
  expect(creditType).toMatchObject({ unit: null, precision: 0, value: null });
});

test('a key is taken once, and the answer says by which credit type', async () => {
  const { creditType } = await create({ key: 'taken', name: 'First' });
  const again = await create({ key: 'taken', name: 'Second', precision: 3 });
  expect(again).toEqual({ __typename: 'CreditTypeKeyTaken', creditType: { id: creditType.id, key: 'taken' } });
  expect(await api.ask('{ creditType(key: "taken") { name precision } }')).toEqual({
    creditType: { name: 'First', precision: 0 },
  });
});

test('of many who ask for one key at once, one gets it', async () => {
  const results = await Promise.all(Array.from({ length: 8 }, (_, i) => create({ key: 'raced', name: `No. ${i}` })));
  const made = results.filter((result) => result.__typename === 'CreateCreditTypePayload');
  expect(made).toHaveLength(1);
  expect(new Set(results.map(({ creditType }) => creditType.id)).size).toBe(1);
});

test('everything wrong with it is told at once, and nothing is made', async () => {
  const value = { amount: '-1', currency: 'USD' };
  const { issues } = await create({ key: 'a b', name: '', unit: '', precision: 13, value });
  expect(issues?.map(({ path }) => path.join('.'))).toEqual(['key', 'name', 'unit', 'precision', 'value.amount']);
  expect(await api.ask('{ creditType(key: "a b") { id } }')).toEqual({ creditType: null });
});

test('the list is in the order in which they were made, page by page', async () => {
  const { adminKey: key } = await api.secondWorkspace();
  for (const name of ['one', 'two', 'three']) await create({ key: name, name }, key);
  type Page = { nodes: CreditType[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  const page = async (args: string) => {
    const document = `{ creditTypes(${args}) { nodes { key } pageInfo { hasNextPage endCursor } } }`;
    return (await api.ask<{ creditTypes: Page }>(document, {}, { key })).creditTypes;
  };
  const first = await page('first: 2');
  expect([first.nodes.map((type) => type.key), first.pageInfo.hasNextPage]).toEqual([['one', 'two'], true]);
  const second = await page(`first: 2, after: "${first.pageInfo.endCursor}"`);
  expect([second.nodes.map((type) => type.key), second.pageInfo.hasNextPage]).toEqual([['three'], false]);
  expect((await page('last: 1')).nodes).toEqual([{ key: 'three' }]);
});

describe('what every flush has to know', () => {
  const record = (id: string, key: string) =>
    api.ask(
      `mutation { recordEvents(input: { createCustomers: true, events: [{ id: "${id}", name: "call", customer: "c" }] }) {
        ... on RecordEventsPayload { recorded } } }`,
      {},
      { key },
    );
  const catalog = async (workspaceId: string) => {
    const { database, catalogs } = api.deps;
    const { rows } = await database.pool.query<{ meters_version: number }>(
      'SELECT meters_version FROM workspace WHERE id = $1',
      [workspaceId],
    );
    return await catalogs.at(database.pool, workspaceId, rows[0]?.meters_version ?? 0);
  };

  test('the first credit type of a workspace is noticed by the next flush', async () => {
    const { workspaceId, adminKey } = await api.secondWorkspace();
    await record('1', adminKey);
    const before = await catalog(workspaceId);
    expect(before.hasCreditTypes).toBe(false);
    await create({ key: 'first', name: 'First' }, adminKey);
    await record('2', adminKey);
    const after = await catalog(workspaceId);
    expect(after.hasCreditTypes).toBe(true);
    expect(after.metersVersion).toBeGreaterThan(before.metersVersion);
  });
});
