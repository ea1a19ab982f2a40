import type { Instant } from '../time/instant.ts';
import { periodContaining } from './grid.ts';
import type { Interval } from './interval.ts';

/** A period of a subscription as it is planned when it begins. */
export type PlannedPeriod = {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** The end that its flat charges are billed for in advance. */
  readonly billedUntil: Instant;
  /** The whole period of the calendar that this is a part of, or all of. */
  readonly fullStart: Instant;
  readonly fullEnd: Instant;
};

/**
 * The period that begins at `at`: up to the next boundary of the calendar that is anchored at the subscription's start. It
 * is shorter than the interval where `at` is no boundary: after a change in the middle, or to another interval.
 */
export function plannedPeriod(anchor: Instant, interval: Interval, timeZone: string, at: Instant): PlannedPeriod {
  const { from, to } = periodContaining(anchor, interval, timeZone, at);
  return { startsAt: at, endsAt: to, billedUntil: to, fullStart: from, fullEnd: to };
}
