import type { EventKey } from '../core/events/batch.ts';
import type { Instant } from '../core/time/instant.ts';
import { instantOf } from './columns.ts';
import type { Queryable } from './sql/statement.ts';

export type EventNameRow = {
  readonly name: string;
  readonly count: number;
  readonly lastRecordedAt: Instant;
  /** Some of the latest. */
  readonly samples: readonly EventKey[];
};

// Few, because an event may have 16 KiB of properties, and 200 names may be asked for.
const samplesMax = 5;

/** The names of the latest 10,000 events of a workspace, those with most events first. */
export async function listEventNames(on: Queryable, workspaceId: string, limit: number): Promise<EventNameRow[]> {
  const { rows } = await on.query<{
    name: string;
    count: number;
    last_recorded_at: string;
    customer_ids: string[];
    event_ids: string[];
  }>({
    name: 'list_event_names',
    text: `
      SELECT
        name, count(*)::integer AS count, max(recorded_at) AS last_recorded_at,
        array_agg(customer_id::text ORDER BY place) FILTER (WHERE place <= $3) AS customer_ids,
        array_agg(event_id ORDER BY place) FILTER (WHERE place <= $3) AS event_ids
      FROM (
        SELECT latest.*, row_number() OVER (
          PARTITION BY name ORDER BY recorded_at DESC, customer_id DESC, event_id DESC
        ) AS place
        FROM (
          SELECT name, recorded_at, customer_id, event_id FROM event WHERE workspace_id = $1
          ORDER BY recorded_at DESC, customer_id DESC, event_id DESC LIMIT 10000
        ) latest
      ) placed
      GROUP BY name ORDER BY count(*) DESC, name LIMIT $2`,
    values: [workspaceId, limit, samplesMax],
  });
  return rows.map((row) => ({
    name: row.name,
    count: row.count,
    lastRecordedAt: instantOf(row.last_recorded_at),
    samples: row.event_ids.map((eventId, i) => ({ customerId: row.customer_ids[i] ?? '', eventId })),
  }));
}
