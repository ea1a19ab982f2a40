import type { Instant } from '../core/time/instant.ts';
import { fromBound, instantOf, toBound } from './columns.ts';
import type { Database } from './database.ts';
import type { UsageQuery } from './usage.ts';

/** The first and the last minute of a query's period that have usage, each by its start; null if none has. */
export async function readUsageSpan(
  database: Database,
  query: UsageQuery,
): Promise<{ firstAt: Instant; lastAt: Instant } | null> {
  const who = query.customerId === null ? '$1::uuid IS NULL' : 'customer_id = $1::uuid';
  const { rows } = await database.pool.query<{ first_at: string | null; last_at: string | null }>({
    name: query.customerId === null ? 'read_meter_span' : 'read_customer_span',
    text: `
      SELECT min(bucket_start) AS first_at, max(bucket_start) AS last_at FROM usage_rollup
      WHERE ${who} AND build_id = $2 AND bucket_size = 60 AND bucket_start >= $3 AND bucket_start < $4 AND event_count > 0`,
    values: [query.customerId, query.meter.buildId, fromBound(query.from), toBound(query.to)],
  });
  const [row] = rows;
  if (!row || row.first_at === null || row.last_at === null) return null;
  return { firstAt: instantOf(row.first_at), lastAt: instantOf(row.last_at) };
}
