import type { Instant } from '../core/time/instant.ts';
import { fromBound, instantOf, toBound } from './columns.ts';
import type { Database } from './database.ts';
import type { UsageQuery } from './usage.ts';

/** The first minute of each query's period that has usage, by its start; null if none has. Two statements at most. */
export async function readUsageBeginnings(
  database: Database,
  queries: readonly UsageQuery[],
): Promise<(Instant | null)[]> {
  const beginnings: (Instant | null)[] = queries.map(() => null);
  const numbered = queries.map((query, number) => ({ ...query, number }));
  const kinds = [
    { name: 'read_customer_beginnings', customer: 'r.customer_id = q.customer_id AND', ofCustomer: true },
    { name: 'read_meter_beginnings', customer: '', ofCustomer: false },
  ];
  await Promise.all(
    kinds.map(async ({ name, customer, ofCustomer }) => {
      const asked = numbered.filter(({ customerId }) => (customerId !== null) === ofCustomer);
      if (asked.length === 0) return;
      const { rows } = await database.pool.query<{ query: number; first_at: string }>({
        name,
        text: `
          SELECT q.query, first.first_at
          FROM unnest($1::integer[], $2::uuid[], $3::integer[], $4::timestamptz[], $5::timestamptz[])
            AS q (query, customer_id, build_id, from_at, to_at)
          CROSS JOIN LATERAL (
            SELECT min(r.bucket_start) AS first_at FROM usage_rollup r
            WHERE ${customer} r.build_id = q.build_id AND r.bucket_size = 60
              AND r.bucket_start >= q.from_at AND r.bucket_start < q.to_at AND r.event_count > 0
          ) first
          WHERE first.first_at IS NOT NULL`,
        values: [
          asked.map(({ number }) => number),
          asked.map(({ customerId }) => customerId),
          asked.map(({ meter }) => meter.buildId),
          asked.map(({ from }) => fromBound(from)),
          asked.map(({ to }) => toBound(to)),
        ],
      });
      for (const row of rows) beginnings[row.query] = instantOf(row.first_at);
    }),
  );
  return beginnings;
}
