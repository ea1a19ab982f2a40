import type { JsonObject } from '../core/json.ts';
import { canName } from '../core/text.ts';
import type { Instant } from '../core/time/instant.ts';
import { formatInstant } from '../core/time/instant.ts';
import type { Database } from './database.ts';
import type { Queryable } from './sql/statement.ts';

export type NewCustomer = {
  readonly id: string;
  readonly workspaceId: string;
  readonly externalId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly metadata: JsonObject;
  readonly createdAt: Instant;
};

/** Null: written. Otherwise the id of the customer who has this externalId already, and nothing was written. */
export async function insertCustomer(on: Queryable, customer: NewCustomer): Promise<string | null> {
  const { rowCount } = await on.query({
    text: `
      INSERT INTO customer (id, workspace_id, external_id, name, email, metadata, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (workspace_id, external_id) DO NOTHING`,
    values: [
      customer.id,
      customer.workspaceId,
      customer.externalId,
      customer.name,
      customer.email,
      JSON.stringify(customer.metadata),
      formatInstant(customer.createdAt),
    ],
  });
  if (rowCount === 1) return null;
  const { rows } = await on.query<{ id: string }>({
    text: 'SELECT id FROM customer WHERE workspace_id = $1 AND external_id = $2',
    values: [customer.workspaceId, customer.externalId],
  });
  return (rows[0] as { id: string }).id;
}

/** What may be edited of a customer; undefined leaves a field as it is. */
export type CustomerEdit = {
  readonly name?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly metadata?: JsonObject | undefined;
};

/** False: the workspace has no such customer. */
export async function updateCustomerRow(
  on: Queryable,
  workspaceId: string,
  id: string,
  edit: CustomerEdit,
): Promise<boolean> {
  const { rowCount } = await on.query({
    text: `
      UPDATE customer SET
        name = CASE WHEN $3 THEN $4 ELSE name END,
        email = CASE WHEN $5 THEN $6 ELSE email END,
        metadata = CASE WHEN $7 THEN $8 ELSE metadata END
      WHERE workspace_id = $1 AND id = $2`,
    values: [
      workspaceId,
      id,
      edit.name !== undefined,
      edit.name ?? null,
      edit.email !== undefined,
      edit.email ?? null,
      edit.metadata !== undefined,
      JSON.stringify(edit.metadata ?? {}),
    ],
  });
  return rowCount === 1;
}

/** Whether a customer is archived. Null: the workspace has no such customer. */
export async function findCustomerArchival(
  on: Queryable,
  workspaceId: string,
  id: string,
): Promise<{ readonly archived: boolean } | null> {
  const { rows } = await on.query<{ archived: boolean }>({
    text: 'SELECT archived_at IS NOT NULL AS archived FROM customer WHERE workspace_id = $1 AND id = $2',
    values: [workspaceId, id],
  });
  return rows[0] ?? null;
}

export async function setCustomerArchival(on: Queryable, id: string, archivedAt: Instant | null): Promise<void> {
  await on.query({
    text: 'UPDATE customer SET archived_at = $2 WHERE id = $1',
    values: [id, archivedAt === null ? null : formatInstant(archivedAt)],
  });
}

/** The ids of a workspace's customers by externalId. One that does not exist is not in the map. */
export async function findCustomerIds(
  database: Database,
  workspaceId: string,
  externalIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await database.pool.query<{ id: string; external_id: string }>({
    name: 'find_customer_ids',
    text: 'SELECT id, external_id FROM customer WHERE workspace_id = $1 AND external_id = ANY ($2::text[])',
    values: [workspaceId, externalIds.filter(canName)],
  });
  return new Map(rows.map((row) => [row.external_id, row.id]));
}

/** What a customer's token is checked with. Null: no such customer, or archived: its tokens are good for nothing. */
export async function findTokenHolder(
  database: Database,
  customer: { readonly workspaceId: string; readonly customerId: string },
): Promise<{ readonly tokenSecret: Buffer } | null> {
  const { rows } = await database.pool.query<{ token_secret: Buffer }>({
    name: 'find_token_holder',
    text: `
      SELECT w.token_secret FROM customer c JOIN workspace w ON w.id = c.workspace_id
      WHERE c.workspace_id = $1 AND c.id = $2 AND c.archived_at IS NULL`,
    values: [customer.workspaceId, customer.customerId],
  });
  return rows[0] === undefined ? null : { tokenSecret: rows[0].token_secret };
}
