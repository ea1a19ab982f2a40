/** Microseconds since the Unix epoch: what PostgreSQL keeps, and more than a Date can. */
export type Instant = bigint;

/** The calendar repeats itself every 400 years. */
const daysOf400Years = 146_097;

/** The first instant that can be written down: the beginning of the year 1, in UTC. */
export const instantMin = -62_135_596_800_000_000n;
const instantEnd = 253_402_300_800_000_000n;

/** Whether it can be written down: it is within the years 0001 to 9999 in UTC. */
export function isInstant(at: bigint): boolean {
  return at >= instantMin && at < instantEnd;
}

/**
 * The instant an RFC 3339 text names, with any offset; digits beyond the microsecond are cut off.
 *
 * Null for anything else: no offset, dates that no calendar has (2023-02-30), 24:00:00, the leap second :60, and
 * instants outside the years 0001 to 9999 in UTC, which could not be written down again.
 */
export function parseInstant(text: string): Instant | null {
  // Character by character: a regular expression makes a text of each of its groups, and of a flush that draws credits
  // 5 % of what is allocated were those.
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':') return null;
  const between = text[10];
  if (between !== 'T' && between !== 't' && between !== ' ') return null;
  const [year, month, day] = [numberAt(text, 0, 4), numberAt(text, 5, 2), numberAt(text, 8, 2)];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  const [hours, minutes, seconds] = [numberAt(text, 11, 2), numberAt(text, 14, 2), numberAt(text, 17, 2)];
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return null;

  let [at, micros] = [19, 0];
  if (text[at] === '.') {
    at += 1;
    for (let unit = 100_000; ; unit = Math.floor(unit / 10), at += 1) {
      const digit = numberAt(text, at, 1);
      if (digit < 0) break;
      micros += digit * unit;
    }
    if (at === 20) return null;
  }
  // A space for the T, and with it an offset of hours alone, is how PostgreSQL writes: 2023-11-16 18:17:03.97996+00.
  const offset = offsetMinutesAt(text, at, between === ' ');
  if (offset === null) return null;

  // 400 years later, because Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const shiftedMs = Date.UTC(year + 400, month - 1, day, hours, minutes, seconds);
  const ms = shiftedMs - daysOf400Years * 86_400_000 - offset * 60_000;
  const instant = BigInt(ms) * 1000n + BigInt(micros);
  return isInstant(instant) ? instant : null;
}

/** The number that these digits of a text say; -1 where one of them is none. */
function numberAt(text: string, from: number, digits: number): number {
  let number = 0;
  for (let at = from; at < from + digits; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    // Past the end it is NaN.
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** What the end of a text says of its distance to UTC: `Z`, `+05:45`, or of hours alone, where those will do. */
function offsetMinutesAt(text: string, from: number, hoursWillDo: boolean): number | null {
  const sign = text[from];
  if (sign === 'Z' || sign === 'z') return text.length === from + 1 ? 0 : null;
  if (sign !== '+' && sign !== '-') return null;
  const isShort = text.length === from + 3;
  if (isShort ? !hoursWillDo : text.length !== from + 6 || text[from + 3] !== ':') return null;
  const [hours, minutes] = [numberAt(text, from + 1, 2), isShort ? 0 : numberAt(text, from + 4, 2)];
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return null;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes);
}

/**
 * RFC 3339 in UTC, with no fraction, milliseconds or microseconds: the shortest that is exact. Throws RangeError
 * outside the years 0001 to 9999, which parseInstant does not give.
 */
export function formatInstant(instant: Instant): string {
  if (!isInstant(instant)) throw new RangeError(`${instant} is outside the years 1 to 9999.`);
  const ms = floorDivide(instant, 1000n);
  const micros = Number(instant - ms * 1000n);
  const text = new Date(Number(ms)).toISOString();
  if (micros !== 0) return `${text.slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** Rounds towards the past on both sides of 1970; BigInt division alone rounds towards 1970. */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}
