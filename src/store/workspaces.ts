import type { WorkspaceMode } from '../core/keys/secret.ts';
import type { Instant } from '../core/time/instant.ts';
import { formatInstant } from '../core/time/instant.ts';
import type { Queryable } from './sql/statement.ts';

export type NewWorkspace = {
  readonly id: string;
  readonly name: string;
  readonly mode: WorkspaceMode;
  readonly tokenSecret: Buffer;
  readonly createdAt: Instant;
};

// Any number of our own: whoever starts at the same moment must take the same one.
const firstWorkspaceLock = 4_217_000_001;

/**
 * True if there is no workspace yet, and then nobody else hears true until this transaction ends: two instances that
 * start together on a new database make one workspace, not two.
 */
export async function holdFirstWorkspace(on: Queryable): Promise<boolean> {
  await on.query('SELECT pg_advisory_xact_lock($1)', [firstWorkspaceLock]);
  const { rowCount } = await on.query('SELECT 1 FROM workspace LIMIT 1');
  return rowCount === 0;
}

export async function insertWorkspace(on: Queryable, workspace: NewWorkspace): Promise<void> {
  await on.query({
    text: 'INSERT INTO workspace (id, name, mode, token_secret, created_at) VALUES ($1, $2, $3, $4, $5)',
    values: [workspace.id, workspace.name, workspace.mode, workspace.tokenSecret, formatInstant(workspace.createdAt)],
  });
}

/** Live or a sandbox. Throws if there is no such workspace. */
export async function readWorkspaceMode(on: Queryable, workspaceId: string): Promise<WorkspaceMode> {
  const { rows } = await on.query<{ mode: WorkspaceMode }>('SELECT mode FROM workspace WHERE id = $1', [workspaceId]);
  if (rows[0] === undefined) throw new Error(`There is no workspace ${workspaceId}.`);
  return rows[0].mode;
}
