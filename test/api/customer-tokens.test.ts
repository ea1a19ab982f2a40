import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await api.ask('mutation { createCustomer(input: { externalId: "acme" }) { __typename } }');
});
afterAll(() => api.close());

type Token = {
  __typename: string;
  token: string;
  expiresAt: string;
  customer: { externalId: string };
  issues?: { path: string[] }[];
};

async function createToken(input: object): Promise<Token> {
  const { createCustomerToken } = await api.ask<{ createCustomerToken: Token }>(
    `mutation ($input: CreateCustomerTokenInput!) { createCustomerToken(input: $input) { __typename
      ... on CreateCustomerTokenPayload { token expiresAt customer { externalId } } ... on InvalidInput { issues { path } } } }`,
    { input },
  );
  return createCustomerToken;
}

test('a customer token is good for as long as it says: an hour, or up to a day', async () => {
  const usual = await createToken({ customer: 'acme' });
  expect(usual).toMatchObject({ expiresAt: '2026-03-01T13:00:00Z', customer: { externalId: 'acme' } });
  expect(await createToken({ customer: 'acme', expiresInSeconds: 86_400 })).toMatchObject({
    expiresAt: '2026-03-02T12:00:00Z',
  });
  expect(await createToken({ customer: 'acme', expiresInSeconds: null })).toMatchObject({
    expiresAt: '2026-03-01T13:00:00Z',
  });
  const ask = () => api.execute<{ customer: unknown }>('{ customer(externalId: "acme") { externalId } }', {}, usual);
  api.clock.set('2026-03-01T12:59:59Z');
  expect((await ask()).data).toEqual({ customer: { externalId: 'acme' } });
  api.clock.set('2026-03-01T13:00:00Z');
  expect((await ask()).errors[0]).toMatchObject({
    message: 'This customer token has expired.',
    extensions: { code: 'UNAUTHENTICATED' },
  });
});

test('a token for one second lives that second, whenever in a second it is made', async () => {
  api.clock.set('2026-03-01T12:00:00.999Z');
  const token = await createToken({ customer: 'acme', expiresInSeconds: 1 });
  expect(token.expiresAt).toBe('2026-03-01T12:00:02Z');
  api.clock.set('2026-03-01T12:00:01.998Z');
  const { data } = await api.execute('{ customer(externalId: "acme") { externalId } }', {}, token);
  expect(data).toEqual({ customer: { externalId: 'acme' } });
});

test.each([0, -1, 86_401])('a customer token for %i seconds is InvalidInput', async (expiresInSeconds) => {
  expect(await createToken({ customer: 'acme', expiresInSeconds })).toMatchObject({
    __typename: 'InvalidInput',
    issues: [{ path: ['expiresInSeconds'] }],
  });
});

test('there is no token for a customer that is not there, or is archived', async () => {
  expect((await createToken({ customer: 'nobody' })).__typename).toBe('NotFound');
  const { createCustomer } = await api.ask<{ createCustomer: { customer: { id: string } } }>(
    'mutation { createCustomer(input: { externalId: "leaver" }) { ... on CreateCustomerPayload { customer { id } } } }',
  );
  await api.ask('mutation ($id: ID!) { archiveCustomer(input: { id: $id }) { __typename } }', createCustomer.customer);
  expect((await createToken({ customer: 'leaver' })).__typename).toBe('NotFound');
});
