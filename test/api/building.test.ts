import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

// More than a meter counts before it answers, so that the rest is left to the background.
const eventCount = 25_000;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
  for (let first = 0; first < eventCount; first += 5_000) await record(first, 5_000);
});
afterAll(() => api.close());

async function record(first: number, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, i) => ({
    id: `e${first + i}`,
    name: 'call',
    customer: 'acme',
    timestamp: '2026-02-01T10:00:00Z',
    properties: { n: 2 },
  }));
  await api.ask('mutation ($input: RecordEventsInput!) { recordEvents(input: $input) { __typename } }', {
    input: { events, createCustomers: true },
  });
}

type Meter = {
  status: string;
  build: { progress: string; eventsRead: string; finishedAt: string | null };
  usage: { value: string | null; windows: { value: string | null }[]; topCustomers?: unknown };
  topCustomers: { value: string | null }[];
};
const fields = `status build { progress eventsRead eventsTotal finishedAt }
  usage { value windows(size: MONTH) { value } groups(by: ["n"]) { value } } topCustomers { value }`;

test('a meter over many events says BUILDING with its progress and no value, takes events meanwhile, and ends exact', async () => {
  const { createMeter } = await api.ask<{ createMeter: { meter: Meter } }>(
    `mutation { createMeter(input: { key: "sum", eventName: "call", aggregation: SUM, valueProperty: "n", groupBy: ["n"] }) {
      ... on CreateMeterPayload { meter { ${fields} } } } }`,
  );
  const { meter } = createMeter;
  expect(meter.status).toBe('BUILDING');
  expect(meter.build.finishedAt).toBeNull();
  expect(Number(meter.build.progress)).toBeGreaterThan(0);
  expect(Number(meter.build.progress)).toBeLessThan(1);
  expect(meter.usage.value).toBeNull();
  for (const { value } of [...meter.usage.windows, ...meter.topCustomers]) expect(value).toBeNull();

  await record(eventCount, 1_000);
  await api.built();
  const done = await api.ask<{ meter: Meter }>(`{ meter(key: "sum") { ${fields} } }`);
  expect(done.meter).toMatchObject({
    status: 'ACTIVE',
    build: { progress: '1', finishedAt: '2026-03-01T12:00:00Z' },
    usage: { value: '52000', groups: [{ value: '52000' }] },
    topCustomers: [{ value: '52000' }],
  });
});
