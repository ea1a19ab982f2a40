import type { JsonObject } from '../../core/json.ts';
import type { Statement } from './statement.ts';

/** Spans shorter than a minute, each for the query at its position. A null customer means all customers. */
export type EventSpans = {
  readonly queries: readonly number[];
  readonly customerIds: readonly (string | null)[];
  readonly buildIds: readonly number[];
  readonly minutes: readonly string[];
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly names: readonly string[];
  /** Only events recorded under an earlier version count; null: all. */
  readonly versionsBelow: readonly (number | null)[];
};

export type SpanEvent = {
  query: number;
  customer_id: string;
  event_id: string;
  occurred_at: string;
  properties: JsonObject;
};

/**
 * The events of spans that no whole bucket covers. Which customers have any is known from the buckets of the minutes
 * around them, so that a question about everybody needs no index of events by time alone.
 */
export const readSpanEvents: Statement<EventSpans, SpanEvent> = {
  name: 'read_span_events',
  text: `
    SELECT q.query, e.customer_id, e.event_id, e.occurred_at, e.properties
    FROM unnest(
      $1::integer[], $2::uuid[], $3::integer[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::integer[]
    ) AS q (query, customer_id, build_id, minute, from_at, to_at, name, version_below)
    CROSS JOIN LATERAL (
      SELECT q.customer_id AS id WHERE q.customer_id IS NOT NULL
      UNION ALL
      SELECT DISTINCT r.customer_id FROM usage_rollup r
      WHERE q.customer_id IS NULL AND r.build_id = q.build_id AND r.bucket_size = 60 AND r.bucket_start = q.minute
    ) c
    CROSS JOIN LATERAL (
      SELECT * FROM event
      WHERE event.customer_id = c.id AND event.occurred_at >= q.from_at AND event.occurred_at < q.to_at
        AND event.name = q.name AND event.voided_at IS NULL
        AND (q.version_below IS NULL OR event.meters_version < q.version_below)
    ) e`,
  values: (p) => [p.queries, p.customerIds, p.buildIds, p.minutes, p.from, p.to, p.names, p.versionsBelow],
};
