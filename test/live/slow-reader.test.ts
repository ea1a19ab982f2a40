import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createClient, unwrap } from '../../client/src/index.ts';
import { startTestServer, type TestServer } from '../kit/server.ts';
import { sseEvents } from '../kit/sse.ts';

// Of 128 KB each. The system's own buffers took 38 of them in a run of ours.
const states = 150;
let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
  client = createClient({ url: `${server.url}/graphql`, key: server.adminKey });
  unwrap(await client.createMeter({ key: 'calls', eventName: 'call', aggregation: 'COUNT' }));
  // What is sent along with each state, so that a backlog of them could not hide in the buffers on the way.
  unwrap(await client.createCustomer({ externalId: 'acme', metadata: { text: 'x'.repeat(16_000) } }));
});
afterAll(() => server.close());

async function openHeavyFeed() {
  const heavy = Array.from({ length: 8 }, (_, i) => `c${i}: customer { metadata }`).join(' ');
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${server.adminKey}`,
    },
    body: JSON.stringify({
      query: `subscription { usageUpdated(customer: "acme", meter: "calls") { value ${heavy} } }`,
    }),
  });
  const messages = sseEvents(response.body as ReadableStream<Uint8Array>);
  const next = async () => {
    const { value } = await messages.next();
    return (JSON.parse(value.data) as { data: { usageUpdated: { value: string } } }).data.usageUpdated.value;
  };
  return { next, leave: () => messages.return?.() };
}

test('who does not read gets the latest, not a backlog', async () => {
  const slow = await openHeavyFeed();
  const quick = client.live.usageUpdated({ customer: 'acme', meter: 'calls' });
  expect([await slow.next(), (await quick.next()).value?.value]).toEqual(['0', '0']);
  for (let i = 1; i <= states; i += 1) {
    unwrap(await client.recordEvent({ id: String(i), name: 'call', customer: 'acme' }));
    // Each state has been told, so that a backlog would have all of them.
    expect((await quick.next()).value?.value).toBe(String(i));
  }
  const unread: string[] = [];
  while (unread.at(-1) !== String(states)) unread.push(await slow.next());
  expect(unread.length).toBeLessThan(states / 2);
  expect(unread.map(Number)).toEqual(unread.map(Number).sort((a, b) => a - b));
  await Promise.all([slow.leave(), quick.return?.()]);
}, 60_000);
