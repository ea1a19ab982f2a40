import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Client,
  type CreateMeterInput,
  createClient,
  createRecorder,
  type NewEvent,
  unwrap,
} from '../../client/src/index.ts';
import { startTestServer, type TestServer } from '../kit/server.ts';
import { readRealTrace, shuffled, syntheticTrace, traceEvents, traceFacts } from '../kit/trace.ts';
import { readme } from '../kit/trace-readme.ts';

const real = readRealTrace();
const rows = real ?? syntheticTrace(2_500);
const events = traceEvents(rows);
const facts = real === null ? traceFacts(rows) : readme;
const title =
  real === null
    ? 'a synthetic trace, because AzureLLMInferenceTrace_code.csv is neither in ../shared/data nor named by MISURA_TEST_TRACE'
    : 'the real trace AzureLLMInferenceTrace_code.csv';
if (real === null) console.warn(`The real trace is absent. Tested instead: ${title}.`);

const keyOf = (fact: string) => fact.replace(' ', '.');
const names = Object.keys(facts.values.all ?? {});
const meters: CreateMeterInput[] = names.map((name) => {
  const [aggregation, property] = name.split(' ') as [CreateMeterInput['aggregation'], string | undefined];
  return {
    key: keyOf(name),
    eventName: 'llm.request',
    aggregation,
    ...(property === undefined ? {} : { valueProperty: property }),
  };
});
// The first minute's beginning and the last one's end.
const period = { from: '2023-11-16T18:17:00Z', to: '2023-11-16T19:15:00Z' };

type Started = { server: TestServer; client: Client };
async function start(): Promise<Started> {
  const server = await startTestServer();
  return { server, client: createClient({ url: `${server.url}/graphql`, key: server.adminKey }) };
}

async function record(client: Client, list: readonly NewEvent[], maxBatch?: number) {
  const recorder = createRecorder(client, { createCustomers: true, ...(maxBatch === undefined ? {} : { maxBatch }) });
  for (const event of list) await recorder.record(event);
  return await recorder.close();
}

/** Every fact, asked for plainly, by a period with ends, and as one window of a day. */
async function expectFacts(client: Client): Promise<void> {
  const usage = async (who: string, meter: string, ends = {}) =>
    who === 'all'
      ? await client.meterUsage({ meter, ...ends })
      : await client.customerUsage({ customer: who, meter, ...ends });
  const day = { size: 'DAY' as const, from: '2023-11-16T00:00:00Z', to: '2023-11-17T00:00:00Z' };
  for (const [who, values] of Object.entries(facts.values)) {
    for (const [name, value] of Object.entries(values)) {
      const meter = keyOf(name);
      expect((await usage(who, meter))?.value, `${name} of ${who}`).toBe(value);
      expect((await usage(who, meter, period))?.value, `${name} of ${who}, by period`).toBe(value);
      const cut =
        who === 'all'
          ? await client.meterUsageWindows({ meter, ...day })
          : await client.customerUsageWindows({ customer: who, meter, ...day });
      expect(
        cut?.windows.map((window) => window.value),
        `${name} of ${who}, by window`,
      ).toEqual([value]);
    }
  }
}

async function expectMinutes(client: Client): Promise<void> {
  const minutes = async (name: string) =>
    (await client.meterUsageWindows({ meter: keyOf(name), size: 'MINUTE', ...period }))?.windows ?? [];
  const [counts, generated] = [await minutes('COUNT'), await minutes('SUM generatedTokens')];
  expect(counts).toHaveLength(facts.minutesInAll);
  expect(counts.filter(({ value }) => value !== '0')).toHaveLength(facts.minutesWithEvents);
  const found = new Map(
    counts.map(({ from, value }, i) => [from.slice(11, 16), { count: value, generatedTokens: generated[i]?.value }]),
  );
  for (const [minute, expected] of Object.entries(facts.minutes)) expect(found.get(minute), minute).toEqual(expected);
  const sum = (list: typeof counts) => String(list.reduce((total, { value }) => total + Number(value), 0));
  expect([sum(counts), sum(generated)]).toEqual([facts.values.all?.COUNT, facts.values.all?.['SUM generatedTokens']]);
  const last = (await minutes('LAST generatedTokens')).findLast(({ value }) => value !== null);
  expect(last?.value).toBe(facts.values.all?.['LAST generatedTokens']);
  const max = (await minutes('MAX generatedTokens')).map(({ value }) => Number(value));
  expect(String(Math.max(...max))).toBe(facts.values.all?.['MAX generatedTokens']);
}

describe(title, () => {
  let first: Started;
  beforeAll(async () => {
    first = await start();
    for (const meter of meters) unwrap(await first.client.createMeter(meter));
  });
  afterAll(() => first.server.close());

  test('the model of the rules, on its own, comes to what its README says', () => {
    expect(traceFacts(rows)).toMatchObject(facts);
    expect(rows).toHaveLength(Number(facts.values.all?.COUNT));
  });

  test('recorded with the client, every number is right, by query and by window', async () => {
    expect(await record(first.client, events)).toEqual({
      recorded: rows.length,
      duplicates: 0,
      rejected: 0,
      warnings: 0,
    });
    await expectFacts(first.client);
    await expectMinutes(first.client);
  });

  test('recorded a second time, all are duplicates and nothing changes', async () => {
    expect(await record(first.client, events)).toEqual({
      recorded: 0,
      duplicates: rows.length,
      rejected: 0,
      warnings: 0,
    });
    await expectFacts(first.client);
    await expectMinutes(first.client);
  });

  test('shuffled and split over four concurrent senders, with half of the meters made afterwards: the same digits', async () => {
    const { server, client } = await start();
    const late = meters.filter((_, i) => i % 2 === 1);
    for (const meter of meters.filter((one) => !late.includes(one))) unwrap(await client.createMeter(meter));
    const order = shuffled(events, 2023);
    const totals = await Promise.all(
      [100, 250, 999, 1_000].map(async (maxBatch, sender) => {
        const own = createClient({ url: `${server.url}/graphql`, key: server.adminKey });
        return await record(
          own,
          order.filter((_, i) => i % 4 === sender),
          maxBatch,
        );
      }),
    );
    const sums = totals.map(({ recorded, duplicates, rejected }) => [recorded, duplicates + rejected]);
    expect(sums.reduce(([a = 0, b = 0], [c = 0, d = 0]) => [a + c, b + d])).toEqual([rows.length, 0]);
    for (const meter of late) unwrap(await client.createMeter(meter));
    await expectFacts(client);
    await expectMinutes(client);
    await server.close();
  }, 60_000);
});
