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

// As sub-selects, whose lengths the planner does not look at: it would take the plan for one run that it is shown for so much
// better than the one for any number that it makes it anew each time, which takes longer than to run it. And behind OFFSET,
// so that edges are read from their text once per run and not once per bucket.
const runs = `(
      SELECT q.query, q.customer_id, q.build_id, q.bucket_size, q.from_at, q.to_at, q.edges::timestamptz[] AS edges
      FROM unnest(
        (SELECT $1::integer[]), (SELECT $2::uuid[]), (SELECT $3::integer[]), (SELECT $4::integer[]),
        (SELECT $5::timestamptz[]), (SELECT $6::timestamptz[]), (SELECT $7::text[])
      ) AS q (query, customer_id, build_id, bucket_size, from_at, to_at, edges)
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
 * Adds up the rollups of many queries at once. A lateral join per run, so that each is one walk along the primary key
 * whatever the planner believes about the number of runs.
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
      SELECT ${queryOf}, sum(r.event_count) AS event_count, sum(r.sum) AS sum, max(r.max) AS max, min(r.min) AS min
      FROM usage_rollup r WHERE ${customer} ${inRun}
      GROUP BY 1
    ) b
    WHERE b.event_count > 0
    GROUP BY b.query`;
}

function lastText(customer: string): string {
  return `
    SELECT b.query, sum(b.event_count)::text AS event_count, NULL AS sum, NULL AS max, NULL AS min,
      (array_agg(b.last_at ORDER BY b.last_at DESC, b.last_event_id DESC))[1] AS last_at,
      (array_agg(b.last_event_id ORDER BY b.last_at DESC, b.last_event_id DESC))[1] AS last_event_id,
      (array_agg(b.last ORDER BY b.last_at DESC, b.last_event_id DESC))[1]::text AS last
    FROM ${runs}
    CROSS JOIN LATERAL (
      SELECT ${queryOf}, sum(r.event_count) AS event_count,
        (array_agg(r.last_at ORDER BY r.last_at DESC, r.last_event_id DESC))[1] AS last_at,
        (array_agg(r.last_event_id ORDER BY r.last_at DESC, r.last_event_id DESC))[1] AS last_event_id,
        (array_agg(r.last ORDER BY r.last_at DESC, r.last_event_id DESC))[1] AS last
      FROM usage_rollup r WHERE ${customer} ${inRun} AND r.last_at IS NOT NULL
      GROUP BY 1
    ) b
    GROUP BY b.query`;
}
