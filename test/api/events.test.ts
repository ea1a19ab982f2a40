import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await api.ask(`mutation {
    createCustomer(input: { externalId: "acme" }) { __typename }
    createMeter(input: { key: "sum", eventName: "call", aggregation: SUM, valueProperty: "n" }) { __typename }
  }`);
});
afterAll(() => api.close());

type Outcome = {
  recorded: number;
  duplicates: number;
  warningCount: number;
  rejected: { index: number; code: string }[];
  warnings: { index: number }[];
};

const event = (id: string, more: object = {}) => ({
  id,
  name: 'call',
  customer: 'acme',
  properties: { n: 1 },
  ...more,
});

async function record(events: object[], options: object = {}): Promise<Outcome> {
  const { recordEvents } = await api.ask<{ recordEvents: Outcome }>(
    `mutation ($input: RecordEventsInput!) { recordEvents(input: $input) { ... on RecordEventsPayload {
      recorded duplicates warningCount rejected { index id code message } warnings { index id code meter message } } } }`,
    { input: { events, ...options } },
  );
  return recordEvents;
}

async function recordOne(input: object) {
  const { recordEvent } = await api.ask<{ recordEvent: Record<string, unknown> }>(
    `mutation ($input: RecordEventInput!) { recordEvent(input: $input) { __typename
      ... on RecordEventPayload { duplicate event { id eventId name timestamp properties recordedAt voidedAt customer { externalId } } warnings { index id code meter } }
      ... on EventRejected { code message } } }`,
    { input },
  );
  return recordEvent;
}

const usage = async () =>
  (
    await api.ask<{ customer: { usage: { value: string } } }>(
      '{ customer(externalId: "acme") { usage(meter: "sum") { value } } }',
    )
  ).customer.usage.value;

test('one event is recorded, answered as it is stored, counted at once, and found by both of its ids', async () => {
  const before = Number(await usage());
  const sent = event('one', {
    timestamp: '2026-02-28T23:59:59.1234567+05:45',
    properties: { n: '2.5', ключ: [null, { '😀': 1e-7 }] },
  });
  const answer = await recordOne(sent);
  const stored = {
    id: expect.stringMatching(/^evt_/),
    eventId: 'one',
    name: 'call',
    timestamp: '2026-02-28T18:14:59.123456Z',
    properties: sent.properties,
    recordedAt: expect.stringMatching(/^2026-03-01T12:00:00/),
    voidedAt: null,
    customer: { externalId: 'acme' },
  };
  expect(answer).toEqual({ __typename: 'RecordEventPayload', duplicate: false, event: stored, warnings: [] });
  expect(Number(await usage()) - before).toBe(2.5);
  const { id } = answer.event as { id: string };
  expect(
    await api.ask(
      'query ($id: ID!) { node(id: $id) { id ... on Event { eventId } } event(customer: "acme", eventId: "one") { id } }',
      { id },
    ),
  ).toEqual({
    node: { id, eventId: 'one' },
    event: { id },
  });
  expect(await recordOne(sent)).toMatchObject({ duplicate: true, event: { id } });
  expect(await recordOne({ ...sent, name: 'other' })).toMatchObject({
    __typename: 'EventRejected',
    code: 'EVENT_ID_CONFLICT',
  });
});

test('a batch records what is good and says of each other event what is wrong with it', async () => {
  const outcome = await record([
    event('b1'),
    event('b1'),
    event('b1', { properties: { n: 2 } }),
    event(''),
    event('b2', { name: '' }),
    event('b3', { customer: 'nobody' }),
    event('b4', { timestamp: '2026-03-01T12:05:00.000001Z' }),
    event('b5', { timestamp: '2026-03-01T12:05:00Z' }),
    event('b6', { properties: { n: 2 ** 53 } }),
    event('b7', { subscription: 'sub_1' }),
  ]);
  expect(outcome).toMatchObject({ recorded: 2, duplicates: 1, warningCount: 0, warnings: [] });
  expect(outcome.rejected.map(({ index, code }) => [index, code])).toEqual([
    [2, 'EVENT_ID_CONFLICT'],
    [3, 'EVENT_ID_INVALID'],
    [4, 'NAME_INVALID'],
    [5, 'CUSTOMER_NOT_FOUND'],
    [6, 'TIMESTAMP_IN_FUTURE'],
    [8, 'NUMBER_NOT_EXACT'],
    [9, 'SUBSCRIPTION_NOT_FOUND'],
  ]);
});

test('an atomic batch with a bad event records nothing of it', async () => {
  const before = await usage();
  const outcome = await record([event('a1'), event('a2', { customer: 'nobody' })], { atomic: true });
  expect(outcome).toMatchObject({ recorded: 0, duplicates: 0, rejected: [{ index: 1, code: 'CUSTOMER_NOT_FOUND' }] });
  expect(await usage()).toBe(before);
  expect(await api.ask('{ event(customer: "acme", eventId: "a1") { id } }')).toEqual({ event: null });
  expect(await record([event('a1'), event('a1')], { atomic: true })).toMatchObject({
    recorded: 1,
    duplicates: 1,
    rejected: [],
  });
});

test('customers are created on the way if the request says so', async () => {
  const events = [
    event('1', { customer: 'new-1' }),
    event('2', { customer: 'new-1' }),
    event('3', { customer: 'new-2' }),
  ];
  expect(await record(events)).toMatchObject({ recorded: 0, rejected: [{}, {}, {}] });
  expect(await record(events, { createCustomers: true })).toMatchObject({ recorded: 3, rejected: [] });
  expect(
    await api.ask(
      '{ a: customer(externalId: "new-1") { name usage(meter: "sum") { value } } b: customer(externalId: "new-2") { externalId } }',
    ),
  ).toEqual({
    a: { name: null, usage: { value: '2' } },
    b: { externalId: 'new-2' },
  });
  expect(await recordOne({ ...event('4', { customer: 'new-3' }), createCustomers: true })).toMatchObject({
    duplicate: false,
  });
});

test('events that a meter did not count are warned of: 100 are listed, all are counted', async () => {
  const odd = Array.from({ length: 150 }, (_, i) =>
    event(`w${i}`, i === 0 ? { properties: { n: 'many' } } : i === 1 ? { properties: {} } : { name: 'unheard' }),
  );
  const { recorded, warnings, warningCount } = await record(odd);
  expect([recorded, warningCount, warnings.length]).toEqual([150, 150, 100]);
  expect(warnings.slice(0, 3)).toEqual([
    { index: 0, id: 'w0', code: 'VALUE_NOT_NUMERIC', meter: 'sum', message: expect.any(String) },
    { index: 1, id: 'w1', code: 'VALUE_MISSING', meter: 'sum', message: expect.any(String) },
    { index: 2, id: 'w2', code: 'NO_METER', meter: null, message: expect.any(String) },
  ]);
  expect(await recordOne(event('w150', { name: 'unheard' }))).toMatchObject({
    warnings: [{ index: 0, id: 'w150', code: 'NO_METER' }],
  });
});

test.each([0, 10_001])('a batch of %i events is InvalidInput', async (length) => {
  const events = Array.from({ length }, (_, i) => event(`x${i}`));
  const { recordEvents } = await api.ask<{ recordEvents: unknown }>(
    'mutation ($input: RecordEventsInput!) { recordEvents(input: $input) { __typename ... on InvalidInput { issues { path } } } }',
    { input: { events } },
  );
  expect(recordEvents).toEqual({ __typename: 'InvalidInput', issues: [{ path: ['events'] }] });
});
