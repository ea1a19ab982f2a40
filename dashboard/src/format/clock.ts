import { fromAbsolute } from '@internationalized/date';

export const clockSteps = ['hour', 'day', 'month', 'year'] as const;

export type ClockStep = (typeof clockSteps)[number];

/** An instant later by one hour, day, month or year of the calendar of a zone: a month after 31 January is the end of February. */
export function laterBy(nowMs: number, step: ClockStep, zone: string): string {
  const later = fromAbsolute(nowMs, zone).add({ [`${step}s`]: 1 });
  return later.toDate().toISOString();
}

/** Seconds in words, as far as they come out even: `1 hour`, `90 seconds`. */
export function secondsText(seconds: number): string {
  for (const [unit, size] of units) {
    if (seconds % size === 0 && seconds > 0) return counted(seconds / size, unit);
  }
  return counted(seconds, 'second');
}

function counted(count: number, unit: string): string {
  return `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;
