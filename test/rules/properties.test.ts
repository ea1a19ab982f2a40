import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';
import { type ModelEvent, naiveUsage, plain, scaled } from '../kit/naive-usage.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

const aggregations = ['COUNT', 'SUM', 'MAX', 'LAST', 'UNIQUE_COUNT', 'MIN', 'AVERAGE'];
const customers = ['a', 'b', 'c'];

// Around the hour that Rome has twice: minutes, hours and days are crossed, and a day has 25 hours.
const start = Date.parse('2025-10-25T20:00:00Z');
const hours = 40;
const microseconds = (ms: number, more = 0) => BigInt(ms) * 1000n + BigInt(more);

type Sent = {
  id: string;
  customer: string;
  timestamp: string;
  properties: { n: string | number; g: string; keep: boolean };
};
/** What is sent, and when that is in microseconds. */
type Happened = { readonly at: bigint; readonly sent: Sent };

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 17 }))
  .map(([size, point]) => plain((size * 10n ** 30n) / 10n ** BigInt(point)));
const value = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(0.1, 0.2, -0.7, 2 ** 31, 2 ** 53 - 1), decimal);
const happened = (id: number): fc.Arbitrary<Happened> =>
  fc
    .record({
      ms: fc.oneof(fc.integer({ min: 0, max: hours * 3_600_000 }), fc.integer({ min: 0, max: 90_000 })),
      us: fc.integer({ min: 0, max: 2 }),
      customer: fc.constantFrom(...customers),
      n: value,
      g: fc.constantFrom('x', 'y', 'z'),
      keep: fc.boolean(),
    })
    .map(({ ms, us, customer, n, g, keep }) => ({
      at: microseconds(start + ms, us),
      sent: {
        id: `e${id}`,
        customer,
        timestamp: new Date(start + ms).toISOString().replace('Z', `00${us}Z`),
        properties: { n, g, keep },
      },
    }));
const history = fc
  .integer({ min: 1, max: 60 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, id) => happened(id))));

/** What a meter of `keep` events should have counted of a history. */
const model = (events: readonly Happened[], only: (event: Happened) => boolean = () => true): ModelEvent[] =>
  events
    .filter((event) => event.sent.properties.keep && only(event))
    .map(({ at, sent }) => ({ id: sent.id, at, value: String(sent.properties.n) }));

async function freshWorkspace(): Promise<Metering> {
  const { adminKey } = await api.secondWorkspace();
  return meteringOn(api, { key: adminKey });
}

const filter = { where: { property: 'keep', operator: 'EQUALS', value: true } };
async function makeMeters(misura: Metering, suffix = ''): Promise<void> {
  for (const aggregation of aggregations) {
    const valueProperty = aggregation === 'COUNT' ? null : 'n';
    await misura.meter({ key: `${aggregation}${suffix}`, aggregation, valueProperty, filter, groupBy: ['g'] });
  }
}

/** In pieces of these sizes, again and again, several at once. */
async function send(misura: Metering, events: readonly Sent[], sizes: readonly number[]): Promise<void> {
  const pieces: Sent[][] = [];
  for (let first = 0, i = 0; first < events.length; i += 1) {
    const size = sizes[i % sizes.length] as number;
    pieces.push(events.slice(first, first + size));
    first += size;
  }
  await Promise.all(pieces.map((piece) => misura.record(piece)));
}

/** One customer's and everybody's usage, whole and by group, on every meter. */
async function expectModel(misura: Metering, events: readonly Happened[], suffix = ''): Promise<void> {
  const seen = customers.filter((customer) => events.some(({ sent }) => sent.customer === customer));
  for (const aggregation of aggregations) {
    const key = `${aggregation}${suffix}`;
    for (const customer of [undefined, ...seen]) {
      const theirs = events.filter(({ sent }) => customer === undefined || sent.customer === customer);
      const period = customer === undefined ? {} : { customer };
      const counted = model(theirs);
      expect(await misura.usage(key, period), `${key} of ${customer}`).toEqual({
        value: naiveUsage(aggregation, counted),
        eventCount: String(counted.length),
      });
      const groups = await misura.groups(key, ['g'], period);
      const expected = ['x', 'y', 'z']
        .map((g) => ({
          g,
          value: naiveUsage(
            aggregation,
            model(theirs, ({ sent }) => sent.properties.g === g),
          ),
        }))
        .filter(({ g }) => theirs.some(({ sent }) => sent.properties.keep && sent.properties.g === g));
      expect(new Set(groups.map(({ properties, value }) => ({ g: properties.g, value })))).toEqual(new Set(expected));
    }
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 });

test('permutation, duplication, batching: however events arrive, usage is what the rules say of the set of them', async () => {
  const arrival = history.chain((events) =>
    fc.record({
      events: fc.constant(events),
      order: fc.shuffledSubarray([...events], { minLength: events.length }),
      again: fc.shuffledSubarray([...events]),
      sizes,
    }),
  );
  await fc.assert(
    fc.asyncProperty(arrival, async ({ events, order, again, sizes }) => {
      const misura = await freshWorkspace();
      await makeMeters(misura);
      await send(
        misura,
        [...order, ...again].map(({ sent }) => sent),
        sizes,
      );
      await send(
        misura,
        again.map(({ sent }) => sent),
        [7],
      );
      await expectModel(misura, events);
    }),
    { numRuns: 5 },
  );
});

test('rebuild equals incremental: a meter made before, amid and after the same events, or brought back, says the same', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.nat(60), sizes, async (events, cut, sizes) => {
      const misura = await freshWorkspace();
      const sent = events.map((event) => event.sent);
      await makeMeters(misura, '-before');
      await send(misura, sent.slice(0, cut), sizes);
      await Promise.all([makeMeters(misura, '-amid'), send(misura, sent.slice(cut), sizes)]);
      await makeMeters(misura, '-after');
      for (const key of ['MAX-before', 'UNIQUE_COUNT-amid']) {
        await misura.changeMeter('archiveMeter', key);
        await misura.changeMeter('unarchiveMeter', key);
      }
      await api.built();
      for (const suffix of ['-before', '-amid', '-after']) await expectModel(misura, events, suffix);
    }),
    { numRuns: 2 },
  );
});

test('splitting: windows of any size in any zone are what the rules say, and add up; usage(a, c) = usage(a, b) + usage(b, c)', async () => {
  const misura = await freshWorkspace();
  await makeMeters(misura);
  const [events] = fc.sample(fc.tuple(...Array.from({ length: 200 }, (_, id) => happened(id))), {
    numRuns: 1,
    seed: 11,
  });
  await send(
    misura,
    (events ?? []).map(({ sent }) => sent),
    [50],
  );

  const instant = fc.integer({ min: -3_600_000, max: (hours + 1) * 3_600_000 }).map((ms) => start + ms);
  const cuts = fc.record({
    // Three instants in order, and a size of which the period has not too many.
    ends: fc.uniqueArray(instant, { minLength: 3, maxLength: 3 }).map((ends) => ends.sort((a, b) => a - b)),
    size: fc.constantFrom('HOUR', 'DAY', 'WEEK', 'MONTH'),
    timeZone: fc.constantFrom(
      'UTC',
      'Europe/Rome',
      'America/New_York',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'Australia/Lord_Howe',
    ),
    aggregation: fc.constantFrom(...aggregations),
    customer: fc.constantFrom(undefined, 'a', 'b'),
  });
  await fc.assert(
    fc.asyncProperty(cuts, async ({ ends, size, timeZone, aggregation, customer }) => {
      const [a, b, c] = ends.map((end) => new Date(end).toISOString()) as [string, string, string];
      const of = customer === undefined ? {} : { customer };
      const within = (from: string, to: string) =>
        model(events ?? [], ({ at, sent }) => {
          if (customer !== undefined && sent.customer !== customer) return false;
          return at >= microseconds(Date.parse(from)) && at < microseconds(Date.parse(to));
        });
      const windows = await misura.windows(aggregation, { ...of, size, timeZone, from: a, to: c });
      expect([windows[0]?.from, windows.at(-1)?.to].map((end) => Date.parse(end as string))).toEqual([
        Date.parse(a),
        Date.parse(c),
      ]);
      for (const [i, { from, to, value, eventCount }] of windows.entries()) {
        if (i > 0) expect(from).toBe(windows[i - 1]?.to);
        const counted = within(from, to);
        expect([value, eventCount]).toEqual([naiveUsage(aggregation, counted), String(counted.length)]);
      }
      if (aggregation !== 'COUNT' && aggregation !== 'SUM') return;
      const [whole, left, right] = await Promise.all(
        [
          [a, c],
          [a, b],
          [b, c],
        ].map(([from, to]) => misura.value(aggregation, { ...of, from: from as string, to: to as string })),
      );
      expect(plain(scaled(left as string) + scaled(right as string))).toBe(whole);
      expect(plain(windows.reduce((sum, { value }) => sum + scaled(value as string), 0n))).toBe(whole);
    }),
    { numRuns: 60 },
  );
});
