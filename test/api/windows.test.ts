import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;

// Around the clock change in Rome, and one of each side of it.
const at = ['2025-01-31T23:30:00.5Z', '2025-03-29T23:30:00Z', '2025-03-30T21:59:59.999999Z', '2025-07-01T00:00:00Z'];

beforeAll(async () => {
  api = await createTestApi();
  await api.ask(
    'mutation { createMeter(input: { key: "sum", eventName: "call", aggregation: COUNT }) { __typename } }',
  );
  const events = at.map((timestamp, i) => ({ id: `e${i}`, name: 'call', customer: 'c0', timestamp }));
  await api.ask('mutation ($input: RecordEventsInput!) { recordEvents(input: $input) { __typename } }', {
    input: { events, createCustomers: true },
  });
});
afterAll(() => api.close());

type Window = { from: string; to: string; value: string };

async function usage(fields: string, args = 'meter: "sum"', customer = 'c0') {
  const document = `{ customer(externalId: "${customer}") { usage(${args}) { ${fields} } } }`;
  return (await api.ask<{ customer: { usage: { windows: Window[] } } }>(document)).customer.usage;
}

async function refusal(fields: string, args = 'meter: "sum"'): Promise<unknown> {
  const { errors } = await api.execute(`{ customer(externalId: "c0") { usage(${args}) { ${fields} } } }`);
  expect(errors).toHaveLength(1);
  return `${errors[0]?.extensions?.code}: ${errors[0]?.message}`;
}

const period = 'meter: "sum", from: "2025-03-29T12:00:00Z", to: "2025-03-31T12:00:00Z"';

test('windows follow the clocks of the zone, and add up to the whole', async () => {
  expect((await usage('windows(size: DAY, timeZone: "Europe/Rome") { from to value }', period)).windows).toEqual([
    { from: '2025-03-29T12:00:00Z', to: '2025-03-29T23:00:00Z', value: '0' },
    { from: '2025-03-29T23:00:00Z', to: '2025-03-30T22:00:00Z', value: '2' },
    { from: '2025-03-30T22:00:00Z', to: '2025-03-31T12:00:00Z', value: '0' },
  ]);
  expect(
    (await usage('windows(size: DAY, timeZone: "Asia/Kathmandu") { from value }', period)).windows.slice(0, 3),
  ).toEqual([
    { from: '2025-03-29T12:00:00Z', value: '0' },
    { from: '2025-03-29T18:15:00Z', value: '1' },
    { from: '2025-03-30T18:15:00Z', value: '1' },
  ]);
});

test('windows without a beginning start at the window of the first usage, and end now', async () => {
  const { windows } = await usage('windows(size: MONTH, timeZone: "Europe/Rome") { from to value }');
  expect(windows[0]).toEqual({ from: '2025-01-31T23:00:00Z', to: '2025-02-28T23:00:00Z', value: '1' });
  expect(windows.at(-1)?.to).toBe('2026-03-01T12:00:00Z');
  expect(windows).toHaveLength(14);
  expect(windows.reduce((sum, { value }) => sum + Number(value), 0)).toBe(4);
});

test('windows are at most 10,000 in a request', async () => {
  const message =
    'BAD_USER_INPUT: A request may ask for at most 10,000 windows. Choose a larger window size or a shorter period.';
  const minutes = (to: string) => `meter: "sum", from: "2025-03-01T00:00:00Z", to: "${to}"`;
  expect((await usage('windows(size: MINUTE) { value }', minutes('2025-03-07T22:40:00Z'))).windows).toHaveLength(
    10_000,
  );
  expect(await refusal('windows(size: MINUTE) { value }', minutes('2025-03-07T22:40:00.000001Z'))).toBe(message);
  expect(
    await refusal(
      'windows(size: MINUTE) { value }',
      'meter: "sum", from: "0001-01-01T00:00:00Z", to: "9999-12-31T00:00:00Z"',
    ),
  ).toBe(message);
  const half = minutes('2025-03-04T12:00:00Z');
  expect(await refusal('a: windows(size: MINUTE) { value } b: windows(size: MINUTE) { value }', half)).toBe(message);
});

test('windows are in a zone that there is', async () => {
  for (const zone of ['Europe/Atlantis', '', '+01:00', 'UTC+1']) {
    expect(await refusal(`windows(size: DAY, timeZone: "${zone}") { value }`)).toContain(
      'Expected an IANA time zone like Europe/Rome',
    );
  }
});

test('windows begin where time can still be written down', async () => {
  await api.ask(
    'mutation { recordEvent(input: { id: "old", name: "call", customer: "c9", properties: { n: 1 }, timestamp: "0001-01-01T00:00:00Z", createCustomers: true }) { __typename } }',
  );
  const { windows } = await usage(
    'windows(size: MONTH, timeZone: "America/New_York") { from value }',
    'meter: "sum", to: "0001-02-02T00:00:00Z"',
    'c9',
  );
  expect(windows[0]?.from).toMatch(/^0001-01-01T/);
});
