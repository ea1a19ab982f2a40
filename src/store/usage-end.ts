import { bucketStart } from '../core/time/bucket.ts';
import type { Instant } from '../core/time/instant.ts';
import { formatInstant } from '../core/time/instant.ts';
import { instantOf } from './columns.ts';
import type { Database } from './database.ts';
import type { UsageQuery } from './usage.ts';

type Columns = { query: number; last_at: string };

/**
 * When the last event of each query's meter occurs, for those that have one at `since` or later; null for the others.
 * Meant for `since` = now: events may be stamped a few minutes ahead. Two statements at most.
 */
export async function readUsageEnds(
  database: Database,
  queries: readonly Pick<UsageQuery, 'workspaceId' | 'meter' | 'customerId'>[],
  since: Instant,
): Promise<(Instant | null)[]> {
  const ends: (Instant | null)[] = queries.map(() => null);
  const numbered = queries.map((query, number) => ({ ...query, number }));
  const ofCustomers = numbered.filter((query) => query.customerId !== null);
  const ofMeters = numbered.filter((query) => query.customerId === null);
  const found = await Promise.all([
    ofCustomers.length === 0
      ? []
      : rowsOf(database, 'read_customer_ends', customerEnds, [
          ofCustomers.map((query) => query.number),
          ofCustomers.map((query) => query.customerId),
          ofCustomers.map((query) => query.meter.eventName),
          formatInstant(since),
        ]),
    ofMeters.length === 0
      ? []
      : rowsOf(database, 'read_meter_ends', meterEnds, [
          ofMeters.map((query) => query.number),
          ofMeters.map((query) => query.meter.buildId),
          ofMeters.map((query) => query.meter.eventName),
          formatInstant(since),
          formatInstant(bucketStart(since, 60)),
        ]),
  ]);
  for (const row of found.flat()) ends[row.query] = instantOf(row.last_at);
  return ends;
}

const customerEnds = `
  SELECT q.query, max(e.occurred_at) AS last_at
  FROM unnest($1::int[], $2::uuid[], $3::text[]) AS q (query, customer_id, name)
  JOIN event e ON e.customer_id = q.customer_id AND e.name = q.name AND e.occurred_at >= $4 AND e.voided_at IS NULL
  GROUP BY q.query`;

// The rollups say whose events to look at: those of all customers are not indexed by when they occurred.
const meterEnds = `
  SELECT q.query, max(e.occurred_at) AS last_at
  FROM unnest($1::int[], $2::int[], $3::text[]) AS q (query, build_id, name)
  JOIN usage_rollup r ON r.build_id = q.build_id AND r.bucket_size = 60 AND r.bucket_start >= $5
  JOIN event e ON e.customer_id = r.customer_id AND e.name = q.name AND e.occurred_at >= $4 AND e.voided_at IS NULL
  GROUP BY q.query`;

async function rowsOf(database: Database, name: string, text: string, values: unknown[]): Promise<Columns[]> {
  const { rows } = await database.pool.query<Columns>({ name, text, values });
  return rows;
}
