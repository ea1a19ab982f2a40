import { burnOrder } from '../core/credits/grant.ts';
import { Decimal } from '../core/decimal.ts';
import { grouped } from '../core/grouped.ts';
import { type GrantColumns, type GrantRow, grantOfRow } from './credit-grants.ts';
import type { Queryable } from './sql/statement.ts';

/** A balance as somebody has read it. */
export type BalancePlace = { readonly customerId: string; readonly creditTypeId: string; readonly version: bigint };

/**
 * What was left of which grants at these versions of their ledgers, in burn order, so that they add up to a balance that
 * was read before, whatever has been drawn since: what later entries have moved is taken off again.
 */
export async function readGrantsLeft(on: Queryable, places: readonly BalancePlace[]): Promise<GrantRow[][]> {
  const { rows } = await on.query<GrantColumns & { place: string; left: string }>({
    name: 'read_grants_left',
    text: `
      WITH asked AS (
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[])
          WITH ORDINALITY AS n (customer_id, credit_type_id, version, place)
      ), since AS (
        SELECT n.place, e.grant_id, sum(e.amount) FILTER (WHERE NOT e.debt) AS moved
        FROM asked n JOIN credit_ledger_entry e
          ON e.customer_id = n.customer_id AND e.credit_type_id = n.credit_type_id AND e.version > n.version
        WHERE e.grant_id IS NOT NULL
        GROUP BY n.place, e.grant_id
      ), concerned AS (
        SELECT n.place, g.id FROM asked n JOIN credit_grant g
          ON g.customer_id = n.customer_id AND g.credit_type_id = n.credit_type_id AND g.open
        UNION
        SELECT place, grant_id FROM since
      )
      SELECT g.*, n.place, (g.remaining - coalesce(s.moved, 0))::text AS left
      FROM asked n
      JOIN concerned c ON c.place = n.place
      JOIN credit_grant g ON g.customer_id = n.customer_id AND g.id = c.id
      LEFT JOIN since s ON s.place = n.place AND s.grant_id = g.id
      WHERE g.remaining > coalesce(s.moved, 0)`,
    values: [
      places.map(({ customerId }) => customerId),
      places.map(({ creditTypeId }) => creditTypeId),
      places.map(({ version }) => version.toString()),
    ],
  });
  const found = grouped(rows, (row) => row.place);
  return places.map((_, i) =>
    (found.get(`${i + 1}`) ?? [])
      .map((row) => ({ ...grantOfRow(row), remaining: new Decimal(row.left) }))
      .sort(burnOrder),
  );
}
