import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await ask(`mutation {
    createCustomer(input: { externalId: "acme" }) { __typename }
    createMeter(input: { key: "calls", eventName: "call", aggregation: COUNT }) { __typename }
  }`);
});
afterAll(() => server.close());

function client(key = server.adminKey) {
  return createClient({ url: `${server.url}/graphql`, headers: { authorization: `Bearer ${key}` }, retryAttempts: 0 });
}

async function ask(query: string): Promise<unknown> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.adminKey}` },
    body: JSON.stringify({ query }),
  });
  return await response.json();
}

function record(id: string): Promise<unknown> {
  return ask(`mutation { recordEvent(input: { id: "${id}", name: "call", customer: "acme" }) { __typename } }`);
}

test('the official graphql-sse client gets the present usage, then each change', async () => {
  const live = client();
  const messages = live.iterate<{ usageUpdated: { value: string } }>({
    query: 'subscription { usageUpdated(customer: "acme", meter: "calls") { value } }',
  });
  expect((await messages.next()).value).toEqual({ data: { usageUpdated: { value: '0' } } });
  await record('1');
  expect((await messages.next()).value).toEqual({ data: { usageUpdated: { value: '1' } } });
  await record('2');
  await record('2');
  expect((await messages.next()).value).toEqual({ data: { usageUpdated: { value: '2' } } });
  await messages.return?.();
  live.dispose();
});

test('the official graphql-sse client follows the live tail of events', async () => {
  const live = client();
  const seen: unknown[] = [];
  const stop = live.subscribe(
    { query: 'subscription { eventRecorded(name: "call") { eventId customer { externalId } } }' },
    { next: (message) => seen.push(message.data), error: () => {}, complete: () => {} },
  );
  // Nothing says when a quiet stream is open, so it is made not quiet.
  let sent = 0;
  await vi.waitFor(
    async () => {
      sent += 1;
      await record(`tail-${sent}`);
      expect(seen.length).toBeGreaterThan(0);
    },
    { timeout: 10_000, interval: 100 },
  );
  expect(seen[0]).toMatchObject({
    eventRecorded: { eventId: expect.stringMatching(/^tail-/), customer: { externalId: 'acme' } },
  });
  stop();
  live.dispose();
});

test('the official graphql-sse client can ask and change things too', async () => {
  const live = client();
  const messages = live.iterate({ query: '{ customer(externalId: "acme") { externalId } }' });
  expect((await messages.next()).value).toEqual({ data: { customer: { externalId: 'acme' } } });
  expect((await messages.next()).done).toBe(true);
  live.dispose();
});

test('the official graphql-sse client is told why it may not listen', async () => {
  const live = client('msr_test_wrong');
  const messages = live.iterate({ query: 'subscription { eventRecorded { eventId } }' });
  expect((await messages.next()).value).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  expect((await messages.next()).done).toBe(true);
  live.dispose();
});

test('a server that closes ends its streams properly', async () => {
  const other = await startTestServer();
  const live = createClient({
    url: `${other.url}/graphql`,
    headers: { authorization: `Bearer ${other.adminKey}` },
    retryAttempts: 0,
  });
  await fetch(`${other.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${other.adminKey}` },
    body: JSON.stringify({
      query: `mutation { createCustomer(input: { externalId: "acme" }) { __typename }
        createMeter(input: { key: "calls", eventName: "call", aggregation: COUNT }) { __typename } }`,
    }),
  });
  const messages = live.iterate({ query: 'subscription { usageUpdated(customer: "acme", meter: "calls") { value } }' });
  expect((await messages.next()).done).toBe(false);
  const closed = other.close();
  expect((await messages.next()).done).toBe(true);
  await closed;
  await expect(fetch(`${other.url}/health`)).rejects.toThrow();
  live.dispose();
});
