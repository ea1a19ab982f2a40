import type { BucketRanges, BucketTotal } from './read-buckets.ts';
import type { Statement } from './statement.ts';

export type CustomerTotal = BucketTotal & { customer_id: string };

const ranges = `unnest($1::integer[], $2::integer[], $3::integer[], $4::timestamptz[], $5::timestamptz[])
      AS q (query, build_id, bucket_size, from_at, to_at)`;

/** The rollups of many queries, each customer of each query by itself. */
export const readCustomersUsage: Statement<BucketRanges, CustomerTotal> = {
  name: 'read_customers_usage',
  text: `
    SELECT q.query, r.customer_id,
      sum(r.event_count)::text AS event_count, sum(r.sum)::text AS sum, max(r.max)::text AS max, min(r.min)::text AS min,
      (array_agg(r.last_at ORDER BY r.last_at DESC NULLS LAST, r.last_event_id DESC))[1] AS last_at,
      (array_agg(r.last_event_id ORDER BY r.last_at DESC NULLS LAST, r.last_event_id DESC))[1] AS last_event_id,
      (array_agg(r.last ORDER BY r.last_at DESC NULLS LAST, r.last_event_id DESC))[1]::text AS last
    FROM ${ranges}
    CROSS JOIN LATERAL (
      SELECT * FROM usage_rollup
      WHERE usage_rollup.build_id = q.build_id AND usage_rollup.bucket_size = q.bucket_size
        AND usage_rollup.bucket_start >= q.from_at AND usage_rollup.bucket_start < q.to_at
    ) r
    GROUP BY q.query, r.customer_id
    HAVING sum(r.event_count) > 0`,
  values: (p) => [p.queries, p.buildIds, p.bucketSizes, p.from, p.to],
};

export type CustomerValueRanges = BucketRanges & {
  readonly extraQueries: readonly number[];
  readonly extraCustomers: readonly string[];
  readonly extraKeys: readonly string[];
};

type CustomerCount = { query: number; customer_id: string; unique_count: string };

/** Counts the distinct values of each customer of each query, in buckets and in single events. */
export const countCustomersValues: Statement<CustomerValueRanges, CustomerCount> = {
  name: 'count_customers_values',
  text: `
    SELECT query, customer_id, count(DISTINCT value_key)::text AS unique_count
    FROM (
      SELECT q.query, v.customer_id, v.value_key
      FROM ${ranges}
      CROSS JOIN LATERAL (
        SELECT * FROM usage_value
        WHERE usage_value.build_id = q.build_id AND usage_value.bucket_size = q.bucket_size
          AND usage_value.bucket_start >= q.from_at AND usage_value.bucket_start < q.to_at
          AND usage_value.event_count > 0
      ) v
      UNION ALL
      SELECT * FROM unnest($6::integer[], $7::uuid[], $8::uuid[])
    ) AS counted (query, customer_id, value_key)
    GROUP BY query, customer_id`,
  values: (p) => [p.queries, p.buildIds, p.bucketSizes, p.from, p.to, p.extraQueries, p.extraCustomers, p.extraKeys],
};
