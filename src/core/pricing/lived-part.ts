import { Decimal } from '../decimal.ts';
import type { Seats } from './charge.ts';

/** For how many seats, and which part of a whole period: `lived` of `full` microseconds. */
export type LivedPart = {
  readonly quantity: Seats;
  readonly lived: bigint;
  readonly full: bigint;
  readonly currency: string;
};

/** As much of the whole as was lived of the period. Not rounded; and a period of no length has no part of anything. */
export function partOf(whole: Decimal, { lived, full }: { lived: bigint; full: bigint }): Decimal {
  if (lived === 0n) return new Decimal(0);
  return whole.times(lived.toString()).dividedBy(full.toString());
}
