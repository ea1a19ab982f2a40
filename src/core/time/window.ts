import { RequestError, TooManyWindows } from '../errors.ts';
import { floorDivide, type Instant } from './instant.ts';
import {
  firstInstantAt,
  localTime,
  nextChange,
  type OffsetAt,
  offsetsOf,
  type WallTime,
  wallTimeOf,
  zoneName,
} from './zone.ts';

export type WindowSize = 'MINUTE' | 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';

/** Half-open: an event at `to` belongs to the next window. */
export type Window = { from: Instant; to: Instant };

const windowsMax = 10_000;
const second = 1_000_000n;
const day = 86_400n * second;

const longest = { MINUTE: 60n * second, HOUR: 3600n * second, DAY: day, WEEK: 7n * day, MONTH: 31n * day };

/** Whether this is an IANA name such as Europe/Rome, in any case, that this runtime has rules for. */
export function isTimeZone(text: string): boolean {
  return zoneName(text) !== null;
}

/**
 * The windows that `[from, to)` falls into in that zone, each instant in exactly one, in order, the empty ones too.
 *
 * The first and the last are cut at `from` and `to`. DAY, WEEK (from Monday) and MONTH are those of the calendar: a day
 * of 23 or 25 hours is one window, and a day that the zone skipped is none. MINUTE and HOUR are those of the clock, and
 * end where clocks are changed: an hour that comes twice is two windows.
 *
 * Throws RequestError for an unknown zone, and TooManyWindows for more than 10,000 windows, or than `countMax` if fewer
 * are left of those, at no greater cost than that.
 */
export function usageWindows(
  from: Instant,
  to: Instant,
  size: WindowSize,
  timeZone: string,
  countMax = windowsMax,
): Window[] {
  const name = zoneName(timeZone);
  if (name === null) throw new RequestError(`There is no time zone ${JSON.stringify(timeZone)}. Give an IANA name.`);
  if (from >= to) return [];
  // A zone that moved over the date line has days of more than 24 hours, hence the two to spare.
  if ((to - from) / longest[size] > countMax + 2) throw new TooManyWindows(windowsMax);
  const offsetAt = offsetsOf(name);
  const ends =
    size === 'MINUTE' || size === 'HOUR'
      ? clockEnds(from, to, longest[size], offsetAt)
      : calendarEnds(from, to, calendarStarts[size](from, offsetAt), offsetAt);
  const windows: Window[] = [];
  let start = from;
  for (const end of ends) {
    if (windows.length === countMax) throw new TooManyWindows(windowsMax);
    windows.push({ from: start, to: end });
    start = end;
  }
  return windows;
}

/** The beginnings of the calendar's days, weeks or months behind the one that an instant is in, without end. */
const calendarStarts = {
  DAY: (at: Instant, offsetAt: OffsetAt) => dayStarts(dayOf(at, offsetAt), 1n),
  WEEK: (at: Instant, offsetAt: OffsetAt) => dayStarts(mondayOf(dayOf(at, offsetAt)), 7n),
  MONTH: monthStarts,
};

/** The zone's date at an instant, in days since 1970-01-01. */
function dayOf(at: Instant, offsetAt: OffsetAt): bigint {
  return floorDivide(at + BigInt(offsetAt(at)) * second, day);
}

/** 1970-01-01 was a Thursday. */
function mondayOf(dayNumber: bigint): bigint {
  return floorDivide(dayNumber + 3n, 7n) * 7n - 3n;
}

// A date has 24 hours on the wall, whatever the zone's clocks make of them, so no calendar is needed to count dates. Luxon
// takes 6 µs for each.
function* dayStarts(dayNumber: bigint, step: bigint): Generator<WallTime> {
  for (let next = dayNumber + step; ; next += step) yield next * day;
}

function* monthStarts(at: Instant, offsetAt: OffsetAt): Generator<WallTime> {
  let local = localTime(at, offsetAt).startOf('month');
  for (;;) {
    local = local.plus({ month: 1 });
    yield wallTimeOf(local);
  }
}

function* calendarEnds(from: Instant, to: Instant, starts: Iterable<WallTime>, offsetAt: OffsetAt) {
  let start = from;
  for (const wall of starts) {
    if (start >= to) return;
    const next = firstInstantAt(wall, offsetAt);
    // Not later when the zone skipped the day, or when clocks were set back over midnight just before `from`.
    if (next <= start) continue;
    start = next < to ? next : to;
    yield start;
  }
}

function* clockEnds(from: Instant, to: Instant, length: bigint, offsetAt: OffsetAt) {
  let start = from;
  while (start < to) {
    const { offset, until } = stretch(start, to, offsetAt);
    while (start < until) {
      const wall = start + offset;
      const next = (floorDivide(wall, length) + 1n) * length - offset;
      start = next < until ? next : until;
      yield start;
    }
  }
}

/** How long, up to `to`, clocks run on with the offset they have at `from`. */
function stretch(from: Instant, to: Instant, offsetAt: OffsetAt): { offset: bigint; until: Instant } {
  const offset = offsetAt(from);
  let until = from;
  while (until < to) {
    // By the day: no zone has changed its clocks and changed them back within one.
    const next = until + day < to ? until + day : to;
    if (offsetAt(next) !== offset) {
      until = nextChange(until, next, offsetAt);
      break;
    }
    until = next;
  }
  return { offset: BigInt(offset) * second, until: until < to ? until : to };
}
