import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createClient, unwrap } from '../../client/src/index.ts';
import { startTestServer, type TestServer } from '../kit/server.ts';

const readers = 10;
// Of 256 KB each: together 256 MB, if they were kept for those who do not read.
const states = 100;
const megabytesMax = 100;

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
  client = createClient({ url: `${server.url}/graphql`, key: server.adminKey });
  unwrap(await client.createMeter({ key: 'calls', eventName: 'call', aggregation: 'COUNT' }));
  unwrap(await client.createCustomer({ externalId: 'acme', metadata: { text: 'x'.repeat(16_000) } }));
});
afterAll(() => server.close());

/** Asks for a live value that is large, and reads no more than the first bytes of the answer. */
async function openUnread(): Promise<Socket> {
  const heavy = Array.from({ length: 16 }, (_, i) => `c${i}: customer { metadata }`).join(' ');
  const body = JSON.stringify({
    query: `subscription { usageUpdated(customer: "acme", meter: "calls") { value ${heavy} } }`,
  });
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: misura\r\ncontent-type: application/json\r\naccept: text/event-stream\r\nauthorization: Bearer ${server.adminKey}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  await once(socket, 'readable');
  expect(socket.read(12).toString()).toBe('HTTP/1.1 200');
  return socket;
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function megabytesInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1_000_000;
}

test('readers that never read hold up nobody, and cost no memory', async () => {
  const unread = await Promise.all(Array.from({ length: readers }, openUnread));
  const quick = client.live.usageUpdated({ customer: 'acme', meter: 'calls' });
  expect((await quick.next()).value?.value).toBe('0');
  const before = megabytesInUse();
  for (let i = 1; i <= states; i += 1) {
    unwrap(await client.recordEvent({ id: String(i), name: 'call', customer: 'acme' }));
    expect((await quick.next()).value?.value).toBe(String(i));
  }
  expect(megabytesInUse() - before).toBeLessThan(megabytesMax);
  // They vanish without a word, as those do whose machine is switched off.
  for (const socket of unread) socket.resetAndDestroy();
  unwrap(await client.recordEvent({ id: 'after', name: 'call', customer: 'acme' }));
  expect((await quick.next()).value?.value).toBe(String(states + 1));
  await quick.return?.();
}, 60_000);
