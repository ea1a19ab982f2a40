import { RequestError } from '../core/errors.ts';
import type { Instant } from '../core/time/instant.ts';

/** A half-open period; null is unbounded. */
export type Period = { readonly from: Instant | null; readonly to: Instant | null };

/** Throws RequestError for a period that ends before it begins. An empty one is fine: nothing happened in it. */
export function periodOf(args: { from?: Instant | null | undefined; to?: Instant | null | undefined }): Period {
  const from = args.from ?? null;
  const to = args.to ?? null;
  if (from !== null && to !== null && from > to) throw new RequestError('`from` is after `to`.');
  return { from, to };
}
