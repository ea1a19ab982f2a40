import { floorDivide, type Instant } from '../time/instant.ts';
import type { Window } from '../time/window.ts';
import {
  firstInstantAt,
  localTime,
  type OffsetAt,
  offsetsOf,
  type WallTime,
  wallTimeOf,
  zoneName,
} from '../time/zone.ts';
import type { Interval } from './interval.ts';

const second = 1_000_000n;
const calendarUnits = { DAY: 'days', WEEK: 'weeks', MONTH: 'months', YEAR: 'years' } as const;

/** The mean of the Gregorian calendar, in seconds: near enough to begin looking from. */
const meanLength = { DAY: 86_400n, WEEK: 604_800n, MONTH: 2_629_746n, YEAR: 31_556_952n };

/**
 * The period of that index, 0 being the one that starts at the anchor. Each ends where the next one starts.
 *
 * Boundaries are the anchor's date and time of day in the zone, so many intervals later, and to the microsecond. Each is
 * counted from the anchor and never from the one before: what starts on January 31 goes on at the end of February and
 * on March 31, and February 29 comes back every fourth year. A time that clocks skip is the instant of their change,
 * one that comes twice is the earlier, except for the anchor itself.
 *
 * Empty only where a zone skipped a day and the anchor is at midnight. Throws RangeError for an unknown zone.
 */
export function periodAt(anchor: Instant, interval: Interval, timeZone: string, index: number): Window {
  const boundary = boundaries(anchor, interval, timeZone);
  return { from: boundary(index), to: boundary(index + 1) };
}

/** The period that an instant is in. Throws RangeError if that is before the anchor. */
export function periodContaining(
  anchor: Instant,
  interval: Interval,
  timeZone: string,
  at: Instant,
): { index: number } & Window {
  if (at < anchor) throw new RangeError('Before its anchor a grid has no periods.');
  const boundary = boundaries(anchor, interval, timeZone);
  const length = meanLength[interval.unit] * second * BigInt(interval.count);
  let index = Number((at - anchor) / length);
  while (boundary(index) > at) index--;
  let to = boundary(index + 1);
  while (to <= at) {
    index++;
    to = boundary(index + 1);
  }
  return { index, from: boundary(index), to };
}

function boundaries(anchor: Instant, { unit, count }: Interval, timeZone: string): (index: number) => Instant {
  const name = zoneName(timeZone);
  if (name === null) throw new RangeError(`There is no time zone ${JSON.stringify(timeZone)}.`);
  const offsetAt = offsetsOf(name);
  const start = localTime(anchor, offsetAt);
  const micros = anchor - floorDivide(anchor, 1000n) * 1000n;
  return (index) => {
    if (index === 0) return anchor;
    const wall = wallTimeOf(start.plus({ [calendarUnits[unit]]: index * count }));
    const at = firstInstantAt(wall, offsetAt);
    // Luxon has milliseconds. Clocks that skip this time show none of its microseconds either.
    return isShown(wall, at, offsetAt) ? at + micros : at;
  };
}

function isShown(wall: WallTime, at: Instant, offsetAt: OffsetAt): boolean {
  return at + BigInt(offsetAt(at)) * second === wall;
}
