import pg from 'pg';
import { expect, test } from 'vitest';
import { serveCli } from '../kit/cli.ts';
import { createTestDatabase } from '../kit/database.ts';

const key = `msr_live_${'k'.repeat(43)}`;
const stranger = `msr_live_${'s'.repeat(43)}`;
const metricsToken = 'a-token-for-figures-1';

test('no key, token or session is in the log, wherever it was sent and whatever went wrong', async () => {
  const { url: databaseUrl, drop } = await createTestDatabase();
  const cli = await serveCli({
    DATABASE_URL: databaseUrl,
    MISURA_BOOTSTRAP_KEY: key,
    MISURA_METRICS_TOKEN: metricsToken,
    MISURA_LOG_LEVEL: 'trace',
  });
  const { origin } = new URL(cli.url);
  const send = async (secret: string, headers: Record<string, string>, query: string, variables = {}) => {
    const response = await fetch(`${origin}/graphql?key=${secret}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': secret, cookie: `key=${secret}`, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return { text: await response.text(), requestId: response.headers.get('x-request-id') };
  };
  const signedIn = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
  });
  const cookie = String(signedIn.headers.get('set-cookie')).split(';')[0] as string;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('ALTER TABLE api_key RENAME COLUMN hint TO gone');
  await client.end();

  const broken = '{ apiKeys { nodes { hint } } }';
  const authorization = `Bearer ${key}`;
  const { text } = await send(key, { authorization, 'x-request-id': 'mine-1' }, broken);
  expect(text).toContain('INTERNAL_SERVER_ERROR');
  const ownPage = { cookie, 'sec-fetch-site': 'same-origin', 'x-request-id': 'mine-2' };
  expect((await send(key, ownPage, broken)).text).toContain('INTERNAL_SERVER_ERROR');
  for (const secret of [key, stranger, metricsToken]) {
    const body = JSON.stringify({ key: secret });
    const headers = { 'content-type': 'application/json', cookie, 'x-request-id': secret };
    await fetch(`${origin}/session`, { method: 'POST', headers, body });
    await fetch(`${origin}/session`, { method: 'POST', headers, body: body.slice(1) });
    const known = await send(secret, { authorization, 'x-request-id': secret }, broken);
    expect(known.requestId === secret).toBe(secret === metricsToken);
    await send(secret, { authorization: `Bearer ${secret}` }, `{ customer(externalId: "${secret}") { id } }`);
    await send(secret, { authorization: secret }, `query ($a: String!) { a(b: $a) }`, { a: secret });
    await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${secret}` } });
    await fetch(`${origin}/graphql`, { method: 'POST', headers: { authorization }, body: `{"key": "${secret}"` });
  }
  cli.child.kill('SIGTERM');
  await cli.ended;
  await drop();

  const log = cli.output();
  expect(log).toMatch(/"level":"error".*"requestId":"mine-1"/);
  expect(log).toMatch(/"level":"debug".*"requestId":"mine-1","status":200,"ms":\d+/);
  expect(log).toMatch(/"level":"info".*"keyId":".*a browser signed in/);
  expect(log).toMatch(/"level":"error".*"requestId":"mine-2"/);
  expect(log.includes(key)).toBe(false);
  expect(log.includes(cookie.split('.')[2] as string)).toBe(false);
  expect(log.includes(stranger)).toBe(false);
  const password = decodeURIComponent(new URL(databaseUrl).password);
  if (password !== '') expect(log.includes(password)).toBe(false);
});
