import { afterEach, expect, test, vi } from 'vitest';
import { createClient, createRecorder, MisuraRequestError } from '../../client/src/index.ts';
import { defaultLimits } from '../../src/server/limits.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { holdWorkspaces } from '../kit/held-workspace.ts';

const record = `mutation ($events: [EventInput!]!) { recordEvents(input: { createCustomers: true, events: $events }) {
  ... on RecordEventsPayload { recorded duplicates }
} }`;
const timestamp = '2026-03-01T11:00:00Z';
const events = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `${from + i}`, name: 'call', customer: 'acme', timestamp }));

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function crowdedApi(limits = { ...defaultLimits, queuedEventsMax: 10 }): Promise<TestApi> {
  const api = await createTestApi({ limits });
  ends.push(() => api.close());
  return api;
}

/** Also let go when the test fails: nothing can be closed before. */
async function heldWorkspaces(api: TestApi): Promise<() => Promise<void>> {
  const release = await holdWorkspaces(api.database.url);
  let released: Promise<void> | null = null;
  const once = () => (released ??= release());
  ends.push(once);
  return once;
}

test('events beyond the queue are refused at once, with a code, a status and a time; nothing of them is kept', async () => {
  const api = await crowdedApi();
  const release = await heldWorkspaces(api);
  const first = api.ask(record, { events: events(0, 6) });
  await vi.waitFor(() => expect(api.deps.recorder.load()).toEqual({ jobs: 1, size: 6, isFull: false }));

  const refused = await api.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${api.adminKey}` },
    body: JSON.stringify({ query: record, variables: { events: events(6, 5) } }),
  });
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refused.json()).toEqual({
    data: { recordEvents: null },
    errors: [
      {
        message:
          'The server has 6 events to do and takes no more than 10. Nothing was done: send the same again a little later.',
        path: ['recordEvents'],
        locations: [{ line: 1, column: 38 }],
        extensions: { code: 'OVERLOADED', retryAfterSeconds: 1 },
      },
    ],
  });
  expect(api.deps.recorder.load()).toEqual({ jobs: 1, size: 6, isFull: true });
  // What fits is still taken.
  const second = api.ask(record, { events: events(6, 4) });
  await release();
  expect([await first, await second]).toEqual([
    { recordEvents: { recorded: 6, duplicates: 0 } },
    { recordEvents: { recorded: 4, duplicates: 0 } },
  ]);
  expect(api.deps.recorder.load()).toEqual({ jobs: 0, size: 0, isFull: false });
  expect(await api.ask(record, { events: events(6, 5) })).toEqual({ recordEvents: { recorded: 1, duplicates: 4 } });
});

test('a request larger than the whole queue is taken when it is alone', async () => {
  const api = await crowdedApi();
  expect(await api.ask(record, { events: events(0, 50) })).toEqual({ recordEvents: { recorded: 50, duplicates: 0 } });
});

test('the queue is one for all workspaces', async () => {
  const api = await crowdedApi();
  const other = await api.secondWorkspace();
  const release = await heldWorkspaces(api);
  const first = api.ask(record, { events: events(0, 10) });
  await vi.waitFor(() => expect(api.deps.recorder.load().size).toBe(10));
  const { errors } = await api.execute(record, { events: events(0, 1) }, { key: other.adminKey });
  expect(errors[0]?.extensions?.code).toBe('OVERLOADED');
  await release();
  await first;
});

test('the recorder of the client waits, sends the same again, and loses nothing', async () => {
  const api = await crowdedApi();
  const release = await heldWorkspaces(api);
  const first = api.ask(record, { events: events(0, 10) });
  await vi.waitFor(() => expect(api.deps.recorder.load().size).toBe(10));

  const client = createClient({
    url: 'http://test.local/graphql',
    key: api.adminKey,
    fetch: (url, init) => api.fetch(new URL(url).pathname, init),
  });
  const direct = await client
    .recordEvents({ events: [{ id: 'x', name: 'call', customer: 'acme' }] }, { attempts: 1 })
    .catch((error: unknown) => error);
  expect(direct).toBeInstanceOf(MisuraRequestError);
  expect(direct).toMatchObject({ code: 'OVERLOADED', retryable: true, retryAfterMs: 1_000, status: 503 });

  const failures: unknown[] = [];
  const recorder = createRecorder(
    { recordEvents: (input, options) => client.recordEvents(input, { ...options, attempts: 1 }) },
    {
      createCustomers: true,
      onError: ({ error, retryInMs }) => {
        failures.push([(error as MisuraRequestError).code, retryInMs >= 1_000]);
        void release();
      },
    },
  );
  for (const event of events(10, 5)) await recorder.record(event);
  expect(await recorder.close()).toEqual({ recorded: 5, duplicates: 0, rejected: 0, warnings: 5 });
  expect(failures).toEqual([['OVERLOADED', true]]);
  await first;
});
