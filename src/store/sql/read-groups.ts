import type { JsonValue } from '../../core/json.ts';
import type { BucketRanges, BucketTotal } from './read-buckets.ts';
import type { Statement } from './statement.ts';

export type GroupRanges = BucketRanges & {
  /** By what each query is split: places among the group values of its meter, null for what they do not have. */
  readonly splitQueries: readonly number[];
  readonly splitPlaces: readonly (number | null)[];
  readonly limit: number;
};

/** The stored groups that have the same values in the places asked for, together. */
export type GroupTotal = BucketTotal & { values: JsonValue[]; group_keys: string[] };

const ranges = `unnest($1::integer[], $2::uuid[], $3::integer[], $4::integer[], $5::timestamptz[], $6::timestamptz[])
      AS q (query, customer_id, build_id, bucket_size, from_at, to_at)`;

const inRange = `r.build_id = q.build_id AND r.bucket_size = q.bucket_size
          AND r.bucket_start >= q.from_at AND r.bucket_start < q.to_at`;

function rangeValues(p: BucketRanges): unknown[] {
  return [p.queries, p.customerIds, p.buildIds, p.bucketSizes, p.from, p.to];
}

// Two texts for each statement, because "this customer, or any" in one is walked along the index of all customers.
const ofCustomer = 'r.customer_id = q.customer_id AND';

/**
 * The rollups of many queries, each group of each query by itself. Put together here and not by the caller, because a meter
 * may keep far more groups than it is split into: one more for every subscription that an event names.
 */
export const readCustomerGroups: Statement<GroupRanges, GroupTotal> = groupsStatement('customer', ofCustomer);

/** As `readCustomerGroups`, for all customers together. */
export const readMeterGroups: Statement<GroupRanges, GroupTotal> = groupsStatement('meter', '');

const last = (of: string, column: string) =>
  `(array_agg(${of}.${column} ORDER BY ${of}.last_at DESC NULLS LAST, ${of}.last_event_id DESC))[1]`;

function groupsStatement(kind: string, customer: string): Statement<GroupRanges, GroupTotal> {
  return {
    name: `read_${kind}_groups`,
    text: `
    SELECT g.query, s.values, array_agg(g.group_key) AS group_keys,
      sum(g.event_count)::text AS event_count, sum(g.sum)::text AS sum, max(g.max)::text AS max, min(g.min)::text AS min,
      ${last('g', 'last_at')} AS last_at, ${last('g', 'last_event_id')} AS last_event_id, ${last('g', 'last')}::text AS last
    FROM (
      SELECT q.query, r.group_key, (array_agg(r.group_values))[1] AS group_values,
        sum(r.event_count) AS event_count, sum(r.sum) AS sum, max(r.max) AS max, min(r.min) AS min,
        ${last('r', 'last_at')} AS last_at, ${last('r', 'last_event_id')} AS last_event_id, ${last('r', 'last')} AS last
      FROM ${ranges}
      CROSS JOIN LATERAL (SELECT * FROM usage_rollup r WHERE ${customer} ${inRange}) r
      GROUP BY q.query, r.group_key
      HAVING sum(r.event_count) > 0
    ) g
    LEFT JOIN (
      SELECT query, array_agg(place ORDER BY position) AS places
      FROM unnest($7::integer[], $8::integer[]) WITH ORDINALITY AS s (query, place, position)
      GROUP BY query
    ) by ON by.query = g.query
    CROSS JOIN LATERAL (
      SELECT coalesce(jsonb_agg(g.group_values -> place ORDER BY position), '[]') AS values
      FROM unnest(by.places) WITH ORDINALITY AS p (place, position)
    ) s
    GROUP BY g.query, s.values
    LIMIT $9`,
    values: (p) => [...rangeValues(p), p.splitQueries, p.splitPlaces, p.limit],
  };
}

export type GroupValueRanges = BucketRanges & {
  /** Which result each group of each query counts towards. */
  readonly groupQueries: readonly number[];
  readonly groupKeys: readonly string[];
  readonly targets: readonly number[];
  readonly extraTargets: readonly number[];
  readonly extraKeys: readonly string[];
};

type TargetCount = { target: number; unique_count: string };

/** Counts the distinct values of each target, which may be several groups and single events together. */
export const countCustomerGroupValues: Statement<GroupValueRanges, TargetCount> = valuesStatement(
  'customer',
  ofCustomer,
);

/** As `countCustomerGroupValues`, for all customers together. */
export const countMeterGroupValues: Statement<GroupValueRanges, TargetCount> = valuesStatement('meter', '');

function valuesStatement(kind: string, customer: string): Statement<GroupValueRanges, TargetCount> {
  return {
    name: `count_${kind}_group_values`,
    text: `
    SELECT target, count(DISTINCT value_key)::text AS unique_count
    FROM (
      SELECT g.target, v.value_key
      FROM ${ranges}
      CROSS JOIN LATERAL (SELECT * FROM usage_value r WHERE ${customer} ${inRange} AND r.event_count > 0) v
      JOIN unnest($7::integer[], $8::uuid[], $9::integer[]) AS g (query, group_key, target)
        ON g.query = q.query AND g.group_key = v.group_key
      UNION ALL
      SELECT * FROM unnest($10::integer[], $11::uuid[])
    ) AS counted (target, value_key)
    GROUP BY target`,
    values: (p) => [...rangeValues(p), p.groupQueries, p.groupKeys, p.targets, p.extraTargets, p.extraKeys],
  };
}
