import type { BucketRanges } from './read-buckets.ts';
import type { Statement } from './statement.ts';

/** Ranges of buckets, and values that single events of a query add to them. */
export type ValueRanges = BucketRanges & {
  readonly extraQueries: readonly number[];
  readonly extraKeys: readonly string[];
};

/** Counts the distinct values of each query: a value that is in a bucket and in a single event counts once. */
export const countCustomerValues: Statement<ValueRanges, { query: number; unique_count: string }> = {
  name: 'count_customer_values',
  text: text('v.customer_id = q.customer_id AND'),
  values,
};

/** As `countCustomerValues`, for all customers together. */
export const countMeterValues: Statement<ValueRanges, { query: number; unique_count: string }> = {
  name: 'count_meter_values',
  text: text(''),
  values,
};

function text(customer: string): string {
  return `
    SELECT query, count(DISTINCT value_key)::text AS unique_count
    FROM (
      SELECT q.query, b.value_key
      FROM unnest($1::integer[], $2::uuid[], $3::integer[], $4::integer[], $5::timestamptz[], $6::timestamptz[])
        AS q (query, customer_id, build_id, bucket_size, from_at, to_at)
      CROSS JOIN LATERAL (
        SELECT DISTINCT v.value_key FROM usage_value v
        WHERE ${customer} v.build_id = q.build_id AND v.bucket_size = q.bucket_size
          AND v.bucket_start >= q.from_at AND v.bucket_start < q.to_at AND v.event_count > 0
      ) b
      UNION ALL
      SELECT * FROM unnest($7::integer[], $8::uuid[])
    ) AS counted (query, value_key)
    GROUP BY query`;
}

function values(p: ValueRanges): unknown[] {
  return [p.queries, p.customerIds, p.buildIds, p.bucketSizes, p.from, p.to, p.extraQueries, p.extraKeys];
}
