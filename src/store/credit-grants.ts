import type { Grant, GrantSource } from '../core/credits/grant.ts';
import { formatDecimal } from '../core/decimal.ts';
import { formatInstant } from '../core/time/instant.ts';
import { decimalOf, instantOf, instantText } from './columns.ts';
import { plainArray, textArray } from './sql/arrays.ts';
import type { Queryable } from './sql/statement.ts';

export type GrantRow = Grant & { readonly customerId: string; readonly creditTypeId: string };

/** A grant or a hold, with whose it is. */
export type Owned<T> = {
  readonly owner: { readonly customerId: string; readonly creditTypeId: string };
  readonly row: T;
};

export type GrantColumns = {
  customer_id: string;
  id: string;
  credit_type_id: string;
  amount: string;
  remaining: string;
  priority: number;
  effective_at: string;
  expires_at: string | null;
  source: GrantSource;
  created_at: string;
  note: string | null;
  subscription_id: string | null;
  period_index: number | null;
  with_period: boolean;
  rolls: number;
  price: string | null;
  active: boolean;
  ended_at: string | null;
  voided: boolean;
};

/** Those of these customers that something can still happen to. */
export async function readOpenGrants(on: Queryable, customerIds: readonly string[]): Promise<GrantRow[]> {
  const { rows } = await on.query<GrantColumns>({
    name: 'read_open_credit_grants',
    text: 'SELECT * FROM credit_grant WHERE customer_id = ANY ($1::uuid[]) AND open',
    values: [plainArray(customerIds)],
  });
  return rows.map(grantOfRow);
}

/** Those of these customers with these ids. */
export async function readGrants(
  on: Queryable,
  customerIds: readonly string[],
  ids: readonly string[],
): Promise<GrantRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await on.query<GrantColumns>({
    name: 'read_credit_grants',
    text: 'SELECT * FROM credit_grant WHERE customer_id = ANY ($1::uuid[]) AND id = ANY ($2::uuid[])',
    values: [plainArray(customerIds), plainArray(ids)],
  });
  return rows.map(grantOfRow);
}

/** By id; those of other workspaces are not found, and with `customerId` those of other customers neither. */
export async function findGrants(
  on: Queryable,
  sight: { readonly workspaceId: string; readonly customerId: string | null },
  ids: readonly string[],
): Promise<Map<string, GrantRow>> {
  const { rows } = await on.query<GrantColumns>({
    name: 'find_credit_grants',
    text: `
      SELECT * FROM credit_grant
      WHERE workspace_id = $1 AND id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR customer_id = $3)`,
    values: [sight.workspaceId, plainArray(ids), sight.customerId],
  });
  return new Map(rows.map((row) => [row.id, grantOfRow(row)]));
}

/** What these subscriptions bought by themselves, the first first. */
export async function readTopUps(on: Queryable, customerIds: readonly string[]): Promise<GrantRow[]> {
  const { rows } = await on.query<GrantColumns>({
    name: 'read_credit_top_ups',
    text: `SELECT * FROM credit_grant WHERE customer_id = ANY ($1::uuid[]) AND source = 'TOP_UP' ORDER BY id`,
    values: [plainArray(customerIds)],
  });
  return rows.map(grantOfRow);
}

export async function insertGrants(on: Queryable, workspaceId: string, rows: readonly Owned<Grant>[]): Promise<void> {
  if (rows.length === 0) return;
  await on.query({
    name: 'insert_credit_grants',
    text: `
      INSERT INTO credit_grant (
        workspace_id, customer_id, id, credit_type_id, amount, remaining, priority, effective_at, expires_at, source,
        created_at, note, subscription_id, period_index, with_period, rolls, price, active, ended_at, voided, open
      )
      SELECT $1::uuid, n.* FROM unnest(
        $2::uuid[], $3::uuid[], $4::uuid[], $5::numeric[], $6::numeric[], $7::integer[], $8::timestamptz[],
        $9::timestamptz[], $10::text[], $11::timestamptz[], $12::text[], $13::uuid[], $14::integer[], $15::boolean[],
        $16::integer[], $17::numeric[], $18::boolean[], $19::timestamptz[], $20::boolean[], $21::boolean[]
      ) AS n`,
    values: [
      workspaceId,
      plainArray(rows.map(({ owner }) => owner.customerId)),
      plainArray(rows.map(({ row }) => row.id)),
      plainArray(rows.map(({ owner }) => owner.creditTypeId)),
      plainArray(rows.map(({ row }) => formatDecimal(row.amount))),
      plainArray(rows.map(({ row }) => formatDecimal(row.remaining))),
      plainArray(rows.map(({ row }) => row.priority)),
      plainArray(rows.map(({ row }) => formatInstant(row.effectiveAt))),
      plainArray(rows.map(({ row }) => instantText(row.expiresAt))),
      plainArray(rows.map(({ row }) => row.source)),
      plainArray(rows.map(({ row }) => formatInstant(row.createdAt))),
      textArray(rows.map(({ row }) => row.note)),
      plainArray(rows.map(({ row }) => row.subscriptionId)),
      plainArray(rows.map(({ row }) => row.periodIndex)),
      plainArray(rows.map(({ row }) => row.withPeriod)),
      plainArray(rows.map(({ row }) => row.rolls)),
      plainArray(rows.map(({ row }) => (row.price === null ? null : formatDecimal(row.price)))),
      plainArray(rows.map(({ row }) => row.active)),
      plainArray(rows.map(({ row }) => instantText(row.endedAt))),
      plainArray(rows.map(({ row }) => row.voided)),
      plainArray(rows.map(({ row }) => isOpen(row))),
    ],
  });
}

/** Writes all that may change of these grants. */
export async function updateGrants(on: Queryable, rows: readonly Owned<Grant>[]): Promise<void> {
  if (rows.length === 0) return;
  await on.query({
    name: 'update_credit_grants',
    text: `
      UPDATE credit_grant g SET
        remaining = n.remaining, active = n.active, ended_at = n.ended_at, voided = n.voided, open = n.open
      FROM unnest($1::uuid[], $2::uuid[], $3::numeric[], $4::boolean[], $5::timestamptz[], $6::boolean[], $7::boolean[])
        AS n (customer_id, id, remaining, active, ended_at, voided, open)
      WHERE g.customer_id = n.customer_id AND g.id = n.id`,
    values: [
      plainArray(rows.map(({ owner }) => owner.customerId)),
      plainArray(rows.map(({ row }) => row.id)),
      plainArray(rows.map(({ row }) => formatDecimal(row.remaining))),
      plainArray(rows.map(({ row }) => row.active)),
      plainArray(rows.map(({ row }) => instantText(row.endedAt))),
      plainArray(rows.map(({ row }) => row.voided)),
      plainArray(rows.map(({ row }) => isOpen(row))),
    ],
  });
}

function isOpen({ endedAt, active, remaining, withPeriod }: Grant): boolean {
  return endedAt === null && (!active || withPeriod || !remaining.isZero());
}

export function grantOfRow(row: GrantColumns): GrantRow {
  return {
    customerId: row.customer_id,
    id: row.id,
    creditTypeId: row.credit_type_id,
    amount: decimalOf(row.amount),
    remaining: decimalOf(row.remaining),
    priority: row.priority,
    effectiveAt: instantOf(row.effective_at),
    expiresAt: row.expires_at === null ? null : instantOf(row.expires_at),
    source: row.source,
    createdAt: instantOf(row.created_at),
    note: row.note,
    subscriptionId: row.subscription_id,
    periodIndex: row.period_index,
    withPeriod: row.with_period,
    rolls: row.rolls,
    price: row.price === null ? null : decimalOf(row.price),
    active: row.active,
    endedAt: row.ended_at === null ? null : instantOf(row.ended_at),
    voided: row.voided,
  };
}
