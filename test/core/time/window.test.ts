import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { RequestError, TooManyWindows } from '../../../src/core/errors.ts';
import { floorDivide, formatInstant, type Instant, parseInstant } from '../../../src/core/time/instant.ts';
import { isTimeZone, usageWindows, type WindowSize } from '../../../src/core/time/window.ts';

const hour = 3_600_000_000n;

function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(`Not an instant: ${text}`);
  return instant;
}

/** A wall time without offset, which must exist once in the zone. */
const wall = (text: string, zone: string) => BigInt(DateTime.fromISO(text, { zone }).toMillis()) * 1000n;

const windows = (from: Instant, to: Instant, size: WindowSize, zone: string) =>
  usageWindows(from, to, size, zone).map((window) => [formatInstant(window.from), formatInstant(window.to)]);

const hours = (from: Instant, to: Instant, size: WindowSize, zone: string) =>
  usageWindows(from, to, size, zone).map((window) => Number(window.to - window.from) / Number(hour));

describe('days over a change of clocks', () => {
  test.each([
    ['Europe/Rome', '2024-03-30', '2024-04-02', [23, 24]],
    ['Europe/Rome', '2024-10-26', '2024-10-29', [25, 24]],
    ['America/New_York', '2024-03-09', '2024-03-12', [23, 24]],
    ['America/New_York', '2024-11-02', '2024-11-05', [25, 24]],
    ['Australia/Lord_Howe', '2024-04-06', '2024-04-09', [24.5, 24]],
    ['America/Havana', '2024-11-02', '2024-11-05', [25, 24]],
    ['America/Havana', '2024-03-09', '2024-03-12', [23, 24]],
    ['Asia/Beirut', '2024-10-25', '2024-10-28', [25, 24]],
    ['UTC', '2024-03-30', '2024-04-02', [24, 24]],
  ])('in %s from %s to %s', (zone, from, to, whole) => {
    expect(hours(wall(`${from}T12:00`, zone), wall(`${to}T12:00`, zone), 'DAY', zone)).toEqual([12, ...whole, 12]);
    expect(hours(wall(`${from}T01:30`, zone), wall(`${to}T01:30`, zone), 'DAY', zone)).toEqual([22.5, ...whole, 1.5]);
  });

  test('begin at the first of two midnights', () => {
    // Havana sets its clocks from 1:00 back to 0:00, so midnight comes twice.
    expect(windows(at('2024-11-02T04:00:00Z'), at('2024-11-04T05:00:00Z'), 'DAY', 'America/Havana')).toEqual([
      ['2024-11-02T04:00:00Z', '2024-11-03T04:00:00Z'],
      ['2024-11-03T04:00:00Z', '2024-11-04T05:00:00Z'],
    ]);
  });

  test('begin when clocks are set forward over midnight', () => {
    // Havana sets its clocks from 0:00 to 1:00, so there is no midnight.
    expect(windows(at('2024-03-09T05:00:00Z'), at('2024-03-11T04:00:00Z'), 'DAY', 'America/Havana')).toEqual([
      ['2024-03-09T05:00:00Z', '2024-03-10T05:00:00Z'],
      ['2024-03-10T05:00:00Z', '2024-03-11T04:00:00Z'],
    ]);
  });

  test('do not go back when clocks are set back over a midnight that has been', () => {
    // St John's: 0:01 on 2010-11-07 became 23:01 on the day before. From within the repeated hour to the next midnight.
    expect(windows(at('2010-11-07T03:00:00Z'), at('2010-11-08T03:30:00Z'), 'DAY', 'America/St_Johns')).toEqual([
      ['2010-11-07T03:00:00Z', '2010-11-08T03:30:00Z'],
    ]);
    expect(windows(at('2010-11-06T02:30:00Z'), at('2010-11-08T03:30:00Z'), 'DAY', 'America/St_Johns')).toEqual([
      ['2010-11-06T02:30:00Z', '2010-11-07T02:30:00Z'],
      ['2010-11-07T02:30:00Z', '2010-11-08T03:30:00Z'],
    ]);
  });

  test('a day that a zone skipped is no window', () => {
    // Samoa had no 30 December 2011.
    expect(windows(at('2011-12-29T10:00:00Z'), at('2011-12-31T10:00:00Z'), 'DAY', 'Pacific/Apia')).toEqual([
      ['2011-12-29T10:00:00Z', '2011-12-30T10:00:00Z'],
      ['2011-12-30T10:00:00Z', '2011-12-31T10:00:00Z'],
    ]);
  });
});

describe('hours over a change of clocks', () => {
  test.each([
    ['Europe/Rome', '2024-03-31', 23],
    ['Europe/Rome', '2024-10-27', 25],
    ['America/New_York', '2024-03-10', 23],
    ['America/New_York', '2024-11-03', 25],
  ])('in %s on %s are %i whole hours', (zone, day, count) => {
    const from = wall(`${day}T00:00`, zone);
    const to = BigInt(DateTime.fromISO(`${day}T00:00`, { zone }).plus({ days: 1 }).toMillis()) * 1000n;
    expect(hours(from, to, 'HOUR', zone)).toEqual(new Array(count).fill(1));
    expect(usageWindows(from, to, 'MINUTE', zone)).toHaveLength(count * 60);
  });

  test('an hour that comes twice is two windows', () => {
    expect(windows(at('2024-10-26T23:30:00Z'), at('2024-10-27T02:30:00Z'), 'HOUR', 'Europe/Rome')).toEqual([
      ['2024-10-26T23:30:00Z', '2024-10-27T00:00:00Z'],
      ['2024-10-27T00:00:00Z', '2024-10-27T01:00:00Z'],
      ['2024-10-27T01:00:00Z', '2024-10-27T02:00:00Z'],
      ['2024-10-27T02:00:00Z', '2024-10-27T02:30:00Z'],
    ]);
  });

  test('half an hour that comes twice is a window of its own', () => {
    // Lord Howe: 2:00 at +11 became 1:30 at +10:30.
    expect(windows(at('2024-04-06T14:00:00Z'), at('2024-04-06T16:30:00Z'), 'HOUR', 'Australia/Lord_Howe')).toEqual([
      ['2024-04-06T14:00:00Z', '2024-04-06T15:00:00Z'],
      ['2024-04-06T15:00:00Z', '2024-04-06T15:30:00Z'],
      ['2024-04-06T15:30:00Z', '2024-04-06T16:30:00Z'],
    ]);
  });
});

describe('the calendar', () => {
  test('days in Kathmandu begin at 18:15 UTC', () => {
    expect(windows(at('2024-01-01T00:00:00Z'), at('2024-01-03T00:00:00Z'), 'DAY', 'Asia/Kathmandu')).toEqual([
      ['2024-01-01T00:00:00Z', '2024-01-01T18:15:00Z'],
      ['2024-01-01T18:15:00Z', '2024-01-02T18:15:00Z'],
      ['2024-01-02T18:15:00Z', '2024-01-03T00:00:00Z'],
    ]);
  });

  test('hours in Kathmandu begin at a quarter past', () => {
    expect(windows(at('2024-01-01T00:00:00Z'), at('2024-01-01T01:30:00Z'), 'HOUR', 'Asia/Kathmandu')).toEqual([
      ['2024-01-01T00:00:00Z', '2024-01-01T00:15:00Z'],
      ['2024-01-01T00:15:00Z', '2024-01-01T01:15:00Z'],
      ['2024-01-01T01:15:00Z', '2024-01-01T01:30:00Z'],
    ]);
  });

  test('weeks begin on Monday', () => {
    expect(windows(at('2024-01-03T00:00:00Z'), at('2024-01-16T00:00:00Z'), 'WEEK', 'UTC')).toEqual([
      ['2024-01-03T00:00:00Z', '2024-01-08T00:00:00Z'],
      ['2024-01-08T00:00:00Z', '2024-01-15T00:00:00Z'],
      ['2024-01-15T00:00:00Z', '2024-01-16T00:00:00Z'],
    ]);
  });

  test('months are calendar months, of whatever length, in the zone', () => {
    expect(windows(at('2024-01-31T12:00:00Z'), at('2024-04-30T22:00:00Z'), 'MONTH', 'Europe/Rome')).toEqual([
      ['2024-01-31T12:00:00Z', '2024-01-31T23:00:00Z'],
      ['2024-01-31T23:00:00Z', '2024-02-29T23:00:00Z'],
      ['2024-02-29T23:00:00Z', '2024-03-31T22:00:00Z'],
      ['2024-03-31T22:00:00Z', '2024-04-30T22:00:00Z'],
    ]);
  });

  test('a period of microseconds inside one window is one window', () => {
    const from = at('2024-01-01T00:00:00.000001Z');
    for (const size of ['MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH'] as const) {
      expect(usageWindows(from, from + 1n, size, 'UTC')).toEqual([{ from, to: from + 1n }]);
    }
  });

  test('a period that is empty or runs backwards has no windows', () => {
    expect(usageWindows(5n, 5n, 'DAY', 'UTC')).toEqual([]);
    expect(usageWindows(5n, 4n, 'DAY', 'UTC')).toEqual([]);
  });
});

describe('the limit', () => {
  const start = at('2000-01-01T00:00:00Z');
  test.each([
    ['MINUTE', start + 10_000n * 60_000_000n],
    ['HOUR', start + 10_000n * hour],
    ['DAY', start + 10_000n * 24n * hour],
  ] as const)('10,000 windows of one %s, but not a microsecond more', (size, to) => {
    expect(usageWindows(start, to, size, 'UTC')).toHaveLength(10_000);
    expect(() => usageWindows(start, to + 1n, size, 'UTC')).toThrow(TooManyWindows);
  });

  test('is a bad request, found before any window is made', () => {
    const [from, to] = [at('0001-01-01T00:00:00Z'), at('9999-12-31T00:00:00Z')];
    const started = performance.now();
    for (const size of ['MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH'] as const) {
      expect(() => usageWindows(from, to, size, 'Europe/Rome')).toThrow(RequestError);
    }
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('time zones', () => {
  test.each([
    'UTC',
    'Europe/Rome',
    'europe/rome',
    'Asia/Kathmandu',
    'Asia/Katmandu',
    'America/Argentina/Buenos_Aires',
    'Etc/GMT+5',
  ])('%s is one', (text) => {
    expect(isTimeZone(text)).toBe(true);
  });

  test.each(['', '+02:00', '-05', 'UTC+2', 'GMT+2', 'Europe/Atlantis', 'Rome', 'Europe/Rome ', 'local', 'system', 'Z'])(
    '%j is none',
    (text) => {
      expect(isTimeZone(text)).toBe(false);
      expect(() => usageWindows(0n, 1n, 'DAY', text)).toThrow(RequestError);
    },
  );
});

test('windows cut a period into pieces without gap or overlap, at the edges of the zone’s clock and calendar', () => {
  const zones = fc.constantFrom(
    ...[
      'UTC',
      'Europe/Rome',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'America/Havana',
      'Asia/Beirut',
    ],
    ...[
      'America/St_Johns',
      'Pacific/Apia',
      'Pacific/Chatham',
      'Africa/Casablanca',
      'Africa/Monrovia',
      'America/Sao_Paulo',
    ],
  );
  const units = { MINUTE: 'minute', HOUR: 'hour', DAY: 'day', WEEK: 'week', MONTH: 'month' } as const;
  const micros = { MINUTE: 60_000_000n, HOUR: hour, DAY: 24n * hour, WEEK: 168n * hour, MONTH: 720n * hour };
  const sizes = fc.constantFrom('MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH');
  const starts = fc.bigInt(at('1965-01-01T00:00:00Z'), at('2040-01-01T00:00:00Z'));
  fc.assert(
    fc.property(zones, sizes, starts, fc.integer({ min: 1, max: 40_000 }), (zone, size, from, thousandths) => {
      const to = from + (micros[size] * BigInt(thousandths)) / 1000n;
      const pieces = usageWindows(from, to, size, zone);
      expect(pieces[0]?.from).toBe(from);
      expect(pieces.at(-1)?.to).toBe(to);
      const wallLabel = (instant: Instant) => {
        const moment = DateTime.fromMillis(Number(floorDivide(instant, 1000n)), { zone });
        const offset = size === 'MINUTE' || size === 'HOUR' ? moment.offset : '';
        return `${moment.startOf(units[size]).toFormat('yyyy-MM-dd HH:mm')} ${offset}`;
      };
      pieces.forEach((piece, index) => {
        expect(piece.from).toBeLessThan(piece.to);
        if (index > 0) {
          expect(piece.from).toBe(pieces[index - 1]?.to);
          expect(wallLabel(piece.from)).not.toBe(wallLabel(piece.from - 1n));
        }
        // Clocks in St John's were set back from 0:01, so that for an hour the calendar shows the day before again.
        if (zone !== 'America/St_Johns') expect(wallLabel(piece.to - 1n)).toBe(wallLabel(piece.from));
      });
    }),
    { numRuns: 300 },
  );
});
