import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compress } from '../../scripts/compress.mjs';
import { withDashboard } from '../../src/server/dashboard.ts';
import { type HttpServer, listen } from '../../src/server/http.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';

const page = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const script = `// ${'long enough to be worth it '.repeat(100)}`;

let api: TestApi;
let folder: string;
let http: HttpServer;

beforeAll(async () => {
  api = await createTestApi();
  folder = await mkdtemp(join(tmpdir(), 'misura-dashboard-'));
  await mkdir(join(folder, 'dist/assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'not for the web');
  for (const [name, content] of [
    ['index.html', 'the operator’s'],
    ['customer.html', 'the customer’s'],
    ['favicon.svg', '<svg/>'],
    ['assets/index-1a2b.js', script],
    ['assets/gone-3c4d.js', 'gone'],
  ] as const) {
    await writeFile(join(folder, 'dist', name), content);
  }
  await compress(join(folder, 'dist'));
  http = await listen(withDashboard(api.handler, join(folder, 'dist')), { port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await http.close(() => api.hub.close());
  await api.close();
  await rm(folder, { recursive: true });
});

const get = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${http.port}${path}`, init);

/** As nobody's library would send it. */
async function raw(...lines: string[]): Promise<string> {
  const socket = connect(http.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`${[...lines, 'Host: test.local', 'Connection: close'].join('\r\n')}\r\n\r\n`);
  return await text(socket);
}

describe('a page', () => {
  test.each([
    ['/', 'the operator’s'],
    ['/meters/tokens', 'the operator’s'],
    ['/customers/acme.com?tab=usage', 'the operator’s'],
    ['/graphqlite', 'the operator’s'],
    ['/customers', 'the operator’s'],
    ['/customer', 'the customer’s'],
    ['/customer?', 'the customer’s'],
    ['/customer/invoices/1', 'the customer’s'],
  ])('%s is %s', async (path, content) => {
    const response = await get(path, { headers: page });
    expect([response.status, await response.text()]).toEqual([200, content]);
    expect(response.headers.get('content-type')).toBe('text/html;charset=utf-8');
  });

  test('takes nothing from elsewhere, says nothing elsewhere, is in no frame, and is asked for anew', async () => {
    const { headers } = await get('/', { headers: page });
    const policy = String(headers.get('content-security-policy')).split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy.join()).not.toMatch(/unsafe|\*|https?:/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('set-cookie')).toBeNull();
    const again = await get('/', { headers: { ...page, 'if-none-match': String(headers.get('etag')) } });
    expect(again.status).toBe(304);
  });

  test('is there for HEAD, and for nothing else', async () => {
    const head = await get('/meters', { method: 'HEAD', headers: page });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '16']);
    expect((await get('/meters', { method: 'POST', headers: page })).status).toBe(404);
  });

  test('is not what a program gets that asks for something which is not there', async () => {
    expect((await get('/meters/tokens', { headers: { accept: '*/*' } })).status).toBe(404);
    expect((await get('/assets/old-5e6f.js', { headers: page })).status).toBe(404);
  });
});

describe('a file', () => {
  test('is kept for ever where its name changes with it, and there only', async () => {
    const asset = await get('/assets/index-1a2b.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-type')).toBe('text/javascript');
    expect((await get('/favicon.svg')).headers.get('cache-control')).toBe('no-cache');
  });

  test('comes compressed to who takes that', async () => {
    const compressed = (encodings: string) =>
      raw('GET /assets/index-1a2b.js HTTP/1.1', `Accept-Encoding: ${encodings}`).then(
        (answer) => answer.split('\r\n\r\n')[0],
      );
    expect(await compressed('gzip, deflate, br')).toMatch(/content-encoding: br/i);
    expect(await compressed('gzip')).toMatch(/content-encoding: gzip/i);
    expect(await compressed('identity')).not.toMatch(/content-encoding/i);
    expect(await compressed('br')).toMatch(/vary: accept-encoding/i);
    expect(await (await get('/assets/index-1a2b.js')).text()).toBe(script);
  });

  test('outside of the folder cannot be reached', async () => {
    for (const path of [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/..\\secret.txt',
      '//secret.txt',
      '/%00',
      '/%',
      'secret.txt',
      'http://x/../secret.txt',
    ]) {
      const answer = await raw(`GET ${path} HTTP/1.1`);
      expect(answer, path).toMatch(/^HTTP\/1\.1 (400|404) /);
      expect(answer).not.toContain('not for the web');
    }
  });

  test('that has gone since, and a range that there is not, end nothing but their request', async () => {
    await rm(join(folder, 'dist/assets/gone-3c4d.js'));
    await expect(get('/assets/gone-3c4d.js').then((response) => response.text())).rejects.toThrow();
    const ranged = await get('/assets/index-1a2b.js', { headers: { range: 'bytes=10-5' } });
    expect([ranged.status, await ranged.text()]).toEqual([200, script]);
  });
});

test('what is the API’s stays the API’s', async () => {
  const status = async (path: string) => (await get(path, { headers: page })).status;
  expect([await status('/health'), await status('/ready'), await status('/session')]).toEqual([200, 200, 405]);
  expect(await (await get('/graphql', { headers: page })).text()).toContain('GraphiQL');
  const asked = await get('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ __typename }"}',
  });
  expect(await asked.json()).toEqual({ data: { __typename: 'Query' } });
  expect(asked.headers.get('content-security-policy')).toBeNull();
});

test('without pages the API is as it was', async () => {
  expect(withDashboard(api.handler, join(folder, 'none'))).toBe(api.handler);
});
