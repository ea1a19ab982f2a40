import {
  type CalendarDate,
  fromAbsolute,
  parseDate,
  parseDateTime,
  startOfMonth,
  startOfWeek,
  toCalendarDate,
  toZoned,
} from '@internationalized/date';

/**
 * A period as the address of a page has it: the name of one that moves with the clock, or two local dates or times with
 * `/` between them, the second not included: `2023-11-16/2023-11-17`, `2023-11-16T18:00/2023-11-16T19:15`.
 */
export type PeriodName = (typeof periodNames)[number];

export const periodNames = ['1h', '24h', '7d', '30d', 'today', 'week', 'month', 'last-month', 'year', 'all'] as const;

export const periodLabels: Record<PeriodName, string> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  today: 'Today',
  week: 'This week',
  month: 'This month',
  'last-month': 'Last month',
  year: 'This year',
  all: 'All time',
};

/** Half-open, and as the API takes it: a `from` of null is the beginning of everything, a `to` of null is now. */
export type Span = { readonly from: string | null; readonly to: string | null };

export type WindowSize = 'MINUTE' | 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';

/**
 * What a period means at an instant on the calendar of a zone, or null if it means nothing. Those that end now begin
 * where a window does, so that the chart's first window is whole: `24h` is the hour at hand and the 23 before it.
 */
export function spanOf(period: string, nowMs: number, zone: string): Span | null {
  if (isPeriodName(period)) return namedSpan(period, nowMs, zone);
  const [first = '', second = '', ...more] = period.split('/');
  const [from, to] = [localInstant(first, zone), localInstant(second, zone)];
  if (from === null || to === null || more.length > 0 || from >= to) return null;
  return { from: instantOf(from), to: instantOf(to) };
}

export function isPeriodName(period: string): period is PeriodName {
  return (periodNames as readonly string[]).includes(period);
}

function namedSpan(period: PeriodName, nowMs: number, zone: string): Span {
  const now = fromAbsolute(nowMs, zone);
  const today = toCalendarDate(now);
  const since = (date: CalendarDate): Span => ({ from: dayStart(date, zone), to: null });
  switch (period) {
    case '1h':
      return { from: instantOf(floorTo(nowMs, 60_000) - 59 * 60_000), to: null };
    case '24h':
      return { from: instantOf(hourStart(nowMs, zone) - 23 * 3_600_000), to: null };
    case '7d':
      return since(today.subtract({ days: 6 }));
    case '30d':
      return since(today.subtract({ days: 29 }));
    case 'today':
      return since(today);
    case 'week':
      // As the API counts weeks: from Monday.
      return since(startOfWeek(today, 'en-GB', 'mon'));
    case 'month':
      return since(startOfMonth(today));
    case 'last-month': {
      const start = startOfMonth(today);
      return { from: dayStart(start.subtract({ months: 1 }), zone), to: dayStart(start, zone) };
    }
    case 'year':
      return since(today.set({ month: 1, day: 1 }));
    case 'all':
      return { from: null, to: null };
  }
}

const sizes: readonly (readonly [WindowSize, number])[] = [
  ['MINUTE', 60_000],
  ['HOUR', 3_600_000],
  ['DAY', 86_400_000],
  ['WEEK', 7 * 86_400_000],
  ['MONTH', 30 * 86_400_000],
];

/** The sizes that cut a span into windows that can be told apart on a screen: at least 2, at most `windowsMax`. */
export function windowSizes(spanMs: number, windowsMax = 400): readonly WindowSize[] {
  const fitting = sizes.filter(([, ms]) => spanMs / ms <= windowsMax && spanMs / ms > 1).map(([size]) => size);
  return fitting.length > 0 ? fitting : [spanMs <= 60_000 ? 'MINUTE' : 'MONTH'];
}

/** The one to begin with: the finest with at most 92 windows, which is three months of days. */
export function windowSizeFor(spanMs: number): WindowSize {
  return windowSizes(spanMs, 92)[0] ?? 'MONTH';
}

/** An instant on a zone's clocks as an input of the browser has it: `2023-11-16T18:00`. */
export function localText(instant: string, zone: string): string {
  return fromAbsolute(Date.parse(instant), zone).toString().slice(0, 16);
}

/** What `localText` was made of, or null if it is no local time. */
export function instantOfLocal(text: string, zone: string): string | null {
  const ms = localInstant(text, zone);
  return ms === null ? null : instantOf(ms);
}

/** A local date or time as milliseconds since the epoch, or null if it is neither. */
function localInstant(text: string, zone: string): number | null {
  try {
    const local = text.includes('T') ? parseDateTime(text) : parseDate(text);
    return toZoned(local, zone).toDate().getTime();
  } catch {
    return null;
  }
}

function dayStart(date: CalendarDate, zone: string): string {
  return instantOf(toZoned(date, zone).toDate().getTime());
}

/** By the zone's clocks: half past by those of UTC, where they are half an hour apart. */
function hourStart(ms: number, zone: string): number {
  const { minute } = fromAbsolute(ms, zone);
  return floorTo(ms, 60_000) - minute * 60_000;
}

function floorTo(ms: number, size: number): number {
  return Math.floor(ms / size) * size;
}

function instantOf(ms: number): string {
  return new Date(ms).toISOString();
}
