import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Client, createClient } from '@misura/client';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startTestServer, type TestServer } from '../kit/server.ts';
import { type Shop, startShop } from '../kit/shop.ts';

let server: TestServer;
let misura: Client;
let pictures: string;
let shop: Shop;

beforeAll(async () => {
  server = await startTestServer();
  misura = createClient({ url: `${server.url}/graphql`, key: server.adminKey });
  pictures = await mkdtemp(join(tmpdir(), 'misura-pictures-'));
  shop = await startShop(server, pictures);
});

afterAll(async () => {
  await shop.stop();
  await server.close();
  await rm(pictures, { recursive: true });
});

type Body = Readonly<Record<string, unknown>>;

/** A customer of the shop, as their browser asks. With a body it is a POST. */
async function createBuyer(customer: string, plan: 'starter' | 'studio' | 'credits') {
  const send = (path: string, body?: Body, at = shop.url) => {
    const headers = { cookie: `customer=${customer}` };
    return fetch(at + path, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) });
  };
  const ask = async (path: string, body?: Body, at?: string) => {
    const response = await send(path, body, at);
    return { status: response.status, body: (await response.json()) as Body };
  };
  expect((await ask('/session', { customer, plan })).status).toBe(200);
  return { customer, send, ask };
}

const used = async (customer: string) => (await misura.customerUsage({ customer, meter: 'images' }))?.value;

async function credits(customer: string): Promise<string> {
  const balance = await misura.creditBalance({ customer, creditType: 'image-credits' });
  return `${balance?.available} available, ${balance?.held} held`;
}

test('a request that comes five times at once, and once more, makes one image and one charge', async () => {
  const { customer, ask } = await createBuyer('double', 'credits');
  const order = { id: 'one', prompt: 'a lighthouse', quality: 'hd' };
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask('/images', order)));
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.url}`))).toEqual(new Set(['200 /images/one.svg']));
  expect((await ask('/images', order)).body).toMatchObject({ again: true, prompt: 'a lighthouse' });
  expect(await used(customer)).toBe('1');
  expect(await credits(customer)).toBe('8 available, 0 held');
  expect((await ask('/images')).body).toHaveLength(1);
});

test('a shop that is killed while it paints loses nothing: the next one makes the image, and takes the credit once', async () => {
  const { customer, ask } = await createBuyer('killed', 'credits');
  const order = { id: 'one', prompt: 'a lake' };
  const slow = await startShop(server, pictures, { PAINT_MS: '600000' });
  onTestFinished(() => slow.stop('SIGKILL'));
  const lost = ask('/images', order, slow.url).catch(() => 'no answer');
  for await (const { held } of misura.live.creditBalanceUpdated({ customer, creditType: 'image-credits' })) {
    if (held === '1') break;
  }
  await slow.stop('SIGKILL');
  expect(await lost).toBe('no answer');
  expect(await credits(customer)).toBe('9 available, 1 held');

  expect(await ask('/images', order)).toMatchObject({ status: 200, body: { again: false } });
  expect(await credits(customer)).toBe('9 available, 0 held');
  expect(await used(customer)).toBe('1');
  const holds = (await misura.creditHolds({ customer }))?.nodes.map(({ status, captured }) => `${status} ${captured}`);
  expect(holds).toEqual(['CAPTURED 1']);
});

test('what cannot be painted costs nothing, and its hold is released', async () => {
  const { customer, ask } = await createBuyer('failing', 'credits');
  const failed = await ask('/images', { id: 'one', prompt: 'A square circle' });
  expect(failed).toMatchObject({ status: 422, body: { message: 'A square circle cannot be painted.' } });
  expect(await credits(customer)).toBe('10 available, 0 held');
  expect((await misura.creditHolds({ customer }))?.nodes.map(({ status }) => status)).toEqual(['RELEASED']);
  expect(await used(customer)).toBe('0');
});

test('without credits it says no, and how to get more; bought twice with one order, they are ten; then it says yes', async () => {
  const { customer, ask } = await createBuyer('empty', 'credits');
  const order = (i: number, quality = 'hd') => ({ id: `image-${i}`, prompt: 'a wood', quality });
  const made = await Promise.all(Array.from({ length: 7 }, (_, i) => ask('/images', order(i))));
  expect(made.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 402, 402]);
  const refused = order(made.findIndex(({ status }) => status === 402));
  const { status, body } = await ask('/images', refused);
  expect({ status, ...body }).toMatchObject({ status: 402, code: 'OUT_OF_CREDITS', required: '2', available: '0' });
  expect(body.message).toBe('This image takes 2 credits, and none is left. Buy more, or wait for next month’s.');
  expect(await used(customer)).toBe('5');

  await Promise.all([ask('/credits', { id: 'order-1' }), ask('/credits', { id: 'order-1' })]);
  expect(await credits(customer)).toBe('10 available, 0 held');
  expect((await ask('/images', refused)).status).toBe(200);
  expect(await credits(customer)).toBe('8 available, 0 held');
});

test('while Misura is away nothing is sold, and the same request makes the image when it is back', async () => {
  const { customer, ask } = await createBuyer('patient', 'starter');
  await server.stop();
  const asking = ask('/images', { id: 'one', prompt: 'rain' });
  await server.start();
  let { status } = await asking;
  // As the page does, if the shop has given up before.
  while (status === 503) ({ status } = await ask('/images', { id: 'one', prompt: 'rain' }));
  expect(status).toBe(200);
  expect(await used(customer)).toBe('1');
});

test('an image is shown to who has bought it, as what it is, and an id stands for one image', async () => {
  const { ask, send } = await createBuyer('owner', 'studio');
  const other = await createBuyer('other', 'studio');
  const order = { id: 'one', prompt: '<script>alert(1)</script>', quality: 'standard' };
  await ask('/images', order);
  const picture = await send('/images/one.svg');
  expect([picture.headers.get('content-type'), picture.headers.get('content-security-policy')]).toEqual([
    'image/svg+xml',
    "default-src 'none'",
  ]);
  const svg = await picture.text();
  expect(svg).toMatch(/^<svg .*<title>&#60;script&#62;/s);
  await ask('/images', { ...order, id: 'two' });
  expect(await (await send('/images/two.svg')).text()).toBe(svg);

  expect((await other.ask('/images/one.svg')).status).toBe(404);
  expect((await ask('/images', { ...order, prompt: 'another' })).status).toBe(409);
  expect((await ask('/images', { ...order, quality: 'hd' })).status).toBe(409);
  for (const bad of [{ id: '../one' }, { id: '' }, { prompt: ' ' }, { prompt: 'x'.repeat(201) }, { quality: '8k' }]) {
    expect((await ask('/images', { ...order, id: 'three', ...bad })).status).toBe(400);
  }
  expect((await (await createBuyer('frugal', 'starter')).ask('/images', { ...order, quality: 'hd' })).status).toBe(400);
  expect((await fetch(`${shop.url}/images`)).status).toBe(401);
});

test('it compiles against the types of the client', async () => {
  const compiled = promisify(execFile)('node_modules/.bin/tsc', ['-p', 'examples/image-generator']);
  await compiled.catch((error: { stdout: string }) => expect.unreachable(error.stdout));
});
