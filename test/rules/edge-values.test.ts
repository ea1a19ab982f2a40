import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CompiledMeter, type UsageDelta, usageDeltas } from '../../src/core/meters/deltas.ts';
import { compileMeter } from '../../src/core/meters/measure.ts';
import { type Instant, parseInstant } from '../../src/core/time/instant.ts';
import { addDeltas } from '../../src/store/deltas.ts';
import { readCountingMeters } from '../../src/store/meters.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';

// What a test of seconds cannot send event by event is measured, added up and stored by the very parts that a flush is made
// of, without its events.

let api: TestApi;
let misura: Metering;
beforeAll(async () => {
  api = await createTestApi();
  misura = meteringOn(api);
});
afterAll(() => api.close());

const firstMinute = parseInstant('2026-02-01T00:00:00Z') as Instant;

/** A customer without usage, for whom the meters can be moved. */
async function someone() {
  const customer = misura.unused('customer');
  await misura.record([{ customer, name: 'nobody counts this' }]);
  const { rows } = await api.database.pool.query<{ id: string }>('SELECT id FROM customer WHERE external_id = $1', [
    customer,
  ]);
  const meters = (await readCountingMeters(api.database.pool, api.workspaceId)).map(
    (row): CompiledMeter => ({ ...row, measure: compileMeter(row) }),
  );
  const customerId = rows[0]?.id ?? '';
  const event = (minute: number, n: unknown) => ({
    customerId,
    eventId: 'any',
    name: 'call',
    occurredAt: firstMinute + BigInt(minute) * 60_000_000n,
    properties: { n: n as string },
    subscriptionId: null,
  });
  return { customer, event, meters };
}

test('0.1 added ten million times is 1,000,000', async () => {
  const key = await misura.meter({ aggregation: 'SUM', valueProperty: 'n' });
  const average = await misura.meter({ aggregation: 'AVERAGE', valueProperty: 'n' });
  const { customer, event, meters } = await someone();
  for (let hour = 0; hour < 10; hour += 1) {
    // 1,000 flushes of 10,000 events. A hundred come to the same, which is added up once and stored a hundred times.
    const events = Array.from({ length: 10_000 }, () => event(hour * 60, 0.1));
    const deltas = usageDeltas(meters, events);
    for (let flush = 0; flush < 100; flush += 1) await addDeltas(api.database.pool, deltas);
  }
  expect(await misura.usage(key, { customer })).toEqual({ value: '1000000', eventCount: '10000000' });
  expect(await misura.value(average, { customer })).toBe('0.1');
  const day = { customer, from: '2026-02-01T00:00:00Z', to: '2026-02-02T00:00:00Z' };
  const hours = await misura.windows(key, { ...day, size: 'HOUR' });
  expect(hours.map(({ value }) => value)).toEqual([...Array(10).fill('100000'), ...Array(14).fill('0')]);
  // Whole days, and minutes, because the ends are within an hour.
  expect(await misura.value(key, day)).toBe('1000000');
  expect(await misura.value(key, { ...day, from: '2026-02-01T00:01:00Z', to: '2026-02-01T08:01:00Z' })).toBe('800000');
}, 60_000);

test('counts go on beyond 2^31, and beyond 2^53', async () => {
  const key = await misura.meter({ aggregation: 'COUNT', groupBy: ['n'] });
  const { customer, event, meters } = await someone();
  const { rollups, values } = usageDeltas(meters, [event(0, 'a'), event(60, 'b')]);
  const times = (count: bigint) => ({
    rollups: rollups.map((one): UsageDelta => ({ ...one, eventCount: one.eventCount * count })),
    values,
  });
  await addDeltas(api.database.pool, times(2n ** 31n - 1n));
  await addDeltas(api.database.pool, times(2n));
  const count = '4294967298';
  expect(await misura.usage(key, { customer })).toEqual({ value: count, eventCount: count });
  expect((await misura.groups(key, ['n'], { customer })).map(({ value }) => value)).toEqual([
    '2147483649',
    '2147483649',
  ]);
  await addDeltas(api.database.pool, times(2n ** 53n));
  expect(await misura.usage(key, { customer })).toEqual({
    value: '18014402804449282',
    eventCount: '18014402804449282',
  });
  const two = { customer, from: '2026-02-01T00:00:00Z', to: '2026-02-01T02:00:00Z' };
  const hours = await misura.windows(key, { ...two, size: 'HOUR' });
  expect(hours.map(({ value }) => value)).toEqual(['9007201402224641', '9007201402224641']);
});

test('what cancels out of 38 digits leaves the last one', async () => {
  const key = await misura.meter({ aggregation: 'SUM', valueProperty: 'n' });
  const customer = misura.unused('customer');
  const most = '9'.repeat(38);
  const least = `0.${'0'.repeat(37)}1`;
  for (const n of [most, `-${least}`, `-${most}`]) await misura.record([{ customer, properties: { n } }]);
  expect(await misura.value(key, { customer })).toBe(`-${least}`);
  await misura.record([{ customer, properties: { n: `-${most}` } }]);
  expect(await misura.value(key, { customer })).toBe(`-${most}.${'0'.repeat(37)}1`);
});

test('ids of 255 characters of any script are told apart, and read back as they were', async () => {
  // Any code point but the control characters and halves of pairs, all planes alike.
  const character = fc
    .integer({ min: 0x20, max: 0x10ffff })
    .map((code) => String.fromCodePoint(code))
    .filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));
  const id = fc.string({ unit: character, minLength: 255, maxLength: 255 });
  const some = fc.uniqueArray(id, { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(some, id, async (ids, customer) => {
      const events = ids.map((id) => ({ id, customer }));
      expect(await misura.record([...events, ...events])).toMatchObject({
        recorded: ids.length,
        duplicates: ids.length,
      });
      const document =
        'query ($c: String!, $id: String!) { event(customer: $c, eventId: $id) { eventId customer { externalId } } }';
      for (const id of ids) {
        expect(await api.ask(document, { c: customer, id })).toEqual({
          event: { eventId: id, customer: { externalId: customer } },
        });
      }
    }),
    { numRuns: 25 },
  );
});
