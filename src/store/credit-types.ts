import type { CreditType } from '../core/credits/credit-type.ts';
import { Decimal, formatDecimal } from '../core/decimal.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { instantOf } from './columns.ts';
import type { Page } from './meters.ts';
import type { Queryable } from './sql/statement.ts';

export type CreditTypeRow = CreditType & {
  readonly id: string;
  readonly workspaceId: string;
  readonly createdAt: Instant;
};

type Columns = {
  id: string;
  workspace_id: string;
  key: string;
  name: string;
  unit: string | null;
  precision: number;
  value_amount: string | null;
  value_currency: string | null;
  created_at: string;
};

/** False if the workspace has a credit type with this key. */
export async function insertCreditType(on: Queryable, type: CreditTypeRow): Promise<boolean> {
  const { rowCount } = await on.query({
    text: `
      INSERT INTO credit_type (id, workspace_id, key, name, unit, precision, value_amount, value_currency, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (workspace_id, key) DO NOTHING`,
    values: [
      type.id,
      type.workspaceId,
      type.key,
      type.name,
      type.unit,
      type.precision,
      type.value && formatDecimal(type.value.amount),
      type.value?.currency ?? null,
      formatInstant(type.createdAt),
    ],
  });
  return rowCount === 1;
}

export async function findCreditTypesByKey(
  on: Queryable,
  workspaceId: string,
  keys: readonly string[],
): Promise<Map<string, CreditTypeRow>> {
  if (keys.length === 0) return new Map();
  const { rows } = await on.query<Columns>({
    name: 'find_credit_types_by_key',
    text: 'SELECT * FROM credit_type WHERE workspace_id = $1 AND key = ANY ($2::text[])',
    values: [workspaceId, keys],
  });
  return new Map(rows.map((row) => [row.key, fromRow(row)]));
}

export async function findCreditTypesById(
  on: Queryable,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, CreditTypeRow>> {
  const { rows } = await on.query<Columns>({
    name: 'find_credit_types_by_id',
    text: 'SELECT * FROM credit_type WHERE workspace_id = $1 AND id = ANY ($2::uuid[])',
    values: [workspaceId, ids],
  });
  return new Map(rows.map((row) => [row.id, fromRow(row)]));
}

/** A workspace's credit types in the order they were made. */
export async function listCreditTypes(on: Queryable, workspaceId: string, page: Page): Promise<CreditTypeRow[]> {
  const { rows } = await on.query<Columns>({
    text: `
      SELECT * FROM credit_type
      WHERE workspace_id = $1
        AND ($2::uuid IS NULL OR id > $2::uuid) AND ($3::uuid IS NULL OR id < $3::uuid)
      ORDER BY id ${page.backwards ? 'DESC' : 'ASC'}
      LIMIT $4`,
    values: [workspaceId, page.after, page.before, page.limit],
  });
  const types = rows.map(fromRow);
  return page.backwards ? types.reverse() : types;
}

/** Whether anybody in the workspace could have credits. */
export async function hasCreditTypes(on: Queryable, workspaceId: string): Promise<boolean> {
  const { rowCount } = await on.query({
    name: 'has_credit_types',
    text: 'SELECT 1 FROM credit_type WHERE workspace_id = $1 LIMIT 1',
    values: [workspaceId],
  });
  return rowCount !== 0;
}

function fromRow(row: Columns): CreditTypeRow {
  const { value_amount: amount, value_currency: currency } = row;
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    key: row.key,
    name: row.name,
    unit: row.unit,
    precision: row.precision,
    value: amount === null || currency === null ? null : { amount: new Decimal(amount), currency },
    createdAt: instantOf(row.created_at),
  };
}
