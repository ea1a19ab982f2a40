import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await api.ask('mutation { createCustomer(input: { externalId: "acme" }) { __typename } }');
});
afterAll(() => api.close());

type ApiKey = { id: string; name: string; scopes: string[]; hint: string; createdAt: string; revokedAt: string | null };
type Created = { __typename: string; secret: string; apiKey: ApiKey; issues?: { path: string[] }[] };

const fields = 'id name scopes hint createdAt revokedAt';

async function create(input: object): Promise<Created> {
  const { createApiKey } = await api.ask<{ createApiKey: Created }>(
    `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename
      ... on CreateApiKeyPayload { secret apiKey { ${fields} } } ... on InvalidInput { issues { path message } } } }`,
    { input },
  );
  return createApiKey;
}

async function revoke(id: string): Promise<{ __typename: string; apiKey?: ApiKey }> {
  const { revokeApiKey } = await api.ask<{ revokeApiKey: { __typename: string; apiKey?: ApiKey } }>(
    `mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { __typename ... on RevokeApiKeyPayload { apiKey { ${fields} } } } }`,
    { id },
  );
  return revokeApiKey;
}

const listed = async () =>
  (await api.ask<{ apiKeys: { nodes: ApiKey[] } }>(`{ apiKeys { nodes { ${fields} } } }`)).apiKeys.nodes;

test('a key is made with its scopes, each once, and works; its secret is in that answer and nowhere else', async () => {
  const { secret, apiKey } = await create({ name: 'Ingest ☃', scopes: ['INGEST', 'READ', 'INGEST'] });
  expect(apiKey).toEqual({
    id: expect.stringMatching(/^key_/),
    name: 'Ingest ☃',
    scopes: ['INGEST', 'READ'],
    hint: expect.stringContaining(secret.slice(-4)),
    createdAt: '2026-03-01T12:00:00Z',
    revokedAt: null,
  });
  expect(secret).toMatch(/^msr_live_\w{30,}$/);
  expect((await api.execute('{ workspace { id } }', {}, { key: secret })).errors).toEqual([]);

  expect(await listed()).toContainEqual(apiKey);
  expect(JSON.stringify(await listed())).not.toContain(secret.slice(0, -4));
  const { rows } = await api.database.pool.query('SELECT * FROM api_key');
  const kept = JSON.stringify(rows.map((row) => ({ ...row, secret_hash: row.secret_hash.toString('latin1') })));
  expect(kept).not.toContain(secret.slice(12, -4));
});

test('a key without a scope or a name is InvalidInput', async () => {
  expect((await create({ name: '', scopes: [] })).issues?.map(({ path }) => path)).toEqual([['name'], ['scopes']]);
});

test('a revoked key is refused, is listed as revoked, and stays so', async () => {
  const { secret, apiKey } = await create({ name: 'Short', scopes: ['READ'] });
  const revoked = await revoke(apiKey.id);
  expect(revoked).toEqual({
    __typename: 'RevokeApiKeyPayload',
    apiKey: { ...apiKey, revokedAt: '2026-03-01T12:00:00Z' },
  });
  api.clock.advance(60);
  expect(await revoke(apiKey.id)).toEqual(revoked);
  expect(await listed()).toContainEqual(revoked.apiKey);
  const { errors, status } = await api.execute('{ workspace { id } }', {}, { key: secret });
  expect(errors[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  expect(status).toBe(200);
});

test('the last ADMIN key cannot be revoked, another one can, also by itself', async () => {
  const [first] = (await listed()).filter(({ scopes }) => scopes.includes('ADMIN'));
  expect(await revoke(first?.id ?? '')).toEqual({ __typename: 'LastAdminKey' });
  const second = await create({ name: 'Second', scopes: ['ADMIN'] });
  const document = 'mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { __typename } }';
  expect(await api.ask(document, { id: second.apiKey.id }, { key: second.secret })).toEqual({
    revokeApiKey: { __typename: 'RevokeApiKeyPayload' },
  });
  expect(await revoke(first?.id ?? '')).toEqual({ __typename: 'LastAdminKey' });
});

test('of two ADMIN keys that revoke each other at the same moment, one is left', async () => {
  const { adminKey: first } = await api.secondWorkspace();
  const make = `mutation { createApiKey(input: { name: "Two", scopes: [ADMIN] }) { ... on CreateApiKeyPayload { secret } } }`;
  const { createApiKey } = await api.ask<{ createApiKey: { secret: string } }>(make, {}, { key: first });
  const { apiKeys } = await api.ask<{ apiKeys: { nodes: ApiKey[] } }>(
    '{ apiKeys { nodes { id } } }',
    {},
    { key: first },
  );
  const [one, two] = apiKeys.nodes.map(({ id }) => id);
  const document = 'mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { __typename } }';
  const secrets = [first, createApiKey.secret];
  await Promise.all([two, one].map((id, i) => api.execute(document, { id }, { key: secrets[i] as string })));
  const answers = await Promise.all(secrets.map((key) => api.execute('{ workspace { id } }', {}, { key })));
  expect(answers.map(({ errors }) => errors.length).sort()).toEqual([0, 1]);
});
