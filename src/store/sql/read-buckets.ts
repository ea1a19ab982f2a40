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

const ranges = `unnest($1::integer[], $2::uuid[], $3::integer[], $4::integer[], $5::timestamptz[], $6::timestamptz[])
        AS q (query, customer_id, build_id, bucket_size, from_at, to_at)`;

const inRange = `r.build_id = q.build_id AND r.bucket_size = q.bucket_size
          AND r.bucket_start >= q.from_at AND r.bucket_start < q.to_at`;

const totals = `
          sum(r.event_count) AS event_count, sum(r.sum) AS sum, max(r.max) AS max, min(r.min) AS min`;

function values(p: BucketRanges): unknown[] {
  return [p.queries, p.customerIds, p.buildIds, p.bucketSizes, p.from, p.to];
}

/**
 * Adds up the rollups of many queries at once. A lateral join per range, so that each is one walk along the primary key
 * whatever the planner believes about the number of ranges.
 */
export const readCustomerBuckets: Statement<BucketRanges, BucketTotal> = {
  name: 'read_customer_buckets',
  text: `
    SELECT q.query, sum(b.event_count)::text AS event_count, sum(b.sum)::text AS sum, max(b.max)::text AS max,
      min(b.min)::text AS min, NULL AS last_at, NULL AS last_event_id, NULL AS last
    FROM ${ranges}
    CROSS JOIN LATERAL (
      SELECT ${totals} FROM usage_rollup r WHERE r.customer_id = q.customer_id AND ${inRange}
    ) b
    WHERE b.event_count > 0
    GROUP BY q.query`,
  values,
};

/** As `readCustomerBuckets`, for all customers together. */
export const readMeterBuckets: Statement<BucketRanges, BucketTotal> = {
  name: 'read_meter_buckets',
  text: `
    SELECT q.query, sum(b.event_count)::text AS event_count, sum(b.sum)::text AS sum, max(b.max)::text AS max,
      min(b.min)::text AS min, NULL AS last_at, NULL AS last_event_id, NULL AS last
    FROM ${ranges}
    CROSS JOIN LATERAL (SELECT ${totals} FROM usage_rollup r WHERE ${inRange}) b
    WHERE b.event_count > 0
    GROUP BY q.query`,
  values,
};

const lastOf = `
      SELECT count(*) AS rows, sum(r.event_count) AS event_count,
        (array_agg(r.last_at ORDER BY r.last_at DESC, r.last_event_id DESC))[1] AS last_at,
        (array_agg(r.last_event_id ORDER BY r.last_at DESC, r.last_event_id DESC))[1] AS last_event_id,
        (array_agg(r.last ORDER BY r.last_at DESC, r.last_event_id DESC))[1] AS last`;

/** For LAST meters: the value with the greatest (time, id) of each query, with its event count. */
export const readCustomerLast: Statement<BucketRanges, BucketTotal> = {
  name: 'read_customer_last',
  text: lastText('r.customer_id = q.customer_id AND'),
  values,
};

/** As `readCustomerLast`, for all customers together. */
export const readMeterLast: Statement<BucketRanges, BucketTotal> = {
  name: 'read_meter_last',
  text: lastText(''),
  values,
};

function lastText(customer: string): string {
  return `
    SELECT q.query, sum(b.event_count)::text AS event_count, NULL AS sum, NULL AS max, NULL AS min,
      (array_agg(b.last_at ORDER BY b.last_at DESC, b.last_event_id DESC))[1] AS last_at,
      (array_agg(b.last_event_id ORDER BY b.last_at DESC, b.last_event_id DESC))[1] AS last_event_id,
      (array_agg(b.last ORDER BY b.last_at DESC, b.last_event_id DESC))[1]::text AS last
    FROM ${ranges}
    CROSS JOIN LATERAL (${lastOf} FROM usage_rollup r WHERE ${customer} ${inRange} AND r.last_at IS NOT NULL) b
    WHERE b.rows > 0
    GROUP BY q.query`;
}
