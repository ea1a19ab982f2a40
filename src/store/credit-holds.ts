import type { Hold, HoldStatus } from '../core/credits/books.ts';
import { type Decimal, formatDecimal } from '../core/decimal.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { decimalOf, instantOf, instantText } from './columns.ts';
import type { Owned } from './credit-grants.ts';
import type { Page } from './meters.ts';
import { plainArray } from './sql/arrays.ts';
import type { Queryable } from './sql/statement.ts';

export type HoldRow = Hold & { readonly customerId: string; readonly creditTypeId: string };

type Columns = {
  customer_id: string;
  id: string;
  credit_type_id: string;
  amount: string;
  status: HoldStatus;
  captured: string | null;
  expires_at: string;
  created_at: string;
  closed_at: string | null;
};

/** The holds of these customers that have come to their end by now and not been closed, and those with these ids. */
export async function readDueHolds(
  on: Queryable,
  customerIds: readonly string[],
  now: Instant,
  ids: readonly string[],
): Promise<HoldRow[]> {
  const { rows } = await on.query<Columns>({
    name: 'read_due_credit_holds',
    text: `
      SELECT * FROM credit_hold WHERE customer_id = ANY ($1::uuid[]) AND status = 'OPEN' AND expires_at <= $2
      UNION
      SELECT * FROM credit_hold WHERE customer_id = ANY ($1::uuid[]) AND id = ANY ($3::uuid[])`,
    values: [plainArray(customerIds), formatInstant(now), plainArray(ids)],
  });
  return rows.map(fromRow);
}

export type HeldRow = {
  readonly customerId: string;
  readonly creditTypeId: string;
  readonly held: Decimal;
  /** When the first of them ends that is not due by now. */
  readonly nextEnd: Instant | null;
};

/** What all open holds of these customers come to: there may be thousands, of which hardly one has to be looked at. */
export async function readHeld(on: Queryable, customerIds: readonly string[], now: Instant): Promise<HeldRow[]> {
  type Held = { customer_id: string; credit_type_id: string; held: string; next_end: string | null };
  const { rows } = await on.query<Held>({
    name: 'read_held_credits',
    text: `
      SELECT customer_id, credit_type_id, sum(amount)::text AS held,
        min(expires_at) FILTER (WHERE expires_at > $2) AS next_end
      FROM credit_hold WHERE customer_id = ANY ($1::uuid[]) AND status = 'OPEN'
      GROUP BY customer_id, credit_type_id`,
    values: [plainArray(customerIds), formatInstant(now)],
  });
  return rows.map((row) => ({
    customerId: row.customer_id,
    creditTypeId: row.credit_type_id,
    held: decimalOf(row.held),
    nextEnd: row.next_end === null ? null : instantOf(row.next_end),
  }));
}

/** By id; those of other workspaces are not found, and with `customerId` those of other customers neither. */
export async function findHolds(
  on: Queryable,
  sight: { readonly workspaceId: string; readonly customerId: string | null },
  ids: readonly string[],
): Promise<Map<string, HoldRow>> {
  const { rows } = await on.query<Columns>({
    name: 'find_credit_holds',
    text: `
      SELECT * FROM credit_hold
      WHERE workspace_id = $1 AND id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR customer_id = $3)`,
    values: [sight.workspaceId, plainArray(ids), sight.customerId],
  });
  return new Map(rows.map((row) => [row.id, fromRow(row)]));
}

/** A customer's holds in the order they were placed. */
export async function listHolds(
  on: Queryable,
  { customerId, open }: { readonly customerId: string; readonly open: boolean | null },
  page: Page,
): Promise<HoldRow[]> {
  const { rows } = await on.query<Columns>({
    text: `
      SELECT * FROM credit_hold
      WHERE customer_id = $1 AND ($2::boolean IS NULL OR (status = 'OPEN') = $2)
        AND ($3::uuid IS NULL OR id > $3) AND ($4::uuid IS NULL OR id < $4)
      ORDER BY id ${page.backwards ? 'DESC' : 'ASC'} LIMIT $5`,
    values: [customerId, open, page.after, page.before, page.limit],
  });
  const found = rows.map(fromRow);
  return page.backwards ? found.reverse() : found;
}

export async function insertHolds(on: Queryable, workspaceId: string, rows: readonly Owned<Hold>[]): Promise<void> {
  if (rows.length === 0) return;
  await on.query({
    name: 'insert_credit_holds',
    text: `
      INSERT INTO credit_hold (
        workspace_id, customer_id, id, credit_type_id, amount, status, captured, expires_at, created_at, closed_at
      )
      SELECT $1::uuid, n.* FROM unnest(
        $2::uuid[], $3::uuid[], $4::uuid[], $5::numeric[], $6::text[], $7::numeric[], $8::timestamptz[],
        $9::timestamptz[], $10::timestamptz[]
      ) AS n`,
    values: [
      workspaceId,
      plainArray(rows.map(({ owner }) => owner.customerId)),
      plainArray(rows.map(({ row }) => row.id)),
      plainArray(rows.map(({ owner }) => owner.creditTypeId)),
      plainArray(rows.map(({ row }) => formatDecimal(row.amount))),
      plainArray(rows.map(({ row }) => row.status)),
      plainArray(rows.map(({ row }) => (row.captured === null ? null : formatDecimal(row.captured)))),
      plainArray(rows.map(({ row }) => formatInstant(row.expiresAt))),
      plainArray(rows.map(({ row }) => formatInstant(row.createdAt))),
      plainArray(rows.map(({ row }) => instantText(row.closedAt))),
    ],
  });
}

/** Writes how these holds ended. */
export async function updateHolds(on: Queryable, rows: readonly Owned<Hold>[]): Promise<void> {
  if (rows.length === 0) return;
  await on.query({
    name: 'update_credit_holds',
    text: `
      UPDATE credit_hold h SET status = n.status, captured = n.captured, closed_at = n.closed_at
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::numeric[], $5::timestamptz[])
        AS n (customer_id, id, status, captured, closed_at)
      WHERE h.customer_id = n.customer_id AND h.id = n.id`,
    values: [
      plainArray(rows.map(({ owner }) => owner.customerId)),
      plainArray(rows.map(({ row }) => row.id)),
      plainArray(rows.map(({ row }) => row.status)),
      plainArray(rows.map(({ row }) => (row.captured === null ? null : formatDecimal(row.captured)))),
      plainArray(rows.map(({ row }) => instantText(row.closedAt))),
    ],
  });
}

function fromRow(row: Columns): HoldRow {
  return {
    customerId: row.customer_id,
    id: row.id,
    creditTypeId: row.credit_type_id,
    amount: decimalOf(row.amount),
    status: row.status,
    captured: row.captured === null ? null : decimalOf(row.captured),
    expiresAt: instantOf(row.expires_at),
    createdAt: instantOf(row.created_at),
    closedAt: row.closed_at === null ? null : instantOf(row.closed_at),
  };
}
