import type { JsonValue } from '../../core/json.ts';
import type { BucketRanges, BucketTotal } from './read-buckets.ts';
import type { Statement } from './statement.ts';

export type GroupRanges = BucketRanges & {
  /** By what each range is split: places among its meter's group values, as an array of PostgreSQL's, `{1,NULL}`. */
  readonly places: readonly string[];
};

export type GroupTotal = BucketTotal & { values: JsonValue[] };

const ranges = `unnest(
        $1::integer[], $2::uuid[], $3::integer[], $4::integer[], $5::timestamptz[], $6::timestamptz[], $7::text[]
      ) AS q (query, customer_id, build_id, bucket_size, from_at, to_at, places)`;

const inRange = `r.build_id = q.build_id AND r.bucket_size = q.bucket_size
          AND r.bucket_start >= q.from_at AND r.bucket_start < q.to_at AND r.event_count > 0`;

function rangeValues(p: GroupRanges): unknown[] {
  return [p.queries, p.customerIds, p.buildIds, p.bucketSizes, p.from, p.to, p.places];
}

// Two texts for each statement, because "this customer, or any" in one is walked along the index of all customers.
const ofCustomer = 'r.customer_id = q.customer_id AND';

/** What a place does not have is null, as is a place of null. */
function valuesAt(of: string): string {
  return `
      SELECT coalesce(jsonb_agg(${of}.group_values -> place ORDER BY position), '[]') AS values
      FROM unnest(${of}.places::integer[]) WITH ORDINALITY AS p (place, position)`;
}

/** The column of the row with the greatest (time, id). */
function last(of: string, column: string): string {
  return `(array_agg(${of}.${column} ORDER BY ${of}.last_at DESC NULLS LAST, ${of}.last_event_id DESC))[1]`;
}

/**
 * The rollups of many queries, each group of each query by itself. Put together here and not by the caller, because a meter
 * may keep far more groups than it is split into: one more for every subscription that an event names.
 */
export const readCustomerGroups: Statement<GroupRanges & { readonly limit: number }, GroupTotal> = groupsStatement(
  'customer',
  ofCustomer,
);

/** As `readCustomerGroups`, for all customers together. */
export const readMeterGroups: Statement<GroupRanges & { readonly limit: number }, GroupTotal> = groupsStatement(
  'meter',
  '',
);

function groupsStatement(
  kind: string,
  customer: string,
): Statement<GroupRanges & { readonly limit: number }, GroupTotal> {
  return {
    name: `read_${kind}_groups`,
    text: `
    SELECT g.query, s.values,
      sum(g.event_count)::text AS event_count, sum(g.sum)::text AS sum, max(g.max)::text AS max, min(g.min)::text AS min,
      ${last('g', 'last_at')} AS last_at, ${last('g', 'last_event_id')} AS last_event_id, ${last('g', 'last')}::text AS last
    FROM (
      SELECT q.query, q.places, r.group_key, (array_agg(r.group_values))[1] AS group_values,
        sum(r.event_count) AS event_count, sum(r.sum) AS sum, max(r.max) AS max, min(r.min) AS min,
        ${last('r', 'last_at')} AS last_at, ${last('r', 'last_event_id')} AS last_event_id, ${last('r', 'last')} AS last
      FROM ${ranges}
      CROSS JOIN LATERAL (SELECT * FROM usage_rollup r WHERE ${customer} ${inRange}) r
      GROUP BY q.query, q.places, r.group_key
    ) g
    CROSS JOIN LATERAL (${valuesAt('g')}
    ) s
    GROUP BY g.query, s.values
    LIMIT $8`,
    values: (p) => [...rangeValues(p), p.limit],
  };
}

export type GroupValueRanges = GroupRanges & {
  /** What single events add: the query, its group as JSON, and the key of the value that is counted. */
  readonly extraQueries: readonly number[];
  readonly extraGroups: readonly string[];
  readonly extraKeys: readonly string[];
};

type GroupCount = { query: number; values: JsonValue[]; unique_count: string };

/** Counts the distinct values of each group of each query, in buckets and in single events together. */
export const countCustomerGroupValues: Statement<GroupValueRanges, GroupCount> = valuesStatement(
  'customer',
  ofCustomer,
);

/** As `countCustomerGroupValues`, for all customers together. */
export const countMeterGroupValues: Statement<GroupValueRanges, GroupCount> = valuesStatement('meter', '');

function valuesStatement(kind: string, customer: string): Statement<GroupValueRanges, GroupCount> {
  return {
    name: `count_${kind}_group_values`,
    // The rollups know the values of a group, and are put beside its values by grouping both: a join of the two was
    // planned as nested loops, which took half a minute for 10,000 groups.
    text: `
    SELECT query, values, count(DISTINCT value_key)::text AS unique_count
    FROM (
      SELECT g.query, s.values, v.value_key
      FROM (
        SELECT query, places, group_key,
          (array_agg(group_values) FILTER (WHERE group_values IS NOT NULL))[1] AS group_values,
          array_agg(DISTINCT value_key) FILTER (WHERE value_key IS NOT NULL) AS value_keys
        FROM (
          SELECT q.query, q.places, r.group_key, r.group_values, NULL::uuid AS value_key
          FROM ${ranges}
          CROSS JOIN LATERAL (SELECT * FROM usage_rollup r WHERE ${customer} ${inRange}) r
          UNION ALL
          SELECT q.query, q.places, r.group_key, NULL, r.value_key
          FROM ${ranges}
          CROSS JOIN LATERAL (SELECT * FROM usage_value r WHERE ${customer} ${inRange}) r
        ) AS both_of
        GROUP BY query, places, group_key
      ) g
      CROSS JOIN LATERAL (${valuesAt('g')}
      ) s
      CROSS JOIN LATERAL unnest(g.value_keys) AS v (value_key)
      UNION ALL
      SELECT * FROM unnest($8::integer[], $9::jsonb[], $10::uuid[])
    ) AS counted (query, values, value_key)
    GROUP BY query, values`,
    values: (p) => [...rangeValues(p), p.extraQueries, p.extraGroups, p.extraKeys],
  };
}
