import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  await api.ask(
    `mutation { ${['JPY', 'EUR'].map(
      (currency) => `
    ${currency}: createProduct(input: { key: "${currency}", name: "P", currency: "${currency}", interval: { unit: MONTH },
      charges: [{ flat: { name: "Base", amount: 7 } }] }) { __typename }
    c${currency}: createCustomer(input: { externalId: "${currency}" }) { __typename }
    s${currency}: createSubscription(input: { customer: "${currency}", product: "${currency}" }) { __typename }`,
    )} advanceClock(input: { to: "2026-04-01T12:30:00Z" }) { __typename } }`,
  );
});
afterAll(() => api.close());

const revenue = (args = '') =>
  `{ workspace { revenue${args} { currency final { amount currency } draft { amount } invoiceCount } } }`;

test('what was invoiced, by currency: the first month is final, and the second still a draft', async () => {
  const of = (currency: string) => ({
    ...{ currency, final: { amount: '7', currency }, draft: { amount: '7' }, invoiceCount: 2 },
  });
  expect(await api.ask(revenue())).toEqual({ workspace: { revenue: [of('EUR'), of('JPY')] } });
});

test('of periods that end in a time, its end left out', async () => {
  const counts = async (args: string) => {
    const { workspace } = await api.ask<{ workspace: { revenue: { invoiceCount: number }[] } }>(revenue(args));
    return workspace.revenue.map(({ invoiceCount }) => invoiceCount);
  };
  // The first invoice and the one that closes the first period have the same.
  expect(await counts('(from: "2026-04-01T12:00:00Z")')).toEqual([2, 2]);
  expect(await counts('(to: "2026-04-01T12:00:00Z")')).toEqual([]);
  const { errors } = await api.execute(revenue('(from: "2026-05-01T00:00:00Z", to: "2026-04-01T00:00:00Z")'));
  expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
});

test('another workspace has none of it', async () => {
  const { adminKey: key } = await api.secondWorkspace();
  expect(await api.ask(revenue(), {}, { key })).toEqual({ workspace: { revenue: [] } });
});
