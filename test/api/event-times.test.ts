import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await api.ask('mutation { createCustomer(input: { externalId: "acme" }) { __typename } }');
});
afterAll(() => api.close());

const event = (id: string, timestamp?: string) => ({ id, name: 'call', customer: 'acme', timestamp });

async function recordOne(input: object) {
  const { recordEvent } = await api.ask<{ recordEvent: unknown }>(
    `mutation ($input: RecordEventInput!) { recordEvent(input: $input) {
      ... on RecordEventPayload { event { timestamp recordedAt } } ... on EventRejected { code } } }`,
    { input },
  );
  return recordEvent;
}

test('without a timestamp an event happened when it was recorded', async () => {
  expect(await recordOne(event('now'))).toMatchObject({ event: { timestamp: '2026-03-01T12:00:00Z' } });
});

test.each([
  ['2026-03-01T00:00:00z', '2026-03-01T00:00:00Z'],
  ['2026-03-01t00:00:00.5+00:00', '2026-03-01T00:00:00.500Z'],
  ['2026-03-01T00:00:00-00:00', '2026-03-01T00:00:00Z'],
  ['2024-02-29T23:59:59.9999999-12:00', '2024-03-01T11:59:59.999999Z'],
  ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
])('the timestamp %s is %s', async (timestamp, stored) => {
  expect(await recordOne(event(timestamp, timestamp))).toMatchObject({ event: { timestamp: stored } });
});

test.each([
  '2026-03-01',
  '2026-03-01T00:00:00',
  '2026-02-29T00:00:00Z',
  '2026-03-01T24:00:00Z',
  '2026-03-01T00:00:60Z',
  '2026-03-01T00:00:00+24:00',
  '1772323200',
  '',
  'now',
])('the timestamp %j is refused with its name and place', async (timestamp) => {
  const { errors } = await api.execute(
    'mutation ($input: RecordEventsInput!) { recordEvents(input: $input) { __typename } }',
    {
      input: { events: [event('t'), event('u', timestamp)] },
    },
  );
  expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  expect(errors[0]?.message).toContain('at "input.events[1].timestamp"; Expected an RFC 3339 date and time');
});
