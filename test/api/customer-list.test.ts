import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  for (const name of names) await create(`page-${name}`);
});
afterAll(() => api.close());

type Customer = { externalId: string };
type Page = { nodes: Customer[]; edges: { cursor: string }[]; pageInfo: Record<string, unknown> };
const names = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'];
const list = async (args: string) =>
  (
    await api.ask<{ customers: Page }>(
      `{ customers(search: "page-", ${args}) { nodes { externalId } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    )
  ).customers;
const shown = ({ nodes }: Page) => nodes.map(({ externalId }) => externalId.slice(5)).join(' ');

test.each([
  [
    'forwards',
    (cursor: unknown) => `first: 3${cursor === undefined ? '' : `, after: "${cursor}"`}`,
    'endCursor',
    'hasNextPage',
    ['p1 p2 p3', 'p4 p5 p6', 'p7'],
  ],
  [
    'backwards',
    (cursor: unknown) => `last: 3${cursor === undefined ? '' : `, before: "${cursor}"`}`,
    'startCursor',
    'hasPreviousPage',
    ['p5 p6 p7', 'p2 p3 p4', 'p1'],
  ],
] as const)('is walked %s to its end, each customer once', async (_name, args, end, more, pages) => {
  const seen: string[] = [];
  for (let cursor: unknown; ; ) {
    const page = await list(args(cursor));
    seen.push(shown(page));
    expect(page.edges.map((edge) => edge.cursor)[0]).toBe(page.pageInfo.startCursor);
    if (page.pageInfo[more] === false) break;
    cursor = page.pageInfo[end];
  }
  expect(seen).toEqual(pages);
});

test('says on both sides whether there is more', async () => {
  const first = await list('first: 3');
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  const rest = await list(`first: 50, after: "${first.pageInfo.endCursor}"`);
  expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  const between = await list(`first: 9, after: "${first.edges[0]?.cursor}", before: "${rest.edges[0]?.cursor}"`);
  expect(shown(between)).toBe('p2 p3');
  expect((await list('archived: true')).pageInfo).toEqual({
    hasNextPage: false,
    hasPreviousPage: false,
    startCursor: null,
    endCursor: null,
  });
});

test('is searched for a piece of text as it stands, in either case', async () => {
  await create('search-1', '100%_Sure', 'Who@Found.test');
  for (const text of ['100%_s', '%_', 'SURE', 'who@found', 'search-1']) {
    const { customers } = await api.ask<{ customers: Page }>(
      'query ($text: String) { customers(search: $text) { nodes { externalId } } }',
      { text },
    );
    expect(customers.nodes, text).toEqual([{ externalId: 'search-1' }]);
  }
});

async function create(externalId: string, name?: string, email?: string): Promise<void> {
  await api.ask('mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { __typename } }', {
    input: { externalId, name, email },
  });
}
