import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { defaultLimits } from '../../src/server/limits.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { holdWorkspaces } from '../kit/held-workspace.ts';

const record = `mutation ($events: [EventInput!]!) { recordEvents(input: { createCustomers: true, events: $events }) {
  ... on RecordEventsPayload { recorded duplicates }
} }`;
const event = (id: string) => ({ id, name: 'call', customer: 'acme', timestamp: '2026-03-01T11:00:00Z' });
const metricsToken = 'a-token-for-figures';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({
    metrics: createMetrics({ process: true }),
    metricsToken,
    limits: { ...defaultLimits, queuedEventsMax: 3 },
  });
});
afterAll(() => api.close());

const scrape = (authorization: string | null) =>
  api.fetch('/metrics', authorization === null ? {} : { headers: { authorization } });

/** What Prometheus would read, by name and labels. */
async function figures(): Promise<Record<string, string>> {
  const response = await scrape(`Bearer ${metricsToken}`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), line.slice(line.lastIndexOf(' ') + 1)]),
  );
}

test('what was recorded, repeated, rejected and refused is counted, and what waits is seen', async () => {
  await api.ask(record, { events: [event('a'), event('b'), { ...event('c'), name: '' }] });
  await api.ask(record, { events: [event('a')] });
  await api.execute('{ apiKeys { nodes { id } } }', {}, { key: null });

  const release = await holdWorkspaces(api.database.url);
  const waiting = api.ask(record, { events: [event('d'), event('e')] });
  await vi.waitFor(() => expect(api.deps.recorder.load().size).toBe(2));
  expect((await api.fetch('/ready')).status).toBe(200);
  const { errors } = await api.execute(record, { events: [event('f'), event('g')] });
  expect(errors[0]?.extensions?.code).toBe('OVERLOADED');
  expect((await api.fetch('/ready')).status).toBe(503);
  expect(await figures()).toMatchObject({ misura_queue_events: '2', misura_queue_requests: '1' });
  await release();
  await waiting;

  expect((await api.fetch('/ready')).status).toBe(200);
  const seen = await figures();
  expect(seen).toMatchObject({
    misura_events_recorded_total: '4',
    misura_events_duplicate_total: '1',
    'misura_refusals_total{code="OVERLOADED"}': '1',
    'misura_refusals_total{code="UNAUTHENTICATED"}': '1',
    misura_flush_events_sum: '5',
    misura_flush_seconds_count: '3',
    misura_queue_events: '0',
    misura_live_watchers: '0',
    misura_builds_unfinished: '0',
    misura_build_events_read: '0',
    misura_build_events_total: '0',
    process_cpu_seconds_total: expect.any(String),
  });
  const rejected = Object.entries(seen).filter(([name]) => name.startsWith('misura_events_rejected_total'));
  expect(rejected.map(([, count]) => count)).toEqual(['1']);
});

test.each([null, 'Bearer', `Bearer ${metricsToken}x`, metricsToken])('%j does not read them', async (authorization) => {
  const response = await scrape(authorization);
  expect([response.status, await response.text()]).toEqual([401, 'Bring the token of MISURA_METRICS_TOKEN.\n']);
});
