import type { JsonObject } from '../../core/json.ts';
import { formatInstant, type Instant } from '../../core/time/instant.ts';
import { instantOf } from '../columns.ts';
import type { Queryable } from '../sql/statement.ts';

const dayMicros = 86_400n * 1_000_000n;

/** A customer's days that have events or rollups, by the clock of UTC. */
export async function readUsageDays(on: Queryable, customerId: string): Promise<Instant[]> {
  const { rows } = await on.query<{ day: string }>({
    name: 'audit_days',
    text: `
      SELECT DISTINCT date_trunc('day', occurred_at, 'UTC') AS day FROM event WHERE customer_id = $1
      UNION
      SELECT bucket_start FROM usage_rollup WHERE customer_id = $1 AND bucket_size = 86400
      ORDER BY 1`,
    values: [customerId],
  });
  return rows.map((row) => instantOf(row.day));
}

export type AuditedEvent = {
  readonly eventId: string;
  readonly name: string;
  readonly occurredAt: Instant;
  readonly properties: JsonObject;
  readonly subscriptionId: string | null;
  readonly metersVersion: number;
};

/** A customer's events of a day that have not been voided. */
export async function readDayEvents(on: Queryable, customerId: string, day: Instant): Promise<AuditedEvent[]> {
  type Columns = {
    event_id: string;
    name: string;
    occurred_at: string;
    properties: JsonObject;
    subscription_id: string | null;
    meters_version: number;
  };
  const { rows } = await on.query<Columns>({
    name: 'audit_events',
    text: `
      SELECT event_id, name, occurred_at, properties, subscription_id, meters_version FROM event
      WHERE customer_id = $1 AND occurred_at >= $2 AND occurred_at < $3 AND voided_at IS NULL`,
    values: [customerId, formatInstant(day), formatInstant(day + dayMicros)],
  });
  return rows.map((row) => ({
    eventId: row.event_id,
    name: row.name,
    occurredAt: instantOf(row.occurred_at),
    properties: row.properties,
    subscriptionId: row.subscription_id,
    metersVersion: row.meters_version,
  }));
}

/** A customer's rollups of a day that count anything: which, and what they say, both as text. */
export async function readDayRollups(
  on: Queryable,
  customerId: string,
  buildIds: readonly number[],
  day: Instant,
): Promise<Map<string, string>> {
  const values = [customerId, buildIds, formatInstant(day), formatInstant(day + dayMicros)];
  const within = `customer_id = $1 AND build_id = ANY ($2::integer[]) AND bucket_start >= $3 AND bucket_start < $4`;
  const { rows } = await on.query<{ row: string; says: string }>({
    name: 'audit_rollups',
    text: `
      SELECT concat_ws(' ', build_id, bucket_size, extract(epoch FROM bucket_start)::bigint, group_key) AS row,
        concat_ws(' ', event_count, coalesce(trim_scale(sum)::text, '-'), coalesce(trim_scale(max)::text, '-'),
          coalesce(trim_scale(min)::text, '-'), coalesce(trim_scale(last)::text, '-'), coalesce(last_event_id, '-')) AS says
      FROM usage_rollup WHERE ${within} AND event_count > 0
      UNION ALL
      SELECT concat_ws(' ', build_id, bucket_size, extract(epoch FROM bucket_start)::bigint, group_key, value_key),
        event_count::text
      FROM usage_value WHERE ${within} AND event_count > 0`,
    values,
  });
  return new Map(rows.map(({ row, says }) => [row, says]));
}
