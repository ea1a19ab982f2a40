import { drawnHeight } from './decimal.ts';
import { instantText } from './instant.ts';
import type { WindowSize } from './period.ts';

export type UsageWindow = { readonly from: string; readonly to: string; readonly value: string | null };

/** A window as a chart draws it. The value is beside it, to the last digit, for whoever points at it. */
export type ShownWindow = {
  readonly value: string | null;
  readonly fromMs: number;
  /** Where it will end, if it has not yet: a bar is as wide as its window will be. */
  readonly toMs: number;
  readonly drawn: number | null;
  readonly isOver: boolean;
  /** When it was, in words. */
  readonly label: string;
};

/** How long a window is at least. */
export const windowMs: Record<WindowSize, number> = {
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
  WEEK: 7 * 86_400_000,
  MONTH: 28 * 86_400_000,
};

/** The last one is not over where the period goes on: its end is only now. */
export function shownWindows(
  windows: readonly UsageWindow[],
  { size, zone, goesOn }: { readonly size: WindowSize; readonly zone: string; readonly goesOn: boolean },
): ShownWindow[] {
  return windows.map(({ from, to, value }, place) => {
    const isOver = !goesOn || place < windows.length - 1;
    const fromMs = Date.parse(from);
    return {
      value,
      fromMs,
      toMs: isOver ? Date.parse(to) : Math.max(Date.parse(to), fromMs + windowMs[size]),
      drawn: value === null ? null : drawnHeight(value),
      isOver,
      label: windowLabel(from, to, size, zone),
    };
  });
}

function windowLabel(from: string, to: string, size: WindowSize, zone: string): string {
  if (size === 'MONTH') return monthFor(zone).format(new Date(from));
  if (size === 'DAY') return dayFor(zone).format(new Date(from));
  if (size === 'WEEK') return `week of ${instantText(from, zone, 'day')}`;
  return `${instantText(from, zone)} – ${instantText(to, zone).split(', ').at(-1) ?? ''}`;
}

/** What an axis of time says at each of its splits: the time of the day, and the date where a new one begins. */
export function axisLabels(splits: readonly number[], stepSeconds: number, zone: string): string[] {
  let before = '';
  return splits.map((seconds) => {
    const date = new Date(seconds * 1_000);
    if (stepSeconds >= 28 * 86_400) return monthFor(zone, true).format(date);
    const day = shortDayFor(zone).format(date);
    if (stepSeconds >= 86_400) return day;
    const time = timeFor(zone).format(date);
    const isNew = day !== before;
    before = day;
    return isNew ? `${time}\n${day}` : time;
  });
}

const formats = new Map<string, Intl.DateTimeFormat>();

function cached(key: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${key} ${zone}`;
  const format = formats.get(name) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
  formats.set(name, format);
  return format;
}

function monthFor(zone: string, isShort = false): Intl.DateTimeFormat {
  return cached(`month ${isShort}`, zone, { month: isShort ? 'short' : 'long', year: 'numeric' });
}

function dayFor(zone: string): Intl.DateTimeFormat {
  return cached('day', zone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
}

function shortDayFor(zone: string): Intl.DateTimeFormat {
  return cached('short day', zone, { day: 'numeric', month: 'short' });
}

function timeFor(zone: string): Intl.DateTimeFormat {
  return cached('time', zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}
