import { floorDivide, type Instant } from './instant.ts';

/** The lengths of the rollups' buckets, in seconds. Each divides the next, and all are aligned to UTC. */
export const bucketSizes = [60, 3600, 86400] as const;

export type BucketSize = (typeof bucketSizes)[number];

/** The start of the bucket an instant is in. `size` in seconds. */
export function bucketStart(at: Instant, size: number): Instant {
  const micros = BigInt(size) * 1_000_000n;
  return floorDivide(at, micros) * micros;
}

/** The first start of a bucket that is not before the instant. `size` in seconds. */
export function bucketStartAfter(at: Instant, size: number): Instant {
  return -bucketStart(-at, size);
}
