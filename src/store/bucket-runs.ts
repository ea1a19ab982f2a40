import type { BucketSize } from '../core/time/bucket.ts';
import type { Instant } from '../core/time/instant.ts';
import { formatInstant } from '../core/time/instant.ts';
import type { Cover } from '../core/usage/cover.ts';
import { fromBound, toBound } from './columns.ts';
import type { BucketRuns } from './sql/read-buckets.ts';
import type { UsageQuery } from './usage.ts';

type Run = {
  readonly query: UsageQuery;
  readonly first: number;
  readonly size: BucketSize;
  readonly from: Instant | null;
  /** Where the usage of the next query begins. */
  readonly edges: Instant[];
  last: number;
  to: Instant | null;
};

/**
 * Which rows of the rollups each query wants, as runs: buckets of one size that follow each other, of queries that follow
 * each other, so that the windows of a period are one walk along the index and not one each.
 */
export function bucketRuns(
  queries: readonly UsageQuery[],
  covers: readonly Cover[],
  wanted: (query: UsageQuery) => boolean,
): BucketRuns {
  const runs: Run[] = [];
  // The last one of each size: no other can go on.
  const open = new Map<BucketSize, Run>();
  for (const [i, query] of queries.entries()) {
    if (!wanted(query)) continue;
    for (const { size, from, to } of covers[i]?.buckets ?? []) {
      const run = open.get(size);
      if (run !== undefined && from !== null && goesOn(run, i, query, from)) {
        if (run.last < i) run.edges.push(from);
        run.last = i;
        run.to = to;
      } else {
        const begun = { query, first: i, last: i, size, from, to, edges: [] };
        open.set(size, begun);
        runs.push(begun);
      }
    }
  }
  return {
    queries: runs.map(({ first }) => first),
    customerIds: runs.map(({ query }) => query.customerId),
    buildIds: runs.map(({ query }) => query.meter.buildId),
    bucketSizes: runs.map(({ size }) => size),
    from: runs.map(({ from }) => fromBound(from)),
    to: runs.map(({ to }) => toBound(to)),
    edges: runs.map(({ edges }) => `{${edges.map(formatInstant).join()}}`),
  };
}

function goesOn({ query, last, to }: Run, i: number, next: UsageQuery, from: Instant): boolean {
  return (
    to === from && i - last <= 1 && query.customerId === next.customerId && query.meter.buildId === next.meter.buildId
  );
}
