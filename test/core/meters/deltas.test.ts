import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, formatDecimal, parseDecimal } from '../../../src/core/decimal.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import {
  type CompiledMeter,
  type CountedEvent,
  type UsageDelta,
  usageDeltas,
  type ValueDelta,
} from '../../../src/core/meters/deltas.ts';
import { groupKeyOf, valueKeyOf } from '../../../src/core/meters/keys.ts';
import { latest } from '../../../src/core/meters/last.ts';
import { compileMeter } from '../../../src/core/meters/measure.ts';
import type { Aggregation, MeterDefinition } from '../../../src/core/meters/meter.ts';
import { parseInstant } from '../../../src/core/time/instant.ts';

const aggregations: Aggregation[] = ['COUNT', 'SUM', 'MAX', 'MIN', 'LAST', 'AVERAGE', 'UNIQUE_COUNT'];

function meter(aggregation: Aggregation, buildId: number, given: Partial<MeterDefinition> = {}): CompiledMeter {
  const valueProperty = aggregation === 'COUNT' ? null : 'v';
  const definition = {
    eventName: 'e',
    aggregation,
    valueProperty,
    filter: null,
    groupBy: [],
    unitSize: null,
    ...given,
  };
  const { eventName, groupBy } = definition;
  return {
    buildId,
    key: `${aggregation}-${buildId}`,
    eventName,
    aggregation,
    groupBy,
    measure: compileMeter(definition),
  };
}

const meters = [
  ...aggregations.map((aggregation, index) => meter(aggregation, index + 1)),
  ...aggregations.map((aggregation, index) => meter(aggregation, index + 11, { groupBy: ['g'] })),
];

const customers = ['0189dcd5-5311-7d40-8db0-9496a2eef37b', '0189dcd5-5311-7d40-8db0-9496a2eef37c'] as const;
const start = parseInstant('2024-01-01T23:58:30Z') ?? 0n;

const event = (eventId: string, properties: JsonObject, occurredAt = start, name = 'e'): CountedEvent => ({
  customerId: customers[0],
  eventId,
  name,
  occurredAt,
  properties,
  subscriptionId: null,
});

const anyEvent = fc.record({
  customerId: fc.constantFrom(...customers),
  // Few ids apart from the unique prefix, and few instants, so that LAST has ties to break.
  eventId: fc.constantFrom('\uff5e', '\u{1f600}', 'a', 'b'),
  name: fc.constantFrom('e', 'e', 'e', 'other'),
  occurredAt: fc.oneof(
    fc.constantFrom(start, start + 1n, -1n, 0n),
    fc.bigInt(start, start + 7_200_000_000n),
    fc.bigInt(-86_400_000_000n * 800_000n, 86_400_000_000n * 2_000_000n),
  ),
  properties: fc.record(
    {
      v: fc.oneof(
        fc.integer(),
        fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
        fc.constantFrom('0.1', '99999999999999999999.000000000000000001', '-7', 'x', true, null),
      ),
      g: fc.constantFrom('x', 'y', 1, '1', true, null),
    },
    { requiredKeys: [] },
  ),
  subscriptionId: fc.constantFrom(
    null,
    null,
    'aaaaaaaa-0000-7000-8000-000000000001',
    'aaaaaaaa-0000-7000-8000-000000000002',
  ),
});

/** Each with an identity of its own: (customer, event id) names an event once. */
const someEvents = fc
  .array(anyEvent, { maxLength: 40 })
  .map((list) => list.map((one, index) => ({ ...one, eventId: `${one.eventId}${index}` })));

const rowKey = (row: UsageDelta | ValueDelta) =>
  [
    row.customerId,
    row.buildId,
    row.bucketSize,
    row.bucketStart,
    row.groupKey,
    'valueKey' in row ? row.valueKey : '',
  ].join(' ');

/** What the database does with deltas: adds them row by row. */
function stored(...batches: CountedEvent[][]) {
  const rows = new Map<string, unknown>();
  const deltas = batches.map((batch) => usageDeltas(meters, batch));
  for (const delta of deltas.flatMap(({ rollups }) => rollups)) {
    const {
      eventCount = 0n,
      sum = null,
      max = null,
      min = null,
      last = null,
    } = (rows.get(rowKey(delta)) ?? {}) as Partial<UsageDelta>;
    rows.set(rowKey(delta), {
      ...delta,
      eventCount: eventCount + delta.eventCount,
      sum: sum && delta.sum ? sum.plus(delta.sum) : (sum ?? delta.sum),
      max: max && delta.max ? Decimal.max(max, delta.max) : (max ?? delta.max),
      min: min && delta.min ? Decimal.min(min, delta.min) : (min ?? delta.min),
      last: latest(last, delta.last),
    });
  }
  for (const delta of deltas.flatMap(({ values }) => values)) {
    const { eventCount = 0n } = (rows.get(rowKey(delta)) ?? {}) as Partial<ValueDelta>;
    rows.set(rowKey(delta), { ...delta, eventCount: eventCount + delta.eventCount });
  }
  const written = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);
  return new Map([...rows].map(([key, row]) => [key, JSON.stringify(row, written)]));
}

const byIdentity = (events: CountedEvent[]) => [
  ...new Map(events.map((one) => [`${one.customerId} ${one.eventId}`, one])).values(),
];

describe('whatever happens on the way', () => {
  test('the order of events does not matter', () => {
    const shuffled = someEvents.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
    );
    fc.assert(
      fc.property(shuffled, ([events, others]) => {
        expect(stored(others)).toEqual(stored(events));
      }),
    );
  });

  test('a batch may be split anywhere', () => {
    fc.assert(
      fc.property(someEvents, fc.nat(40), (events, cut) => {
        expect(stored(events.slice(0, cut), events.slice(cut))).toEqual(stored(events));
        expect(stored(...events.map((one) => [one]))).toEqual(stored(events));
      }),
    );
  });

  test('a repeated event, once recognised, changes nothing', () => {
    const repeated = someEvents.chain((events) => fc.tuple(fc.constant(events), fc.subarray(events)));
    fc.assert(
      fc.property(repeated, ([events, again]) => {
        expect(stored(byIdentity([...again, ...events, ...again]))).toEqual(stored(events));
      }),
    );
  });

  test('rows come sorted by their key, each once', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        const { rollups, values } = usageDeltas(meters, events);
        for (const rows of [rollups, values]) {
          const pad = (value: bigint | number) => (BigInt(value) + 10n ** 20n).toString().padStart(22, '0');
          const keys = rows.map((row) =>
            [
              row.customerId,
              pad(row.buildId),
              pad(row.bucketSize),
              pad(row.bucketStart),
              row.groupKey,
              'valueKey' in row ? row.valueKey : '',
            ].join(' '),
          );
          expect(keys).toEqual([...new Set(keys)].sort());
        }
      }),
    );
  });

  test('every bucket holds exactly its events', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        for (const row of usageDeltas(meters, events).rollups) {
          const end = row.bucketStart + BigInt(row.bucketSize) * 1_000_000n;
          expect(row.bucketStart % (BigInt(row.bucketSize) * 1_000_000n)).toBe(0n);
          const counting = meters.find(({ buildId }) => buildId === row.buildId);
          const inside = events
            .filter(
              (one) => one.customerId === row.customerId && one.occurredAt >= row.bucketStart && one.occurredAt < end,
            )
            .flatMap((one) => {
              const measured = counting?.measure(one);
              return typeof measured === 'object' && groupKeyOf(measured.groupValues) === row.groupKey
                ? [measured]
                : [];
            });
          expect(row.eventCount).toBe(BigInt(inside.length));
          if (row.sum === null) continue;
          const places = 38n;
          const model = inside.reduce(
            (sum, { value }) => sum + BigInt((value ?? new Decimal(0)).times(`1e${places}`).toFixed()),
            0n,
          );
          expect(row.sum.times(`1e${places}`).toFixed()).toBe(model.toString());
        }
      }),
    );
  });
});

describe('one event', () => {
  test('moves a minute, an hour and a day', () => {
    const { rollups, values, warnings } = usageDeltas(
      [meter('SUM', 7)],
      [event('1', { v: 0.1 }), event('2', { v: 0.2 })],
    );
    expect(rollups.map(({ bucketSize, bucketStart }) => [bucketSize, bucketStart])).toEqual([
      [60, parseInstant('2024-01-01T23:58:00Z')],
      [3600, parseInstant('2024-01-01T23:00:00Z')],
      [86400, parseInstant('2024-01-01T00:00:00Z')],
    ]);
    for (const row of rollups) {
      expect(row).toMatchObject({
        customerId: customers[0],
        buildId: 7,
        eventCount: 2n,
        max: null,
        min: null,
        last: null,
      });
      expect(row).toMatchObject({ groupKey: '00000000-0000-0000-0000-000000000000', groupValues: null });
      expect(row.sum && formatDecimal(row.sum)).toBe('0.3');
    }
    expect([values, warnings]).toEqual([[], []]);
  });

  test('before 1970 is in the bucket that has begun, not in the next', () => {
    const { rollups } = usageDeltas([meter('COUNT', 1)], [event('1', {}, -1n)]);
    expect(rollups.map(({ bucketStart }) => bucketStart)).toEqual([-60_000_000n, -3_600_000_000n, -86_400_000_000n]);
  });

  test('fills only what its meter’s aggregation needs', () => {
    const filled = (aggregation: Aggregation) => {
      const [row] = usageDeltas([meter(aggregation, 1)], [event('1', { v: 5 })]).rollups;
      return [row?.sum, row?.max, row?.min, row?.last].map((field) => field !== null);
    };
    expect(Object.fromEntries(aggregations.map((aggregation) => [aggregation, filled(aggregation)]))).toEqual({
      COUNT: [false, false, false, false],
      SUM: [true, false, false, false],
      MAX: [false, true, false, false],
      MIN: [false, false, true, false],
      LAST: [false, false, false, true],
      AVERAGE: [true, false, false, false],
      UNIQUE_COUNT: [false, false, false, false],
    });
  });
});

test('quantities of 38 digits add up exactly', () => {
  const texts = ['99999999999999999999999999999999999999', '0.00000000000000000000000000000000000001', '1'];
  const { rollups } = usageDeltas(
    [meter('SUM', 1)],
    texts.map((v, index) => event(String(index), { v })),
  );
  expect(rollups.map(({ sum }) => sum && formatDecimal(sum))).toEqual(
    new Array(3).fill('100000000000000000000000000000000000000.00000000000000000000000000000000000001'),
  );
});

test('LAST at one instant is the greatest id by code point', () => {
  const { rollups } = usageDeltas(
    [meter('LAST', 1)],
    [event('\u{1f600}', { v: 1 }), event('\uff5e', { v: 2 }), event('z', { v: 3 })],
  );
  expect(rollups[0]?.last).toEqual({ at: start, eventId: '\u{1f600}', value: parseDecimal('1') });
});

test('distinct values are counted with their events', () => {
  const { rollups, values } = usageDeltas(
    [meter('UNIQUE_COUNT', 1)],
    [event('1', { v: 1 }), event('2', { v: '1' }), event('3', { v: 'a' })],
  );
  expect(rollups.map(({ eventCount }) => eventCount)).toEqual([3n, 3n, 3n]);
  const counts = new Map(
    values.filter(({ bucketSize }) => bucketSize === 3600).map(({ valueKey, eventCount }) => [valueKey, eventCount]),
  );
  expect(counts).toEqual(
    new Map([
      [valueKeyOf('1'), 2n],
      [valueKeyOf('a'), 1n],
    ]),
  );
});

test('groups are kept apart by value and kind', () => {
  const events = ['x', 1, '1', true, 'true', null].map((g, index) => event(String(index), { v: 1, g }));
  const { rollups } = usageDeltas([meter('COUNT', 1, { groupBy: ['g'] })], [...events, event('none', { v: 1 })]);
  const minutes = rollups.filter(({ bucketSize }) => bucketSize === 60);
  expect(new Set(minutes.map(({ groupValues, eventCount }) => `${JSON.stringify(groupValues)} ${eventCount}`))).toEqual(
    new Set(['["x"] 1', '[1] 1', '["1"] 1', '[true] 1', '["true"] 1', '[null] 2']),
  );
  for (const row of minutes) expect(row.groupKey).toBe(groupKeyOf(row.groupValues ?? []));
});

test('what names a subscription is kept by itself, whether the meter groups or not', () => {
  const named = { ...event('1', { v: 1, g: 'x' }), subscriptionId: 'aaaaaaaa-0000-7000-8000-000000000001' };
  const events = [named, event('2', { v: 2, g: 'x' }), event('3', { v: 4, g: named.subscriptionId })];
  const groups = (groupBy: string[]) =>
    usageDeltas([meter('SUM', 1, { groupBy })], events)
      .rollups.filter(({ bucketSize }) => bucketSize === 86400)
      .map(({ groupKey, groupValues, sum }) => {
        expect(groupKey).toBe(groupKeyOf(groupValues ?? []));
        return `${JSON.stringify(groupValues)} ${sum}`;
      });
  expect(new Set(groups([]))).toEqual(new Set([`["${named.subscriptionId}"] 1`, 'null 6']));
  expect(new Set(groups(['g']))).toEqual(
    new Set([`["x","${named.subscriptionId}"] 1`, '["x"] 2', `["${named.subscriptionId}"] 4`]),
  );
});

test('keys are the first 16 bytes of SHA-256, for they are stored', () => {
  // printf '["x"]' | sha256sum, printf 'abc' | sha256sum
  expect(valueKeyOf('abc')).toBe('ba7816bf-8f01-cfea-4141-40de5dae2223');
  expect(groupKeyOf(['x'])).toBe(valueKeyOf('["x"]'));
});

describe('warnings', () => {
  const filter = { where: { property: 'g', operator: 'EQUALS', value: 'x' } } as const;
  const pair = [meter('SUM', 1), meter('COUNT', 2, { filter })];
  const warningsOf = (...events: CountedEvent[]) => usageDeltas(pair, events).warnings;

  test('name the event by position and the meter by key', () => {
    expect(warningsOf(event('1', { v: 1 }), event('2', { g: 'x' }), event('3', { v: 'x' }))).toEqual([
      { event: 1, code: 'VALUE_MISSING', meter: 'SUM-1' },
      { event: 2, code: 'VALUE_NOT_NUMERIC', meter: 'SUM-1' },
    ]);
  });

  test('say once that no meter takes an event, be it for its name or for the filters', () => {
    expect(usageDeltas([], [event('1', {})]).warnings).toEqual([{ event: 0, code: 'NO_METER', meter: null }]);
    expect(warningsOf(event('1', {}, start, 'other'))).toEqual([{ event: 0, code: 'NO_METER', meter: null }]);
    expect(
      usageDeltas([meter('COUNT', 2, { filter })], [event('1', { g: 'y' }), event('2', { g: 'x' })]).warnings,
    ).toEqual([{ event: 0, code: 'NO_METER', meter: null }]);
  });
});
