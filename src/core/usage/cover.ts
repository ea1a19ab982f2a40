import { type BucketSize, bucketStart, bucketStartAfter } from '../time/bucket.ts';
import type { Instant } from '../time/instant.ts';

/** Whole buckets of one size, in seconds, with `from` and `to` at their edges. Half-open; null is unbounded. */
export type BucketRange = { size: BucketSize; from: Instant | null; to: Instant | null };

export type Span = { from: Instant; to: Instant };

export type Cover = { buckets: BucketRange[]; ragged: Span[] };

/**
 * The half-open period `[from, to)` as whole buckets, the coarsest in the middle, and what is left at its two ends:
 * each instant in exactly one of them. Null is unbounded.
 *
 * At most five ranges of buckets. Each ragged end is shorter than a minute, and has to be read from the events.
 */
export function cover(from: Instant | null, to: Instant | null): Cover {
  if (from !== null && to !== null && from >= to) return { buckets: [], ragged: [] };
  const firstMinute = from === null ? null : bucketStartAfter(from, 60);
  const lastMinute = to === null ? null : bucketStart(to, 60);
  if (from !== null && to !== null && firstMinute !== null && lastMinute !== null && firstMinute > lastMinute) {
    return { buckets: [], ragged: [{ from, to }] };
  }
  const ragged: Span[] = [];
  if (from !== null && firstMinute !== null && from < firstMinute) ragged.push({ from, to: firstMinute });
  if (to !== null && lastMinute !== null && lastMinute < to) ragged.push({ from: lastMinute, to });
  return { buckets: wholeBuckets(firstMinute, lastMinute, 60), ragged };
}

function wholeBuckets(from: Instant | null, to: Instant | null, size: BucketSize): BucketRange[] {
  if (from !== null && from === to) return [];
  if (size === 86400) return [{ size, from, to }];
  const coarser = size === 60 ? 3600 : 86400;
  const inner = from === null ? null : bucketStartAfter(from, coarser);
  const innerEnd = to === null ? null : bucketStart(to, coarser);
  if (inner !== null && innerEnd !== null && inner > innerEnd) return [{ size, from, to }];
  const before = from !== null && inner !== null && from < inner ? [{ size, from, to: inner }] : [];
  const after = to !== null && innerEnd !== null && innerEnd < to ? [{ size, from: innerEnd, to }] : [];
  return [...before, ...wholeBuckets(inner, innerEnd, coarser), ...after];
}
