import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { BucketTotal } from './read-buckets.ts';
import type { Statement } from './statement.ts';

/** Ranges of whole buckets, each for the query at its position, and which groups of their rows it wants. */
export type BilledRanges = {
  readonly queries: readonly number[];
  readonly customerIds: readonly string[];
  readonly buildIds: readonly number[];
  readonly bucketSizes: readonly number[];
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** The subscription whose events are wanted; null: those that name any are not. */
  readonly named: readonly (string | null)[];
  /** Whether events that name no subscription are wanted. */
  readonly unnamed: readonly boolean[];
  /** Where the group values have the subscription: behind those of the meter's groupBy. */
  readonly namePlaces: readonly number[];
  /** Where they have the value to split by; null: there is one row, with the value null. */
  readonly valuePlaces: readonly (number | null)[];
};

export type BilledTotal = BucketTotal & { value: JsonValue };

const ranges = `unnest(
      $1::integer[], $2::uuid[], $3::integer[], $4::integer[], $5::timestamptz[], $6::timestamptz[],
      $7::text[], $8::boolean[], $9::integer[], $10::integer[]
    ) AS q (query, customer_id, build_id, bucket_size, from_at, to_at, named, unnamed, name_place, value_place)`;

const inRange = `r.customer_id = q.customer_id AND r.build_id = q.build_id AND r.bucket_size = q.bucket_size
        AND r.bucket_start >= q.from_at AND r.bucket_start < q.to_at AND r.event_count > 0`;

/** Whether a range wants a group, whose values are in `of`. */
function wants(range: string, of: string): string {
  return `CASE WHEN ${of}.group_values ->> ${range}.name_place IS NULL THEN ${range}.unnamed
          ELSE ${of}.group_values ->> ${range}.name_place = ${range}.named END`;
}

const wanted = `${inRange}
        AND ${wants('q', 'r')}`;

const value = `coalesce(r.group_values -> q.value_place, 'null') AS value`;

function rangeValues(p: BilledRanges): unknown[] {
  return [
    p.queries,
    p.customerIds,
    p.buildIds,
    p.bucketSizes,
    p.from,
    p.to,
    p.named,
    p.unnamed,
    p.namePlaces,
    p.valuePlaces,
  ];
}

/** Adds up counts, sums and extremes: one row for each query and value. Each range is one walk along the primary key. */
export const addBilledTotals: Statement<BilledRanges, BilledTotal> = {
  name: 'add_billed_totals',
  text: `
    SELECT q.query, b.value, sum(b.event_count)::text AS event_count, sum(b.sum)::text AS sum, max(b.max)::text AS max,
      min(b.min)::text AS min, NULL AS last_at, NULL AS last_event_id, NULL AS last
    FROM ${ranges}
    CROSS JOIN LATERAL (
      SELECT ${value}, sum(r.event_count) AS event_count, sum(r.sum) AS sum, max(r.max) AS max, min(r.min) AS min
      FROM usage_rollup r WHERE ${wanted}
      GROUP BY value
    ) b
    GROUP BY q.query, b.value`,
  values: rangeValues,
};

/** For LAST meters: the value with the greatest (time, id) of each query and value. */
export const readBilledLast: Statement<BilledRanges, BilledTotal> = {
  name: 'read_billed_last',
  text: `
    SELECT DISTINCT ON (q.query, b.value) q.query, b.value, '1' AS event_count, NULL AS sum, NULL AS max, NULL AS min,
      b.last_at, b.last_event_id, b.last::text AS last
    FROM ${ranges}
    CROSS JOIN LATERAL (
      SELECT DISTINCT ON (value) ${value}, r.last_at, r.last_event_id, r.last
      FROM usage_rollup r WHERE ${wanted} AND r.last_at IS NOT NULL
      ORDER BY value, r.last_at DESC, r.last_event_id DESC
    ) b
    ORDER BY q.query, b.value, b.last_at DESC, b.last_event_id DESC`,
  values: rangeValues,
};

export type BilledValues = BilledRanges & {
  /** What single events add: the query, the value to split by as JSON, and the key of the value that is counted. */
  readonly extraQueries: readonly number[];
  readonly extraValues: readonly string[];
  readonly extraKeys: readonly string[];
};

/** For UNIQUE_COUNT meters: counts the distinct values of each query and value, in buckets and single events together. */
export const countBilledValues: Statement<BilledValues, { query: number; value: JsonValue; unique_count: string }> = {
  name: 'count_billed_values',
  // The rollups know the values of a group, and are put beside its values by grouping both: there are plans for a join
  // of the two that take a minute.
  text: `
    SELECT query, value, count(DISTINCT value_key)::text AS unique_count
    FROM (
      SELECT g.query, coalesce(g.group_values -> g.value_place, 'null'), v.value_key
      FROM (
        SELECT query, named, unnamed, name_place, value_place, group_key,
          (array_agg(group_values) FILTER (WHERE group_values IS NOT NULL))[1] AS group_values,
          array_agg(DISTINCT value_key) FILTER (WHERE value_key IS NOT NULL) AS value_keys
        FROM (
          SELECT q.*, r.group_key, r.group_values, NULL::uuid AS value_key
          FROM ${ranges}
          CROSS JOIN LATERAL (SELECT * FROM usage_rollup r WHERE ${inRange}) r
          UNION ALL
          SELECT q.*, r.group_key, NULL, r.value_key
          FROM ${ranges}
          CROSS JOIN LATERAL (SELECT * FROM usage_value r WHERE ${inRange}) r
        ) AS both_of
        GROUP BY query, named, unnamed, name_place, value_place, group_key
      ) g
      CROSS JOIN LATERAL unnest(g.value_keys) AS v (value_key)
      WHERE ${wants('g', 'g')}
      UNION ALL
      SELECT * FROM unnest($11::integer[], $12::jsonb[], $13::uuid[])
    ) AS counted (query, value, value_key)
    GROUP BY query, value`,
  values: (p) => [...rangeValues(p), p.extraQueries, p.extraValues, p.extraKeys],
};

/** For UNIQUE_COUNT meters: which of these values the buckets have. */
export const findCountedValues: Statement<
  BilledRanges & { readonly keys: readonly string[] },
  { query: number; value_key: string }
> = {
  name: 'find_counted_values',
  text: `
    SELECT DISTINCT q.query, u.value_key
    FROM ${ranges}
    CROSS JOIN LATERAL (
      SELECT r.customer_id, r.build_id, r.bucket_size, r.bucket_start, r.group_key, r.value_key FROM usage_value r
      WHERE ${inRange} AND r.value_key = ANY ($11::uuid[])
      OFFSET 0
    ) u
    JOIN usage_rollup g ON g.customer_id = u.customer_id AND g.build_id = u.build_id AND g.bucket_size = u.bucket_size
      AND g.bucket_start = u.bucket_start AND g.group_key = u.group_key
    WHERE ${wants('q', 'g')}`,
  values: (p) => [...rangeValues(p), p.keys],
};

/** Spans shorter than a minute, each for the query at its position. */
export type BilledSpans = {
  readonly queries: readonly number[];
  readonly customerIds: readonly string[];
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly names: readonly string[];
  /** Only events recorded under an earlier version count; null: all. */
  readonly versionsBelow: readonly (number | null)[];
  readonly named: readonly (string | null)[];
  readonly unnamed: readonly boolean[];
};

export type BilledEvent = { query: number; event_id: string; occurred_at: string; properties: JsonObject };

/** The events of spans that no whole bucket covers. */
export const readBilledEvents: Statement<BilledSpans, BilledEvent> = {
  name: 'read_billed_events',
  text: `
    SELECT q.query, e.event_id, e.occurred_at, e.properties
    FROM unnest(
      $1::integer[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::integer[], $7::uuid[], $8::boolean[]
    ) AS q (query, customer_id, from_at, to_at, name, version_below, named, unnamed)
    CROSS JOIN LATERAL (
      SELECT event_id, occurred_at, properties FROM event
      WHERE event.customer_id = q.customer_id AND event.occurred_at >= q.from_at AND event.occurred_at < q.to_at
        AND event.name = q.name AND event.voided_at IS NULL
        AND (q.version_below IS NULL OR event.meters_version < q.version_below)
        AND CASE WHEN event.subscription_id IS NULL THEN q.unnamed ELSE event.subscription_id = q.named END
      OFFSET 0
    ) e`,
  values: (p) => [p.queries, p.customerIds, p.from, p.to, p.names, p.versionsBelow, p.named, p.unnamed],
};
