import { Decimal } from '../core/decimal.ts';
import type { Instant } from '../core/time/instant.ts';
import { floorDivide, formatInstant, parseInstant } from '../core/time/instant.ts';

/** The instant in a timestamptz column, which the driver gives as PostgreSQL's text so that no microsecond is lost. */
export function instantOf(text: string): Instant {
  const at = parseInstant(text);
  if (at === null) throw new Error(`PostgreSQL gave a timestamp that is none: ${text}`);
  return at;
}

/** The same as Prisma gives it, to the millisecond. */
export function dateOf(text: string): Date {
  return new Date(Number(floorDivide(instantOf(text), 1000n)));
}

/** An instant, or none, as a parameter. */
export function instantText(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}

const zero = new Decimal(0);

/** The number in a numeric column. Of those about credits more are 0 than anything else. */
export function decimalOf(text: string): Decimal {
  return text === '0' ? zero : new Decimal(text);
}

/** A lower bound of time as a parameter: no bound is PostgreSQL's own least timestamp. */
export function fromBound(at: Instant | null): string {
  return at === null ? '-infinity' : formatInstant(at);
}

/** An upper bound of time as a parameter: no bound is PostgreSQL's own greatest timestamp. */
export function toBound(at: Instant | null): string {
  return at === null ? 'infinity' : formatInstant(at);
}
