import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sessionToken } from '../../src/core/keys/session.ts';
import { signToken } from '../../src/core/keys/workspace-token.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { sseEvents } from '../kit/sse.ts';

const origin = 'http://test.local';
const ownPage = { 'sec-fetch-site': 'same-origin' };
const who = '{ workspace { id } }';

let api: TestApi;
let other: TestApi;

beforeAll(async () => {
  api = await createTestApi();
  other = await api.anotherInstance();
});
afterAll(async () => {
  await other.close();
  await api.close();
});

const signIn = (body: unknown, headers: Record<string, string> = {}) =>
  api.fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

/** The `misura_session=…` of somebody who has just signed in. */
async function cookieOf(key: string): Promise<string> {
  const response = await signIn({ key });
  expect(response.status).toBe(204);
  return String(response.headers.get('set-cookie')).split(';')[0] as string;
}

/** The code of what a request was refused for; `ok` if it was not. */
async function asked(headers: Record<string, string>, { at = api, query = who, method = 'POST' } = {}) {
  const path = method === 'GET' ? `/graphql?query=${encodeURIComponent(query)}` : '/graphql';
  const response = await at.fetch(path, {
    method,
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    ...(method === 'GET' ? {} : { body: JSON.stringify({ query }) }),
  });
  const { errors } = (await response.json()) as { errors?: { message: string; extensions: { code: string } }[] };
  return errors === undefined ? 'ok' : `${errors[0]?.extensions.code}: ${errors[0]?.message}`;
}

async function keyOfOwn(...scopes: ('INGEST' | 'READ' | 'ADMIN')[]) {
  const { createApiKey } = await api.ask<{ createApiKey: { secret: string; apiKey: { id: string } } }>(
    `mutation ($scopes: [Scope!]!) { createApiKey(input: { name: "page", scopes: $scopes }) {
      ... on CreateApiKeyPayload { secret apiKey { id } } } }`,
    { scopes },
  );
  return { secret: createApiKey.secret, id: createApiKey.apiKey.id };
}

const revoke = (id: string) =>
  api.ask('mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { __typename } }', { id });

const noCredential = 'UNAUTHENTICATED: Send an API key or a customer token: `Authorization: Bearer …`.';
const notValid = 'UNAUTHENTICATED: This session is not valid any more. Sign in again.';

describe('signing in', () => {
  test('gives a cookie that scripts cannot read, other sites cannot send, and the key is not in', async () => {
    const response = await signIn({ key: api.adminKey });
    expect([response.status, await response.text()]).toEqual([204, '']);
    const [cookie, ...attributes] = String(response.headers.get('set-cookie')).split('; ');
    expect(attributes).toEqual(['Max-Age=43200', 'Path=/', 'HttpOnly', 'SameSite=Strict']);
    expect(cookie).toMatch(/^misura_session=ey[\w.-]+$/);
    const claims = Buffer.from(String(cookie).split('.')[1] ?? '', 'base64url').toString();
    expect(`${cookie} ${claims}`).not.toContain(api.adminKey.slice(-8));
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('over HTTPS gives one that is never sent without it, also behind a proxy', async () => {
    const response = await signIn({ key: api.adminKey }, { 'x-forwarded-proto': 'https' });
    expect(response.headers.get('set-cookie')).toMatch(/; HttpOnly; Secure; SameSite=Strict$/);
  });

  test.each([
    ['an unknown key', { key: 'msr_live_unknown' }, 401],
    ['no key', {}, 400],
    ['a number', { key: 1 }, 400],
    ['null', 'null', 400],
    ['no JSON', '{', 400],
    ['more than a key', { key: 'k'.repeat(2_000) }, 413],
  ])('with %s is refused', async (_what, body, status) => {
    const response = await signIn(body);
    expect([response.status, response.headers.get('set-cookie')]).toEqual([status, null]);
    expect(await response.json()).toEqual({ message: expect.any(String) });
  });

  test('with a customer token is refused', async () => {
    await api.ask('mutation { createCustomer(input: { externalId: "acme" }) { __typename } }');
    const { createCustomerToken } = await api.ask<{ createCustomerToken: { token: string } }>(
      'mutation { createCustomerToken(input: { customer: "acme" }) { ... on CreateCustomerTokenPayload { token } } }',
    );
    expect((await signIn({ key: createCustomerToken.token })).status).toBe(401);
  });

  test('takes a body that is sent in chunks, up to the same length', async () => {
    const inChunks = async (text: string) => {
      const body = new Blob([text]).stream() as ReadableStream<Uint8Array>;
      const headers = { 'content-type': 'application/json' };
      return (await api.fetch('/session', { method: 'POST', headers, body, duplex: 'half' } as RequestInit)).status;
    };
    expect(await inChunks(JSON.stringify({ key: api.adminKey }))).toBe(204);
    expect(await inChunks(JSON.stringify({ key: 'k'.repeat(2_000) }))).toBe(413);
  });

  test('is not for a form, nor for a page of somewhere else', async () => {
    const status = async (headers: Record<string, string>) => (await signIn({ key: api.adminKey }, headers)).status;
    expect(await status({ 'content-type': 'text/plain' })).toBe(415);
    expect(await status({ 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await status({ 'sec-fetch-site': 'cross-site', origin })).toBe(403);
    expect(await status({ origin: 'http://elsewhere.local' })).toBe(403);
    expect([await status(ownPage), await status({ origin })]).toEqual([204, 204]);
  });

  test('is refused where too many try at once', async () => {
    const { pool } = api.database;
    const held = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
    const tries = Array.from({ length: 201 }, (_, i) => signIn({ key: `msr_live_try_${i}` }));
    const refused = await Promise.race(tries);
    for (const client of held) client.release();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBe(200);
  });

  test('is for POST, and DELETE signs out', async () => {
    expect((await api.fetch('/session')).status).toBe(405);
    const response = await api.fetch('/session', { method: 'DELETE', headers: ownPage });
    expect(response.status).toBe(204);
    expect(response.headers.get('set-cookie')).toBe('misura_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict');
    const elsewhere = { 'sec-fetch-site': 'cross-site' };
    expect((await api.fetch('/session', { method: 'DELETE', headers: elsewhere })).status).toBe(403);
  });
});

describe('a session', () => {
  test('is its key, with the same scopes, on any instance', async () => {
    const cookie = await cookieOf((await keyOfOwn('READ')).secret);
    for (const at of [api, other]) {
      expect(await asked({ cookie, ...ownPage }, { at })).toBe('ok');
      const mutation = 'mutation { createCustomer(input: { externalId: "sneaky" }) { __typename } }';
      expect(await asked({ cookie, ...ownPage }, { at, query: mutation })).toMatch(/^FORBIDDEN: .*it has READ/);
    }
  });

  test('counts for pages of this server only', async () => {
    const cookie = await cookieOf(api.adminKey);
    const seen = (headers: Record<string, string>) => asked({ cookie, ...headers });
    for (const site of ['same-site', 'cross-site', 'none']) {
      expect(await seen({ 'sec-fetch-site': site, origin })).toBe(noCredential);
    }
    expect(await seen({})).toBe(noCredential);
    for (const from of ['null', 'http://elsewhere.local', 'http://test.local:3000', 'http://test.local.evil', 'x']) {
      expect(await seen({ origin: from })).toBe(noCredential);
    }
    expect(await seen({ origin })).toBe('ok');
  });

  test('behind a proxy is compared with the origin that the browser sees', async () => {
    const cookie = await cookieOf(api.adminKey);
    const seen = (headers: Record<string, string>) => asked({ cookie, ...headers });
    expect(await seen({ origin: 'https://test.local', 'x-forwarded-proto': 'https' })).toBe('ok');
    expect(await seen({ origin: 'https://test.local' })).toBe(noCredential);
    expect(await seen({ origin, 'x-forwarded-proto': 'https' })).toBe(noCredential);
  });

  test('never counts for what a link can do', async () => {
    const cookie = await cookieOf(api.adminKey);
    expect(await asked({ cookie, ...ownPage }, { method: 'GET' })).toBe(noCredential);
  });

  test('is not looked at beside an Authorization header, good or bad', async () => {
    const cookie = await cookieOf(api.adminKey);
    const ingest = await keyOfOwn('INGEST');
    expect(await asked({ cookie, ...ownPage, authorization: `Bearer ${ingest.secret}` })).toMatch(/^FORBIDDEN/);
    expect(await asked({ cookie, ...ownPage, authorization: 'Bearer msr_live_unknown' })).toMatch(/^UNAUTHENTICATED/);
  });

  test('ends when its key is revoked', async () => {
    const key = await keyOfOwn('READ');
    const cookie = await cookieOf(key.secret);
    expect(await asked({ cookie, ...ownPage })).toBe('ok');
    await revoke(key.id);
    expect(await asked({ cookie, ...ownPage })).toBe(notValid);
    expect((await signIn({ key: key.secret })).status).toBe(401);
  });

  test('ends after twelve hours', async () => {
    const cookie = await cookieOf(api.adminKey);
    api.clock.advance(12 * 3_600 - 1);
    expect(await asked({ cookie, ...ownPage })).toBe('ok');
    api.clock.advance(1);
    expect(await asked({ cookie, ...ownPage })).toBe('UNAUTHENTICATED: This session has expired. Sign in again.');
  });

  test.each([
    ['unsigned', ([head, body]: string[]) => [base64({ ...parsed(head), alg: 'none' }), body, '']],
    ['with another signature', ([head, body]: string[]) => [head, body, 'A'.repeat(43)]],
    ['with a later end', ([head, body, end]: string[]) => [head, base64({ ...parsed(body), exp: 4e9 }), end]],
    ['without a key', ([head, body, end]: string[]) => [head, base64({ ...parsed(body), sub: 'cus_1' }), end]],
    ['that is none', () => ['ey', 'no', 'jwt']],
  ])('%s is none', async (_what, forge) => {
    const [, token = ''] = (await cookieOf(api.adminKey)).split('=');
    expect(await asked({ cookie: `misura_session=${forge(token.split('.')).join('.')}`, ...ownPage })).toBe(notValid);
  });

  test('that another workspace has signed for a key of this one is none', async () => {
    const { workspaceId } = await api.secondWorkspace();
    const { rows } = await api.database.pool.query('SELECT id, token_secret FROM workspace');
    const secretOf = (id: string) => rows.find((row) => row.id === id)?.token_secret as Buffer;
    const { id: keyId } = (
      await api.database.pool.query('SELECT id FROM api_key WHERE workspace_id = $1', [api.workspaceId])
    ).rows[0] as { id: string };
    const issuedAt = api.clock.now();
    const signed = async (claimed: string, by: string, seconds = 60n) => {
      const claims = { workspaceId: claimed, subjectId: keyId, issuedAt, expiresAt: issuedAt + seconds * 1_000_000n };
      const cookie = `misura_session=${await signToken(sessionToken, claims, secretOf(by))}`;
      return await asked({ cookie, ...ownPage });
    };
    expect(await signed(api.workspaceId, api.workspaceId)).toBe('ok');
    expect(await signed(api.workspaceId, workspaceId)).toBe(notValid);
    expect(await signed(workspaceId, workspaceId)).toBe(notValid);
    expect(await signed(api.workspaceId, api.workspaceId, 43_201n)).toBe(notValid);
  });

  test('and a customer token are not taken for each other', async () => {
    const { createCustomerToken } = await api.ask<{ createCustomerToken: { token: string } }>(
      'mutation { createCustomerToken(input: { customer: "acme" }) { ... on CreateCustomerTokenPayload { token } } }',
    );
    expect(await asked({ cookie: `misura_session=${createCustomerToken.token}`, ...ownPage })).toBe(notValid);
    const [, session = ''] = (await cookieOf(api.adminKey)).split('=');
    expect(await asked({ authorization: `Bearer ${session}` })).toBe(
      'UNAUTHENTICATED: This customer token is not valid.',
    );
  });

  test('that is revoked ends its live streams, on every instance', async () => {
    const key = await keyOfOwn('READ');
    const cookie = await cookieOf(key.secret);
    const streams = await Promise.all([api, other].map((at) => watching(at, cookie)));
    await revoke(key.id);
    for (const { end } of streams) expect(await end).toBe('UNAUTHENTICATED: This API key has been revoked.');
  });

  test('that expires ends its live streams', async () => {
    const cookie = await cookieOf(api.adminKey);
    // The clock of the server stands still; what remains of the session passes in real time.
    api.clock.advance(12 * 3_600 - 1);
    const { end } = await watching(api, cookie);
    expect(await end).toBe('UNAUTHENTICATED: This session has expired. Sign in again.');
  });
});

/** Watches; `end` is what ends it. */
async function watching(at: TestApi, cookie: string): Promise<{ end: Promise<string> }> {
  const before = at.hub.watcherCount();
  const response = await at.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', cookie, ...ownPage },
    body: JSON.stringify({ query: 'subscription { eventRecorded { eventId } }' }),
  });
  const events = sseEvents(response.body as ReadableStream<Uint8Array>);
  const first = events.next();
  await expect.poll(() => at.hub.watcherCount()).toBeGreaterThan(before);
  const end = first.then(({ value }) => {
    const { errors } = JSON.parse(value?.data ?? '{}') as {
      errors?: { message: string; extensions: { code: string } }[];
    };
    return `${errors?.[0]?.extensions.code}: ${errors?.[0]?.message}`;
  });
  return { end };
}

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const parsed = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;
