import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Instant, parseInstant } from '../../../src/core/time/instant.ts';
import { cover } from '../../../src/core/usage/cover.ts';

const second = 1_000_000n;
const day = 86_400n * second;
const at = (text: string) => parseInstant(text) ?? 0n;

const near = fc.bigInt(-3n * day, 3n * day);
const aligned = fc
  .tuple(fc.bigInt(-5000n, 5000n), fc.constantFrom(60n, 3600n))
  .map(([count, size]) => (count * size * second) % (3n * day));
const instants = fc.oneof(near, aligned);
const ends = fc.tuple(fc.option(instants), fc.option(instants));

test('every instant is in exactly one range', () => {
  fc.assert(
    fc.property(ends, fc.array(near, { minLength: 20 }), ([from, to], probes) => {
      const { buckets, ragged } = cover(from, to);
      const ranges = [...buckets, ...ragged];
      const edges = ranges.flatMap((range) => [range.from, range.to]).filter((edge) => edge !== null);
      const inPeriod = (i: Instant, range: { from: Instant | null; to: Instant | null }) =>
        (range.from === null || i >= range.from) && (range.to === null || i < range.to);
      for (const instant of [...probes, ...edges, ...edges.map((edge) => edge - 1n)]) {
        expect(ranges.filter((range) => inPeriod(instant, range)).length).toBe(inPeriod(instant, { from, to }) ? 1 : 0);
      }
    }),
    { numRuns: 1000 },
  );
});

test('buckets are whole, ranges few and never empty, ragged ends shorter than a minute, hours and days not read finely', () => {
  fc.assert(
    fc.property(ends, ([from, to]) => {
      const { buckets, ragged } = cover(from, to);
      expect(buckets.length).toBeLessThanOrEqual(5);
      expect(ragged.length).toBeLessThanOrEqual(2);
      for (const range of ragged) {
        expect(range.to).toBeGreaterThan(range.from);
        expect(range.to - range.from).toBeLessThan(60n * second);
      }
      for (const range of buckets) {
        for (const edge of [range.from, range.to]) expect((edge ?? 0n) % (BigInt(range.size) * second)).toBe(0n);
        if (range.from === null || range.to === null) {
          expect(range.size).toBe(86400);
          continue;
        }
        expect(range.to).toBeGreaterThan(range.from);
        // Fewer than two of the next larger bucket's worth on both sides together.
        if (range.size < 86400)
          expect(range.to - range.from).toBeLessThan(BigInt(range.size === 60 ? 7200 : 172_800) * second);
      }
    }),
    { numRuns: 1000 },
  );
});

describe('examples', () => {
  test('whole days are one range', () => {
    const [from, to] = [at('2024-01-01T00:00:00Z'), at('2024-03-01T00:00:00Z')];
    expect(cover(from, to)).toEqual({ buckets: [{ size: 86400, from, to }], ragged: [] });
  });

  test('a period that starts at 10:23:45.678', () => {
    const [from, to] = [at('2024-01-01T10:23:45.678Z'), at('2024-01-03T10:23:45.678Z')];
    expect(cover(from, to)).toEqual({
      buckets: [
        { size: 60, from: at('2024-01-01T10:24:00Z'), to: at('2024-01-01T11:00:00Z') },
        { size: 3600, from: at('2024-01-01T11:00:00Z'), to: at('2024-01-02T00:00:00Z') },
        { size: 86400, from: at('2024-01-02T00:00:00Z'), to: at('2024-01-03T00:00:00Z') },
        { size: 3600, from: at('2024-01-03T00:00:00Z'), to: at('2024-01-03T10:00:00Z') },
        { size: 60, from: at('2024-01-03T10:00:00Z'), to: at('2024-01-03T10:23:00Z') },
      ],
      ragged: [
        { from, to: at('2024-01-01T10:24:00Z') },
        { from: at('2024-01-03T10:23:00Z'), to },
      ],
    });
  });

  test('without ends it is everything', () => {
    expect(cover(null, null)).toEqual({ buckets: [{ size: 86400, from: null, to: null }], ragged: [] });
  });

  test('inside one minute there is nothing whole', () => {
    const [from, to] = [at('2024-01-01T00:00:10Z'), at('2024-01-01T00:00:20Z')];
    expect(cover(from, to)).toEqual({ buckets: [], ragged: [{ from, to }] });
  });

  test('an empty period is covered by nothing', () => {
    expect(cover(5n, 5n)).toEqual({ buckets: [], ragged: [] });
    expect(cover(6n, 5n)).toEqual({ buckets: [], ragged: [] });
    expect(cover(0n, 0n)).toEqual({ buckets: [], ragged: [] });
  });
});
