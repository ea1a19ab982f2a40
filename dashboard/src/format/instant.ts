/** How fine an instant is said. `micro` is for single events: two of them may be a microsecond apart. */
export type Fineness = 'day' | 'minute' | 'second' | 'micro';

/** An instant (RFC 3339) on the clocks of a zone: `16 Nov 2023, 19:17:03.979993`. */
export function instantText(instant: string, zone: string, fineness: Fineness = 'minute'): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const text = formatFor(zone, fineness === 'micro' ? 'second' : fineness).format(date);
  return fineness === 'micro' ? `${text}.${microDigits(instant)}` : text;
}

/** Only the time of the day, for lists whose day is clear: `19:17:03.979`. */
export function timeText(instant: string, zone: string): string {
  const date = new Date(instant);
  return `${formatFor(zone, 'time').format(date)}.${microDigits(instant).slice(0, 3)}`;
}

/**
 * A half-open span, said as short as it can be without a doubt: `1 – 30 Nov 2023`, `16 Nov 2023, 18:00 – 19:00`. `days`:
 * only the days it has a part of.
 */
export function spanText(
  from: string | null,
  to: string | null,
  zone: string,
  fineness: 'exact' | 'days' = 'exact',
): string {
  if (from === null) return to === null ? 'all time' : `until ${edgeText(to, zone)}`;
  if (to === null) return `since ${edgeText(from, zone)}`;
  const whole = fineness === 'days' || (isMidnight(from, zone) && isMidnight(to, zone));
  // The last day that is in it: the end itself is not.
  const last = whole ? new Date(Date.parse(to) - 1) : new Date(to);
  const range = formatFor(zone, whole ? 'day' : 'minute').formatRange(new Date(from), last);
  // Browsers differ in the spaces.
  return range.replace(/\s*–\s*/, ' – ');
}

function edgeText(instant: string, zone: string): string {
  return instantText(instant, zone, isMidnight(instant, zone) ? 'day' : 'minute');
}

/** How long ago, or until then: `3 minutes ago`, `in 2 days`. Said in the largest unit that fits. */
export function agoText(instant: string, nowMs: number): string {
  const seconds = Math.round((Date.parse(instant) - nowMs) / 1_000);
  for (const [unit, size] of relativeUnits) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return 'just now';
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const relativeUnits = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 5],
] as const;

/** As the zone is at that instant, with its offset: `Europe/Rome, GMT+1`. */
export function zoneText(zone: string, atMs: number): string {
  const offset = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'shortOffset' })
    .formatToParts(atMs)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return zone === 'UTC' ? 'UTC' : `${zone.replaceAll('_', ' ')}, ${offset ?? ''}`;
}

export function isZone(zone: string): boolean {
  try {
    formatFor(zone, 'day');
    return true;
  } catch {
    return false;
  }
}

function microDigits(instant: string): string {
  return (/\.(\d+)/.exec(instant)?.[1] ?? '').padEnd(6, '0').slice(0, 6);
}

function isMidnight(instant: string, zone: string): boolean {
  return Date.parse(instant) % 1_000 === 0 && formatFor(zone, 'time').format(new Date(instant)) === '00:00:00';
}

const parts = {
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  minute: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  second: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times as long as using it, and a table uses it in each row. */
function formatFor(zone: string, kind: keyof typeof parts): Intl.DateTimeFormat {
  const key = `${kind} ${zone}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...parts[kind] });
    formats.set(key, format);
  }
  return format;
}
