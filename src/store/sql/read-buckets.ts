import type { Statement } from './statement.ts';

/** Ranges of whole buckets, each for the query at its position. A null customer means all customers of the build. */
export type BucketRanges = {
  readonly queries: readonly number[];
  readonly customerIds: readonly (string | null)[];
  readonly buildIds: readonly number[];
  readonly bucketSizes: readonly number[];
  readonly from: readonly string[];
  readonly to: readonly string[];
};

/** Ranges that belong to several queries, one after the other: where each but the first begins, as an array's text. */
export type BucketRuns = BucketRanges & { readonly edges: readonly string[] };

export type BucketTotal = {
  query: number;
  event_count: string;
  sum: string | null;
  max: string | null;
  min: string | null;
  last_at: string | null;
  last_event_id: string | null;
  last: string | null;
};

// Of sub-selects, whose lengths the planner does not look at: it would take the plan for one run that it is shown for so much
// better than the one for any number that it makes it anew each time, which takes longer than to run it. And not in FROM,
// where each array would be given a store of its own.
const runs = `(
      SELECT u.query, u.customer_id, u.build_id, u.bucket_size, u.from_at, u.to_at, u.edges::timestamptz[] AS edges
      FROM (
        SELECT unnest((SELECT $1::integer[])) AS query, unnest((SELECT $2::uuid[])) AS customer_id,
          unnest((SELECT $3::integer[])) AS build_id, unnest((SELECT $4::integer[])) AS bucket_size,
          unnest((SELECT $5::timestamptz[])) AS from_at, unnest((SELECT $6::timestamptz[])) AS to_at,
          unnest((SELECT $7::text[])) AS edges
      ) u
      OFFSET 0
    ) q`;

/** The query that a bucket belongs to: that of the run, or as many later as there are edges before it. */
const queryOf = 'q.query + width_bucket(r.bucket_start, q.edges) AS query';

const inRun = `r.build_id = q.build_id AND r.bucket_size = q.bucket_size
          AND r.bucket_start >= q.from_at AND r.bucket_start < q.to_at`;

function values(p: BucketRuns): unknown[] {
  return [p.queries, p.customerIds, p.buildIds, p.bucketSizes, p.from, p.to, p.edges];
}

/**
 * Adds up the rollups of many queries at once. A lateral join per run behind OFFSET, so that each is one walk along the
 * primary key whatever the planner believes about the number of runs; and added up once, outside of it: groups within it
 * took two to seven times as long.
 */
export const readCustomerBuckets: Statement<BucketRuns, BucketTotal> = {
  name: 'read_customer_buckets',
  text: totalsText('r.customer_id = q.customer_id AND'),
  values,
};

/** As `readCustomerBuckets`, for all customers together. */
export const readMeterBuckets: Statement<BucketRuns, BucketTotal> = {
  name: 'read_meter_buckets',
  text: totalsText(''),
  values,
};

/** For LAST meters: the value with the greatest (time, id) of each query, with its event count. */
export const readCustomerLast: Statement<BucketRuns, BucketTotal> = {
  name: 'read_customer_last',
  text: lastText('r.customer_id = q.customer_id AND'),
  values,
};

/** As `readCustomerLast`, for all customers together. */
export const readMeterLast: Statement<BucketRuns, BucketTotal> = {
  name: 'read_meter_last',
  text: lastText(''),
  values,
};

function totalsText(customer: string): string {
  return `
    SELECT b.query, sum(b.event_count)::text AS event_count, sum(b.sum)::text AS sum, max(b.max)::text AS max,
      min(b.min)::text AS min, NULL AS last_at, NULL AS last_event_id, NULL AS last
    FROM ${runs}
    CROSS JOIN LATERAL (
      SELECT ${queryOf}, r.event_count, r.sum, r.max, r.min FROM usage_rollup r WHERE ${customer} ${inRun} OFFSET 0
    ) b
    GROUP BY b.query
    HAVING sum(b.event_count) > 0`;
}

function lastText(customer: string): string {
  return `
    SELECT b.query, sum(b.event_count)::text AS event_count, NULL AS sum, NULL AS max, NULL AS min,
      (array_agg(b.last_at ORDER BY b.last_at DESC, b.last_event_id DESC))[1] AS last_at,
      (array_agg(b.last_event_id ORDER BY b.last_at DESC, b.last_event_id DESC))[1] AS last_event_id,
      (array_agg(b.last ORDER BY b.last_at DESC, b.last_event_id DESC))[1]::text AS last
    FROM ${runs}
    CROSS JOIN LATERAL (
      SELECT ${queryOf}, r.event_count, r.last_at, r.last_event_id, r.last
      FROM usage_rollup r WHERE ${customer} ${inRun} AND r.last_at IS NOT NULL OFFSET 0
    ) b
    GROUP BY b.query`;
}
