import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Metering, meteringOn, type Outcome } from '../kit/metering.ts';

let api: TestApi;
let misura: Metering;
beforeAll(async () => {
  api = await createTestApi();
  misura = meteringOn(api);
  await misura.meter({ key: 'sum', aggregation: 'SUM', valueProperty: 'n' });
  await misura.meter({ key: 'calls', aggregation: 'COUNT' });
});
afterAll(() => api.close());

const codes = ({ rejected }: Outcome) => rejected.map(({ index, code }) => `${index} ${code}`);

describe('name: 1 to 255 characters, case-sensitive, any text without control characters', () => {
  test('any text is a name, and a meter counts that very name', async () => {
    for (const name of ['x', 'Call', 'CALL', 'x'.repeat(255), 'API çağrısı / 調用 😀']) {
      const meter = await misura.meter({ aggregation: 'COUNT', eventName: name });
      expect(await misura.record([{ name }, { name }])).toMatchObject({ recorded: 2, warningCount: 0 });
      expect(await misura.value(meter)).toBe('2');
    }
  });

  test('no character, 256 and control characters are refused', async () => {
    const names = ['', 'x'.repeat(256), 'a\u0000', 'a\tb', 'a\u007f'];
    expect(codes(await misura.record(names.map((name) => ({ name }))))).toEqual(
      names.map((_, i) => `${i} NAME_INVALID`),
    );
  });
});

describe('customer: `customer` is the caller’s own `externalId`. Unknown: rejected `CUSTOMER_NOT_FOUND`, unless the request says `createCustomers: true`', () => {
  test('unknown, then created on the way', async () => {
    const customer = misura.unused('customer');
    const event = { id: 'x', customer, properties: { n: 1 } };
    expect(codes(await misura.record([event], { createCustomers: false }))).toEqual(['0 CUSTOMER_NOT_FOUND']);
    expect(await api.ask(`{ customer(externalId: "${customer}") { id } }`)).toEqual({ customer: null });
    expect(await misura.record([event], { createCustomers: true })).toMatchObject({ recorded: 1 });
    expect(await misura.record([{ ...event, id: 'y' }], { createCustomers: false })).toMatchObject({ recorded: 1 });
    expect(await misura.value('sum', { customer })).toBe('2');
  });

  test('an archived customer takes no events, and is not created a second time', async () => {
    const customer = misura.unused('customer');
    await misura.record([{ customer }]);
    const { customer: found } = await api.ask<{ customer: { id: string } }>(
      `{ customer(externalId: "${customer}") { id } }`,
    );
    await api.ask('mutation ($id: ID!) { archiveCustomer(input: { id: $id }) { __typename } }', found);
    expect(codes(await misura.record([{ customer }]))).toEqual(['0 CUSTOMER_ARCHIVED']);
    expect(await misura.value('calls', { customer })).toBe('1');
  });
});

describe('timestamp: when it happened; absent: the server’s clock. Any past instant is taken (backfill is a feature). More than 5 minutes ahead: rejected `TIMESTAMP_IN_FUTURE`. Stored to the microsecond, finer digits cut off', () => {
  const stored = async (timestamp: string | null) => {
    const customer = misura.unused('customer');
    const outcome = await misura.record([{ id: 'x', customer, timestamp }]);
    if (outcome.rejected.length > 0) return codes(outcome)[0];
    const { event } = await api.ask<{ event: { timestamp: string } }>(
      `{ event(customer: "${customer}", eventId: "x") { timestamp } }`,
    );
    return event.timestamp;
  };

  test.each([
    ['absent, it is the clock', null, '2026-03-01T12:00:00Z'],
    ['exactly 5 minutes ahead is taken', '2026-03-01T12:05:00Z', '2026-03-01T12:05:00Z'],
    [
      'so is what is 5 minutes ahead after its finer digits are cut off',
      '2026-03-01T12:05:00.0000009Z',
      '2026-03-01T12:05:00Z',
    ],
    ['5 minutes and a microsecond ahead is not', '2026-03-01T12:05:00.000001Z', '0 TIMESTAMP_IN_FUTURE'],
    ['nor is 5 minutes ahead by another zone’s clock', '2026-03-01T17:50:00.000001+05:45', '0 TIMESTAMP_IN_FUTURE'],
    ['the epoch is taken', '1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
    ['the time before the epoch is taken', '1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
    ['six digits are kept', '2026-02-01T00:00:00.123456Z', '2026-02-01T00:00:00.123456Z'],
    ['the seventh is cut off, not rounded', '2026-02-01T00:00:00.1234569Z', '2026-02-01T00:00:00.123456Z'],
    ['nine 9s do not become the next second', '2026-02-01T00:00:00.999999999Z', '2026-02-01T00:00:00.999999Z'],
    ['before the epoch, finer digits are cut off too', '1969-12-31T23:59:59.9999999Z', '1969-12-31T23:59:59.999999Z'],
  ])('%s', async (_what, timestamp, expected) => {
    expect(await stored(timestamp)).toBe(expected);
  });

  test('what happened in 1970 counts in 1970', async () => {
    const customer = misura.unused('customer');
    await misura.record([
      { customer, timestamp: '1970-01-01T00:00:00Z', properties: { n: 3 } },
      { customer, properties: { n: 4 } },
    ]);
    expect(await misura.value('sum', { customer, to: '1970-01-01T00:00:00.000001Z' })).toBe('3');
    expect(await misura.value('sum', { customer, from: '1970-01-01T00:00:00.000001Z' })).toBe('4');
    expect(await misura.value('sum', { customer })).toBe('7');
  });

  test('what is stamped ahead counts already', async () => {
    const customer = misura.unused('customer');
    await misura.record([{ customer, timestamp: '2026-03-01T12:05:00Z', properties: { n: 3 } }]);
    expect(await misura.value('sum', { customer })).toBe('3');
  });
});
