import type { Scope } from '../core/keys/secret.ts';
import type { Instant } from '../core/time/instant.ts';
import { formatInstant } from '../core/time/instant.ts';
import type { Database } from './database.ts';
import type { ApiKey } from './generated/prisma/client.ts';
import type { Page } from './meters.ts';
import type { Queryable } from './sql/statement.ts';

/** A key that may be used: not revoked. */
export type LiveKey = {
  readonly id: string;
  readonly workspaceId: string;
  readonly scopes: readonly Scope[];
  /** What its workspace signs with. */
  readonly tokenSecret: Buffer;
};

export type NewKey = {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly secretHash: Buffer;
  readonly hint: string;
  readonly createdAt: Instant;
};

type Columns = { id: string; workspace_id: string; scopes: Scope[]; token_secret: Buffer };

const liveKeys = `
  SELECT k.id, k.workspace_id, k.scopes, w.token_secret FROM api_key k JOIN workspace w ON w.id = k.workspace_id
  WHERE k.revoked_at IS NULL`;

/** The key with this secret. Null: there is none, or it has been revoked. */
export async function findLiveKey(database: Database, secretHash: Buffer): Promise<LiveKey | null> {
  const { rows } = await database.pool.query<Columns>({
    name: 'find_live_key',
    text: `${liveKeys} AND k.secret_hash = $1`,
    values: [secretHash],
  });
  return rows[0] === undefined ? null : liveKeyOfRow(rows[0]);
}

/** The workspace's key with this id. Null: it has none such, or it has been revoked. */
export async function findLiveKeyById(database: Database, workspaceId: string, id: string): Promise<LiveKey | null> {
  const { rows } = await database.pool.query<Columns>({
    name: 'find_live_key_by_id',
    text: `${liveKeys} AND k.workspace_id = $1 AND k.id = $2`,
    values: [workspaceId, id],
  });
  return rows[0] === undefined ? null : liveKeyOfRow(rows[0]);
}

function liveKeyOfRow(row: Columns): LiveKey {
  return { id: row.id, workspaceId: row.workspace_id, scopes: row.scopes, tokenSecret: row.token_secret };
}

export async function isKeyLive(database: Database, keyId: string): Promise<boolean> {
  const { rowCount } = await database.pool.query({
    name: 'is_key_live',
    text: 'SELECT 1 FROM api_key WHERE id = $1 AND revoked_at IS NULL',
    values: [keyId],
  });
  return rowCount === 1;
}

/** Which of these keys are good no more. */
export async function findRevokedKeys(database: Database, keyIds: readonly string[]): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    'SELECT id FROM api_key WHERE id = ANY ($1::uuid[]) AND revoked_at IS NOT NULL',
    [keyIds],
  );
  return rows.map((row) => row.id);
}

/** Whether this secret was ever a key, revoked or not. */
export async function isKeyKnown(database: Database, secretHash: Buffer): Promise<boolean> {
  const { rowCount } = await database.pool.query('SELECT 1 FROM api_key WHERE secret_hash = $1', [secretHash]);
  return rowCount === 1;
}

export async function insertKey(on: Queryable, key: NewKey): Promise<void> {
  await on.query({
    text: `
      INSERT INTO api_key (id, workspace_id, name, scopes, secret_hash, hint, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    values: [key.id, key.workspaceId, key.name, key.scopes, key.secretHash, key.hint, formatInstant(key.createdAt)],
  });
}

/**
 * The ids of the keys that may administer a workspace now. None of them can be revoked by anybody else until this
 * transaction ends.
 */
export async function holdAdminKeys(on: Queryable, workspaceId: string): Promise<string[]> {
  // In the order of their ids, so that two who revoke at once wait for each other instead of deadlocking.
  const { rows } = await on.query<{ id: string }>({
    text: `
      SELECT id FROM api_key WHERE workspace_id = $1 AND revoked_at IS NULL AND 'ADMIN' = ANY (scopes)
      ORDER BY id FOR UPDATE`,
    values: [workspaceId],
  });
  return rows.map((row) => row.id);
}

/** False: the workspace has no such key. A key that is revoked already keeps its instant. */
export async function revokeKeyRow(on: Queryable, workspaceId: string, id: string, at: Instant): Promise<boolean> {
  const { rowCount } = await on.query({
    text: 'UPDATE api_key SET revoked_at = COALESCE(revoked_at, $3) WHERE workspace_id = $1 AND id = $2',
    values: [workspaceId, id, formatInstant(at)],
  });
  return rowCount === 1;
}

/** Null: the workspace has no such key. */
export async function findKey(database: Database, workspaceId: string, id: string): Promise<ApiKey | null> {
  return await database.prisma.apiKey.findFirst({ where: { id, workspaceId } });
}

/** A workspace's keys, the revoked ones too, in the order of their ids, which is the one in which they were made. */
export async function listKeys(database: Database, workspaceId: string, page: Page): Promise<ApiKey[]> {
  const rows = await database.prisma.apiKey.findMany({
    where: {
      workspaceId,
      AND: [
        page.after === null ? {} : { id: { gt: page.after } },
        page.before === null ? {} : { id: { lt: page.before } },
      ],
    },
    orderBy: { id: page.backwards ? 'desc' : 'asc' },
    take: page.limit,
  });
  return page.backwards ? rows.reverse() : rows;
}
