/** Microseconds since the Unix epoch: what PostgreSQL keeps, and more than a Date can. */
export type Instant = bigint;

// A space for the T, and with it an offset of hours alone, is how PostgreSQL writes: 2023-11-16 18:17:03.97996+00.
const rfc3339 =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt]|( ))(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([Zz])|([+-])(\d\d)(?::(\d\d))?)$/;

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
  const match = rfc3339.exec(text);
  if (match === null) return null;
  const [, year, month, day, space, hour, minute, second, fraction, zulu, sign, offsetHour, offsetMinute] = match;
  if (zulu === undefined && offsetMinute === undefined && space === undefined) return null;
  const fields = [Number(hour), Number(minute), Number(second), Number(offsetHour ?? 0), Number(offsetMinute ?? 0)];
  const [hours = 0, minutes = 0, seconds = 0, offsetHours = 0, offsetMinutes = 0] = fields;
  if (hours > 23 || minutes > 59 || seconds > 59 || offsetHours > 23 || offsetMinutes > 59) return null;
  if (Number(year) === 0 || Number(month) === 0 || Number(month) > 12) return null;
  // 400 years later, because Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const shiftedMs = Date.UTC(Number(year) + 400, Number(month) - 1, Number(day), hours, minutes, seconds);
  // A day that the month does not have has become one of the next month.
  if (new Date(shiftedMs).getUTCDate() !== Number(day)) return null;
  const offsetMs = (sign === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * 60_000;
  const ms = shiftedMs - daysOf400Years * 86_400_000 - offsetMs;
  const micros = fraction === undefined ? 0 : Number(fraction.slice(0, 6).padEnd(6, '0'));
  const instant = BigInt(ms) * 1000n + BigInt(micros);
  return isInstant(instant) ? instant : null;
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
