import type { Instant } from '../core/time/instant.ts';

/** Prisma gives timestamps of configuration as dates, to the millisecond. */
export function instantOfDate(date: Date): Instant {
  return BigInt(date.getTime()) * 1000n;
}
