import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { periodAt, periodContaining } from '../../../src/core/subscriptions/grid.ts';
import { type Interval, intervalIssues } from '../../../src/core/subscriptions/interval.ts';
import { formatInstant, type Instant, parseInstant } from '../../../src/core/time/instant.ts';

function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(`Not an instant: ${text}`);
  return instant;
}

const every = (count: number, unit: Interval['unit']): Interval => ({ unit, count });

/** The first boundaries, as the zone's clocks show them. */
function local(anchor: string, interval: Interval, zone: string, count: number): string[] {
  return starts(anchor, interval, zone, count).map(
    (text) => DateTime.fromISO(text, { zone }).toISO({ includeOffset: false, suppressMilliseconds: true }) ?? '',
  );
}

function starts(anchor: string, interval: Interval, zone: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => formatInstant(periodAt(at(anchor), interval, zone, index).from));
}

const midnights = (...dates: string[]) => dates.map((date) => `${date}T00:00:00`);

describe('by the calendar, from the anchor and never from the boundary before', () => {
  test.each<[string, Interval, string[]]>([
    ['2023-01-31', every(1, 'MONTH'), ['2023-01-31', '2023-02-28', '2023-03-31', '2023-04-30', '2023-05-31']],
    ['2024-01-31', every(1, 'MONTH'), ['2024-01-31', '2024-02-29', '2024-03-31']],
    ['2023-01-30', every(1, 'MONTH'), ['2023-01-30', '2023-02-28', '2023-03-30']],
    ['2023-01-29', every(1, 'MONTH'), ['2023-01-29', '2023-02-28', '2023-03-29']],
    ['2024-01-29', every(1, 'MONTH'), ['2024-01-29', '2024-02-29', '2024-03-29']],
    ['2023-11-30', every(3, 'MONTH'), ['2023-11-30', '2024-02-29', '2024-05-30', '2024-08-30']],
    ['2023-10-31', every(3, 'MONTH'), ['2023-10-31', '2024-01-31', '2024-04-30', '2024-07-31']],
    ['2024-02-29', every(1, 'YEAR'), ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']],
    ['2024-02-29', every(12, 'MONTH'), ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']],
    ['2024-02-29', every(4, 'YEAR'), ['2024-02-29', '2028-02-29', '2032-02-29']],
    ['2024-02-26', every(1, 'DAY'), ['2024-02-26', '2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01']],
    ['2024-02-22', every(1, 'WEEK'), ['2024-02-22', '2024-02-29', '2024-03-07']],
    ['2024-12-25', every(2, 'WEEK'), ['2024-12-25', '2025-01-08', '2025-01-22']],
    ['2024-01-01', every(30, 'DAY'), ['2024-01-01', '2024-01-31', '2024-03-01', '2024-03-31', '2024-04-30']],
  ])('from %s, every %j', (anchor, interval, dates) => {
    for (const zone of ['UTC', 'Europe/Rome', 'America/Los_Angeles', 'Asia/Kathmandu']) {
      const start = DateTime.fromISO(anchor, { zone }).toUTC().toISO() ?? '';
      expect(local(start, interval, zone, dates.length)).toEqual(midnights(...dates));
    }
  });

  test('the date is that of the zone', () => {
    // The evening of January 30 in New York, and in Rome the 31st already.
    const anchor = '2024-01-31T01:30:00Z';
    expect(starts(anchor, every(1, 'MONTH'), 'America/New_York', 3)).toEqual([
      anchor,
      '2024-03-01T01:30:00Z',
      '2024-03-31T00:30:00Z',
    ]);
    expect(starts(anchor, every(1, 'MONTH'), 'Europe/Rome', 3)).toEqual([
      anchor,
      '2024-02-29T01:30:00Z',
      '2024-03-31T01:00:00Z',
    ]);
  });

  test('microseconds of the anchor are kept', () => {
    expect(starts('2024-01-31T10:11:12.345678Z', every(1, 'MONTH'), 'Europe/Rome', 3)).toEqual([
      '2024-01-31T10:11:12.345678Z',
      '2024-02-29T10:11:12.345678Z',
      '2024-03-31T09:11:12.345678Z',
    ]);
    expect(starts('1960-01-31T10:11:12.000001Z', every(1, 'MONTH'), 'UTC', 2)[1]).toBe('1960-02-29T10:11:12.000001Z');
  });
});

describe('where clocks are changed on the day of a boundary', () => {
  test('a time that is skipped is the instant of the change, and the next one is as it was', () => {
    // 2:00 became 3:00.
    expect(starts('2024-03-30T01:30:00.000007Z', every(1, 'DAY'), 'Europe/Rome', 3)).toEqual([
      '2024-03-30T01:30:00.000007Z',
      '2024-03-31T01:00:00Z',
      '2024-04-01T00:30:00.000007Z',
    ]);
  });

  test('a time that comes twice is the earlier one', () => {
    // 3:00 became 2:00.
    expect(starts('2024-10-26T00:30:00.000007Z', every(1, 'DAY'), 'Europe/Rome', 3)).toEqual([
      '2024-10-26T00:30:00.000007Z',
      '2024-10-27T00:30:00.000007Z',
      '2024-10-28T01:30:00.000007Z',
    ]);
  });

  test('an anchor at the later of two is kept', () => {
    expect(starts('2024-10-27T01:30:00Z', every(1, 'DAY'), 'Europe/Rome', 2)).toEqual([
      '2024-10-27T01:30:00Z',
      '2024-10-28T01:30:00Z',
    ]);
  });

  test('months and weeks that end on that day', () => {
    expect(starts('2024-01-31T01:30:00Z', every(1, 'MONTH'), 'Europe/Rome', 3)[2]).toBe('2024-03-31T01:00:00Z');
    expect(starts('2024-10-20T00:30:00Z', every(1, 'WEEK'), 'Europe/Rome', 3)).toEqual([
      '2024-10-20T00:30:00Z',
      '2024-10-27T00:30:00Z',
      '2024-11-03T01:30:00Z',
    ]);
    // Havana skips midnight, and later has it twice.
    expect(starts('2024-02-10T05:00:00Z', every(1, 'MONTH'), 'America/Havana', 2)[1]).toBe('2024-03-10T05:00:00Z');
    expect(starts('2024-10-03T04:00:00Z', every(1, 'MONTH'), 'America/Havana', 2)[1]).toBe('2024-11-03T04:00:00Z');
  });

  test('a day that the zone skipped is a period of no length', () => {
    // Samoa had no 30 December 2011.
    expect(starts('2011-12-29T10:00:00Z', every(1, 'DAY'), 'Pacific/Apia', 4)).toEqual([
      '2011-12-29T10:00:00Z',
      '2011-12-30T10:00:00Z',
      '2011-12-30T10:00:00Z',
      '2011-12-31T10:00:00Z',
    ]);
    expect(
      periodContaining(at('2011-12-29T10:00:00Z'), every(1, 'DAY'), 'Pacific/Apia', at('2011-12-30T10:00:00Z')).index,
    ).toBe(2);
  });
});

describe('the period that an instant is in', () => {
  const containing = (anchor: string, interval: Interval, zone: string, instant: string) => {
    const { index, from, to } = periodContaining(at(anchor), interval, zone, at(instant));
    return [index, formatInstant(from), formatInstant(to)];
  };

  test.each([
    ['2023-01-31T00:00:00Z', [0, '2023-01-31T00:00:00Z', '2023-02-28T00:00:00Z']],
    ['2023-02-27T23:59:59.999999Z', [0, '2023-01-31T00:00:00Z', '2023-02-28T00:00:00Z']],
    ['2023-02-28T00:00:00Z', [1, '2023-02-28T00:00:00Z', '2023-03-31T00:00:00Z']],
    ['2023-03-30T23:59:59.999999Z', [1, '2023-02-28T00:00:00Z', '2023-03-31T00:00:00Z']],
    ['2033-01-30T23:59:59Z', [119, '2032-12-31T00:00:00Z', '2033-01-31T00:00:00Z']],
  ])('monthly from January 31, at %s', (instant, expected) => {
    expect(containing('2023-01-31T00:00:00Z', every(1, 'MONTH'), 'UTC', instant)).toEqual(expected);
  });

  test('before the anchor there is none', () => {
    expect(() => containing('2023-01-31T00:00:00Z', every(1, 'DAY'), 'UTC', '2023-01-30T23:59:59.999999Z')).toThrow(
      RangeError,
    );
  });

  test('an unknown zone has none', () => {
    expect(() => containing('2023-01-31T00:00:00Z', every(1, 'DAY'), 'Mars/Olympus', '2023-02-01T00:00:00Z')).toThrow(
      RangeError,
    );
    expect(() => periodAt(0n, every(1, 'DAY'), 'Mars/Olympus', 0)).toThrow(RangeError);
  });

  test('every instant is in exactly one, and periods follow each other', () => {
    const instants = fc.bigInt({ min: at('1975-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') });
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Rome',
      'America/Havana',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'America/St_Johns',
    );
    const intervals = fc.record({
      unit: fc.constantFrom('DAY', 'WEEK', 'MONTH', 'YEAR'),
      count: fc.integer({ min: 1, max: 7 }),
    });
    fc.assert(
      fc.property(
        instants,
        fc.bigInt({ min: 0n, max: 10n ** 15n }),
        intervals,
        zones,
        (anchor, later, interval, zone) => {
          const { index, from, to } = periodContaining(anchor, interval, zone, anchor + later);
          expect(from <= anchor + later && anchor + later < to).toBe(true);
          expect(periodAt(anchor, interval, zone, index)).toEqual({ from, to });
          expect(periodAt(anchor, interval, zone, index + 1).from).toBe(to);
          expect(periodAt(anchor, interval, zone, 0).from).toBe(anchor);
        },
      ),
    );
  });
});

test.each<[Interval, boolean]>([
  [every(1, 'DAY'), true],
  [every(3, 'MONTH'), true],
  [every(10, 'YEAR'), true],
  [every(11, 'YEAR'), false],
  [every(121, 'MONTH'), false],
  [every(0, 'MONTH'), false],
  [every(-1, 'WEEK'), false],
  [every(1.5, 'WEEK'), false],
  [every(Number.NaN, 'WEEK'), false],
])('whether %j is an interval: %s', (interval, is) => {
  expect(intervalIssues(interval).map(({ path }) => path)).toEqual(is ? [] : [['count']]);
});
