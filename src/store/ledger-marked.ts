import { formatInstant } from '../core/time/instant.ts';
import type { EventMark } from './event-lists.ts';
import { entryOfRow, type LedgerColumns, type LedgerRow } from './ledger.ts';
import type { Queryable } from './sql/statement.ts';

/**
 * The entries that were written when these events were recorded, or voided, in the order of their ledgers; and maybe others
 * that were written at the same instants for another of these customers.
 */
export async function findMarkedEntries(on: Queryable, marks: readonly EventMark[]): Promise<LedgerRow[]> {
  const { rows } = await on.query<LedgerColumns>({
    name: 'find_marked_entries',
    // No index knows when entries were written, which every draw would pay for. But a ledger is in that order, give or take
    // how long a flush waits and how far the clocks of two instances are apart: so at most 200 of its entries, looked up
    // by version, say which part of it to read. In a ledger of 1,000,000 that takes 5 ms, and reading all of it 800.
    text: `
      SELECT entry.* FROM (
        SELECT customer_id, min(at) - interval '1 hour' AS starts_at, max(at) + interval '1 hour' AS ends_at
        FROM unnest($1::uuid[], $2::timestamptz[]) AS mark (customer_id, at) GROUP BY customer_id
      ) span
      JOIN credit_account a ON a.customer_id = span.customer_id
      CROSS JOIN LATERAL (
        SELECT
          max(s.version) FILTER (WHERE s.recorded_at < span.starts_at) AS version_before,
          min(s.version) FILTER (WHERE s.recorded_at > span.ends_at) AS version_after
        FROM generate_series(1::bigint, a.version, greatest(a.version / 200, 100)) AS sample (version)
        CROSS JOIN LATERAL (
          SELECT version, recorded_at FROM credit_ledger_entry
          WHERE customer_id = a.customer_id AND credit_type_id = a.credit_type_id AND version = sample.version
          -- Or else it would read the whole ledger and join that: it thinks that all are as short as the average.
          LIMIT 1
        ) s
      ) part
      CROSS JOIN LATERAL (
        SELECT * FROM credit_ledger_entry e
        WHERE e.customer_id = a.customer_id AND e.credit_type_id = a.credit_type_id
          AND e.version > coalesce(part.version_before, 0) AND e.version < coalesce(part.version_after, a.version + 1)
          AND e.recorded_at = ANY ($2::timestamptz[]) AND e.cause IN ('EVENTS', 'VOIDED_EVENTS')
        -- So that the bounds are there first, for the index: merged into the rest they would only filter all entries.
        OFFSET 0
      ) entry
      ORDER BY entry.customer_id, entry.credit_type_id, entry.version`,
    values: [marks.map((mark) => mark.customerId), marks.map(({ at }) => formatInstant(at))],
  });
  return rows.map(entryOfRow);
}
