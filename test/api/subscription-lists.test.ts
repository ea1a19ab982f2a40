import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { watchStatements } from '../kit/statements.ts';

type Found = { id: string; status: string; product: { key: string }; customer: { externalId: string } };
type Page = { nodes: Found[]; pageInfo: { hasNextPage: boolean; endCursor: string; startCursor: string } };

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  await api.ask(
    `mutation { ${['basic', 'pro'].map(
      (
        key,
      ) => `${key}: createProduct(input: { key: "${key}", name: "${key}", currency: "USD", interval: { unit: MONTH },
      charges: [{ flat: { name: "Base", amount: 1 } }] }) { __typename }`,
    )} ${['ada', 'bob', 'eve'].map((name) => `${name}: createCustomer(input: { externalId: "${name}" }) { __typename }`)} }`,
  );
  await subscribe('ada', 'basic');
  await subscribe('bob', 'pro');
  await subscribe('eve', 'pro', 'startAt: "2026-06-01T00:00:00Z"');
  const ended = await subscribe('bob', 'basic');
  await api.ask(`mutation { cancelSubscription(input: { id: "${ended}", when: IMMEDIATELY }) { __typename } }`);
  const moved = await subscribe('eve', 'basic');
  await api.ask(`mutation { changeSubscription(input: { id: "${moved}", product: "pro" }) { __typename } }`);
});
afterAll(() => api.close());

async function subscribe(customer: string, product: string, more = ''): Promise<string> {
  const { createSubscription } = await api.ask<{ createSubscription: { subscription: { id: string } } }>(
    `mutation { createSubscription(input: { customer: "${customer}", product: "${product}" ${more} }) {
      ... on CreateSubscriptionPayload { subscription { id } } } }`,
  );
  return createSubscription.subscription.id;
}

async function list(args = ''): Promise<Page> {
  const { subscriptions } = await api.ask<{ subscriptions: Page }>(
    `{ subscriptions${args} { nodes { id status product { key } customer { externalId } }
      pageInfo { hasNextPage endCursor startCursor } } }`,
  );
  return subscriptions;
}

const shown = ({ nodes }: Page) =>
  nodes.map(({ customer, product, status }) => `${customer.externalId} ${product.key} ${status}`);

const all = ['ada basic ACTIVE', 'bob pro ACTIVE', 'eve pro SCHEDULED', 'bob basic ENDED', 'eve pro ACTIVE'];

test('subscriptions of all customers come in the order made', async () => {
  expect(shown(await list())).toEqual(all);
});

test('by status, by product, or by both: what they say of themselves', async () => {
  for (const status of [null, 'SCHEDULED', 'ACTIVE', 'ENDED']) {
    for (const product of [null, 'basic', 'pro', 'none', '']) {
      const filters = [status && `status: ${status}`, product === null ? null : `product: "${product}"`];
      const args = filters.filter((filter) => filter !== null).join(', ');
      const expected = all.filter(
        (one) => (status === null || one.endsWith(status)) && (product === null || one.includes(` ${product} `)),
      );
      expect(shown(await list(args === '' ? '' : `(${args})`)), args).toEqual(expected);
    }
  }
});

test('page by page, forwards and backwards', async () => {
  const first = await list('(first: 2)');
  expect([shown(first), first.pageInfo.hasNextPage]).toEqual([all.slice(0, 2), true]);
  expect(shown(await list(`(first: 9, after: "${first.pageInfo.endCursor}")`))).toEqual(all.slice(2));
  const last = await list('(last: 2)');
  expect(shown(last)).toEqual(all.slice(3));
  expect(shown(await list(`(last: 1, before: "${last.pageInfo.startCursor}", status: ACTIVE)`))).toEqual([all[1]]);
});

test('a page takes one statement, and one more for each thing they lead to', async () => {
  const statements = watchStatements(api.database.pool);
  await list('(first: 200)');
  expect(statements.seen().filter((name) => name !== 'find_live_key').length).toBeLessThanOrEqual(4);
});
