import type { JsonValue } from '../../core/json.ts';
import type { BucketRanges, BucketTotal } from './read-buckets.ts';
import type { Statement } from './statement.ts';

export type GroupRanges = BucketRanges & { readonly limit: number };

export type GroupTotal = Omit<BucketTotal, 'query'> & { group_key: string; group_values: JsonValue[] | null };

const ranges = `unnest($1::uuid[], $2::integer[], $3::integer[], $4::timestamptz[], $5::timestamptz[])
      AS q (customer_id, build_id, bucket_size, from_at, to_at)`;

/** One query's rollups, each group by itself. */
export const readGroups: Statement<GroupRanges, GroupTotal> = {
  name: 'read_groups',
  text: `
    SELECT r.group_key, (array_agg(r.group_values))[1] AS group_values,
      sum(r.event_count)::text AS event_count, sum(r.sum)::text AS sum, max(r.max)::text AS max, min(r.min)::text AS min,
      (array_agg(r.last_at ORDER BY r.last_at DESC NULLS LAST, r.last_event_id DESC))[1] AS last_at,
      (array_agg(r.last_event_id ORDER BY r.last_at DESC NULLS LAST, r.last_event_id DESC))[1] AS last_event_id,
      (array_agg(r.last ORDER BY r.last_at DESC NULLS LAST, r.last_event_id DESC))[1]::text AS last
    FROM ${ranges}
    CROSS JOIN LATERAL (
      SELECT * FROM usage_rollup
      WHERE (q.customer_id IS NULL OR usage_rollup.customer_id = q.customer_id)
        AND usage_rollup.build_id = q.build_id AND usage_rollup.bucket_size = q.bucket_size
        AND usage_rollup.bucket_start >= q.from_at AND usage_rollup.bucket_start < q.to_at
    ) r
    GROUP BY r.group_key
    HAVING sum(r.event_count) > 0
    LIMIT $6`,
  values: (p) => [p.customerIds, p.buildIds, p.bucketSizes, p.from, p.to, p.limit],
};

export type GroupValueRanges = BucketRanges & {
  /** Which result each group counts towards. */
  readonly groupKeys: readonly string[];
  readonly targets: readonly number[];
  readonly extraTargets: readonly number[];
  readonly extraKeys: readonly string[];
};

/** Counts the distinct values of each target, which may be several groups and single events together. */
export const countGroupValues: Statement<GroupValueRanges, { target: number; unique_count: string }> = {
  name: 'count_group_values',
  text: `
    SELECT target, count(DISTINCT value_key)::text AS unique_count
    FROM (
      SELECT g.target, v.value_key
      FROM ${ranges}
      CROSS JOIN LATERAL (
        SELECT * FROM usage_value
        WHERE (q.customer_id IS NULL OR usage_value.customer_id = q.customer_id)
          AND usage_value.build_id = q.build_id AND usage_value.bucket_size = q.bucket_size
          AND usage_value.bucket_start >= q.from_at AND usage_value.bucket_start < q.to_at
          AND usage_value.event_count > 0
      ) v
      JOIN unnest($6::uuid[], $7::integer[]) AS g (group_key, target) ON g.group_key = v.group_key
      UNION ALL
      SELECT * FROM unnest($8::integer[], $9::uuid[])
    ) AS counted (target, value_key)
    GROUP BY target`,
  values: (p) => [
    p.customerIds,
    p.buildIds,
    p.bucketSizes,
    p.from,
    p.to,
    p.groupKeys,
    p.targets,
    p.extraTargets,
    p.extraKeys,
  ],
};
