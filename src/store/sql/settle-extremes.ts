import type { JsonObject } from '../../core/json.ts';
import type { Statement } from './statement.ts';

export type Minutes = { readonly customerId: string; readonly name: string; readonly minutes: readonly string[] };

export type MinuteEvent = {
  event_id: string;
  occurred_at: string;
  meters_version: number;
  properties: JsonObject;
  subscription_id: string | null;
};

/** The events of one name in some minutes that still count. */
export const readMinuteEvents: Statement<Minutes, MinuteEvent> = {
  name: 'read_minute_events',
  text: `
    SELECT e.event_id, e.occurred_at, e.meters_version, e.properties, e.subscription_id
    FROM unnest($3::timestamptz[]) AS m (start)
    CROSS JOIN LATERAL (
      SELECT * FROM event
      WHERE event.customer_id = $1 AND event.occurred_at >= m.start AND event.occurred_at < m.start + interval '1 minute'
        AND event.name = $2 AND event.voided_at IS NULL
    ) e`,
  values: (p) => [p.customerId, p.name, p.minutes],
};

export type MinuteExtremes = {
  readonly customerId: string;
  readonly buildId: number;
  readonly starts: readonly string[];
  readonly groupKeys: readonly string[];
  readonly maxima: readonly (string | null)[];
  readonly minima: readonly (string | null)[];
  readonly lastAt: readonly (string | null)[];
  readonly lastEventIds: readonly (string | null)[];
  readonly lasts: readonly (string | null)[];
};

/** Sets what cannot be subtracted, once it has been derived from the events that are left. */
export const setMinuteExtremes: Statement<MinuteExtremes, never> = {
  name: 'set_minute_extremes',
  text: `
    UPDATE usage_rollup r
    SET max = n.max, min = n.min, last_at = n.last_at, last_event_id = n.last_event_id, last = n.last
    FROM unnest(
      $3::timestamptz[], $4::uuid[], $5::numeric[], $6::numeric[], $7::timestamptz[], $8::text[], $9::numeric[]
    ) AS n (start, group_key, max, min, last_at, last_event_id, last)
    WHERE r.customer_id = $1 AND r.build_id = $2 AND r.bucket_size = 60
      AND r.bucket_start = n.start AND r.group_key = n.group_key`,
  values: (p) => [
    p.customerId,
    p.buildId,
    p.starts,
    p.groupKeys,
    p.maxima,
    p.minima,
    p.lastAt,
    p.lastEventIds,
    p.lasts,
  ],
};

export type CoarseBuckets = {
  readonly customerId: string;
  readonly buildId: number;
  readonly size: number;
  readonly finerSize: number;
  readonly starts: readonly string[];
  readonly groupKeys: readonly string[];
};

/** Derives the extremes of buckets from those of the next finer size. */
export const settleCoarseExtremes: Statement<CoarseBuckets, never> = {
  name: 'settle_coarse_extremes',
  text: `
    UPDATE usage_rollup r
    SET max = f.max, min = f.min, last_at = f.last_at, last_event_id = f.last_event_id, last = f.last
    FROM unnest($5::timestamptz[], $6::uuid[]) AS t (start, group_key)
    CROSS JOIN LATERAL (
      SELECT max(u.max) AS max, min(u.min) AS min,
        (array_agg(u.last_at ORDER BY u.last_at DESC NULLS LAST, u.last_event_id DESC))[1] AS last_at,
        (array_agg(u.last_event_id ORDER BY u.last_at DESC NULLS LAST, u.last_event_id DESC))[1] AS last_event_id,
        (array_agg(u.last ORDER BY u.last_at DESC NULLS LAST, u.last_event_id DESC))[1] AS last
      FROM usage_rollup u
      WHERE u.customer_id = $1 AND u.build_id = $2 AND u.bucket_size = $4 AND u.group_key = t.group_key
        AND u.bucket_start >= t.start AND u.bucket_start < t.start + make_interval(secs => $3)
    ) f
    WHERE r.customer_id = $1 AND r.build_id = $2 AND r.bucket_size = $3::integer
      AND r.bucket_start = t.start AND r.group_key = t.group_key`,
  values: (p) => [p.customerId, p.buildId, p.size, p.finerSize, p.starts, p.groupKeys],
};
