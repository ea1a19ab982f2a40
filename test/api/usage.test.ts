import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;

// Two customers, in Rome's winter and summer of 2025; c1 has twice what c0 has, and c2 as much as c1.
const at = ['2025-01-31T23:30:00.5Z', '2025-03-29T23:30:00Z', '2025-03-30T21:59:59.999999Z', '2025-07-01T00:00:00Z'];

beforeAll(async () => {
  api = await createTestApi();
  await api.ask(`mutation {
    a: createMeter(input: { key: "sum", eventName: "call", aggregation: SUM, valueProperty: "n", groupBy: ["model", "deep.flag"] }) { __typename }
    b: createMeter(input: { key: "max", eventName: "call", aggregation: MAX, valueProperty: "n" }) { __typename }
    c: createMeter(input: { key: "gb", eventName: "call", aggregation: SUM, valueProperty: "n", unit: "k", unitSize: "3" }) { __typename }
    d: createMeter(input: { key: "none", eventName: "nothing", aggregation: AVERAGE, valueProperty: "n" }) { __typename }
  }`);
  const events = [1, 2, 2].flatMap((n, customer) =>
    at.map((timestamp, i) => ({
      id: `e${i}`,
      name: 'call',
      customer: `c${customer}`,
      timestamp,
      properties: { n, ...(i < 2 ? { model: 'small' } : {}), deep: { flag: i % 2 === 0 } },
    })),
  );
  await api.ask('mutation ($input: RecordEventsInput!) { recordEvents(input: $input) { __typename } }', {
    input: { events, createCustomers: true },
  });
});
afterAll(() => api.close());

type Usage = {
  value: string | null;
  eventCount: string;
  from: string | null;
  to: string;
  windows: { from: string; to: string; value: string | null }[];
  groups: unknown[];
};

async function usage(fields: string, args = 'meter: "sum"', customer = 'c0'): Promise<Usage> {
  const document = `{ customer(externalId: "${customer}") { usage(${args}) { ${fields} } } }`;
  return (await api.ask<{ customer: { usage: Usage } }>(document)).customer.usage;
}

async function refusal(fields: string, args = 'meter: "sum"'): Promise<unknown> {
  const { errors } = await api.execute(`{ customer(externalId: "c0") { usage(${args}) { ${fields} } } }`);
  expect(errors).toHaveLength(1);
  return `${errors[0]?.extensions?.code}: ${errors[0]?.message}`;
}

test('usage is of everything, or of a half-open period to the microsecond', async () => {
  expect(await usage('value eventCount from to meter { key } customer { externalId }')).toEqual({
    value: '4',
    eventCount: '4',
    from: null,
    to: '2026-03-01T12:00:00Z',
    meter: { key: 'sum' },
    customer: { externalId: 'c0' },
  });
  const between = (from: string, to: string) => usage('value', `meter: "sum", from: "${from}", to: "${to}"`);
  expect(await between('2025-01-31T23:30:00.5Z', '2025-03-30T21:59:59.999999Z')).toEqual({ value: '2' });
  expect(await between('2025-01-31T23:30:00.500001Z', '2025-03-30T22:00:00Z')).toEqual({ value: '2' });
  expect(await between('2025-03-30T00:00:00Z', '2025-03-30T00:00:00Z')).toEqual({ value: '0' });
});

test('of nothing, a sum is 0 and the others are null; a unit divides', async () => {
  expect(await usage('value', 'meter: "sum", to: "2020-01-01T00:00:00Z"')).toEqual({ value: '0' });
  expect(await usage('value', 'meter: "max", to: "2020-01-01T00:00:00Z"')).toEqual({ value: null });
  expect(await usage('value eventCount groups(by: ["x"]) { value }', 'meter: "none"').catch(String)).toContain(
    'cannot be split by x',
  );
  expect(await usage('value eventCount windows(size: DAY) { value }', 'meter: "none"')).toEqual({
    value: null,
    eventCount: '0',
    windows: [],
  });
  expect(await usage('value', 'meter: "gb"')).toEqual({ value: '1.333333333333' });
  expect(await usage('value', 'meter: "unknown"')).toBeNull();
});

test('all customers together, and those who used most', async () => {
  const { meter } = await api.ask<{ meter: unknown }>(
    `{ meter(key: "sum") { usage { value customer { id } } all: topCustomers { value eventCount customer { externalId } }
      one: topCustomers(first: 1, to: "2025-02-01T00:00:00Z") { value customer { externalId } }
      none: topCustomers(to: "2020-01-01T00:00:00Z") { value } } }`,
  );
  expect(meter).toEqual({
    usage: { value: '20', customer: null },
    all: [
      { value: '8', eventCount: '4', customer: { externalId: 'c1' } },
      { value: '8', eventCount: '4', customer: { externalId: 'c2' } },
      { value: '4', eventCount: '4', customer: { externalId: 'c0' } },
    ],
    one: [{ value: '2', customer: { externalId: 'c1' } }],
    none: [],
  });
  for (const first of [0, -1, 101]) {
    const { errors } = await api.execute(`{ meter(key: "sum") { topCustomers(first: ${first}) { value } } }`);
    expect(errors[0]).toMatchObject({
      message: '`first` must be between 1 and 100.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
});

test('groups are by one property or more, the one with the most events first, and null where there is none', async () => {
  expect((await usage('groups(by: ["model"]) { properties value eventCount }')).groups).toEqual([
    { properties: { model: 'small' }, value: '2', eventCount: '2' },
    { properties: { model: null }, value: '2', eventCount: '2' },
  ]);
  const { groups } = await usage('groups(by: ["deep.flag", "model"]) { properties }');
  expect(groups).toHaveLength(4);
  expect(groups).toContainEqual({ properties: { 'deep.flag': true, model: null } });
  expect(await refusal('groups(by: []) { value }')).toBe('BAD_USER_INPUT: Name at least one property in `by`.');
  expect(await refusal('groups(by: ["model", "model"]) { value }')).toBe(
    'BAD_USER_INPUT: `by` names a property twice.',
  );
  expect(await refusal('groups(by: ["n"]) { value }')).toMatch(
    /^BAD_USER_INPUT: This usage cannot be split by n: its groupBy is model, deep.flag/,
  );
});

test('a period that ends before it begins is refused', async () => {
  expect(await refusal('value', 'meter: "sum", from: "2025-03-30T00:00:00.000001Z", to: "2025-03-30T00:00:00Z"')).toBe(
    'BAD_USER_INPUT: `from` is after `to`.',
  );
});

test('the first and the last instant that can be written are bounds like any other', async () => {
  for (const from of ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000001Z']) {
    expect(await usage('value', `meter: "sum", from: "${from}", to: "9999-12-31T23:59:59.999999Z"`)).toEqual({
      value: '4',
    });
  }
  expect(await usage('value', 'meter: "sum", to: "0001-01-01T00:00:00Z"')).toEqual({ value: '0' });
});
