import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { sseEvents } from '../kit/sse.ts';

const watch = 'subscription { eventRecorded { id } }';
const streamsMax = 2_000;

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

function ask(query: string, key: string, accept: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', accept, authorization: `Bearer ${key}` };
  return api.fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) });
}

const open = (key: string) => ask(watch, key, 'text/event-stream');

async function firstMessage(response: Response): Promise<{ errors?: { extensions: { code: string } }[] }> {
  const events = sseEvents(response.body as ReadableStream<Uint8Array>);
  const { value } = await events.next();
  return JSON.parse(value?.data ?? '{}');
}

/** CPU in milliseconds that each of `count` took, one after another. */
async function cpuMsOfEach(count: number, work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < count; i++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / count;
}

test('of ten thousand streams of one key 2,000 go on and the others are refused, clearly and cheaply', async () => {
  const watching: Response[] = [];
  for (let i = 0; i < streamsMax; i++) watching.push(await open(api.adminKey));
  const statuses = new Set(watching.map((response) => response.status));
  expect([...statuses]).toEqual([200]);
  expect(api.hub.watcherCount()).toBe(streamsMax);

  const codes = new Map<string, number>();
  const perRefusal = await cpuMsOfEach(8_000, async () => {
    const { errors } = await firstMessage(await open(api.adminKey));
    const code = errors?.[0]?.extensions.code ?? 'none';
    codes.set(code, (codes.get(code) ?? 0) + 1);
  });
  expect(Object.fromEntries(codes)).toEqual({ RATE_LIMITED: 8_000 });
  expect(api.hub.watcherCount()).toBe(streamsMax);
  const perQuestion = await cpuMsOfEach(1_000, async () =>
    (await ask('{ workspace { mode } }', api.adminKey, 'application/json')).text(),
  );
  expect(perRefusal / perQuestion).toBeLessThan(3);

  // Another key is not kept out, and those who were let in hear what happens.
  const other = await open(await api.keyWith('READ'));
  watching.push(other);
  expect(api.hub.watcherCount()).toBe(streamsMax + 1);
  await api.ask(`mutation { recordEvents(input: { createCustomers: true, events: [{ id: "a", name: "call", customer: "acme" }] }) {
    __typename
  } }`);
  const streams = watching.map((response) => sseEvents(response.body as ReadableStream<Uint8Array>));
  const messages = await Promise.all(streams.map(async (stream) => (await stream.next()).value?.data ?? ''));
  expect(messages.filter((message) => !message.startsWith('{"data":{"eventRecorded":'))).toEqual([]);

  // Whoever leaves makes room.
  await streams[0]?.return?.();
  expect(api.hub.watcherCount()).toBe(streamsMax);
  expect((await open(api.adminKey)).status).toBe(200);
  expect(api.hub.watcherCount()).toBe(streamsMax + 1);
}, 240_000);
