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

/** How the workspace bills. */
export async function readBillingSettings(on: Queryable, workspaceId: string): Promise<{ graceSeconds: number }> {
  const { rows } = await on.query<{ invoice_grace_seconds: number }>({
    name: 'read_billing_settings',
    text: 'SELECT invoice_grace_seconds FROM workspace WHERE id = $1',
    values: [workspaceId],
  });
  if (rows[0] === undefined) throw new Error(`There is no workspace ${workspaceId}.`);
  return { graceSeconds: rows[0].invoice_grace_seconds };
}

export async function setInvoiceGrace(on: Queryable, workspaceId: string, seconds: number): Promise<void> {
  await on.query('UPDATE workspace SET invoice_grace_seconds = $2 WHERE id = $1', [workspaceId, seconds]);
}

/** Workspaces in which something is due: the LIVE ones by this clock, the TEST ones by it and as far ahead as theirs is. */
export async function findDueWorkspaces(on: Queryable, now: Instant): Promise<string[]> {
  const { rows } = await on.query<{ id: string }>({
    name: 'find_due_workspaces',
    text: `
      SELECT w.id FROM workspace w
      WHERE EXISTS (
        SELECT 1 FROM subscription s
        WHERE s.workspace_id = w.id AND s.due_at <= $1::timestamptz + w.clock_ahead * interval '1 microsecond'
      ) OR EXISTS (
        SELECT 1 FROM invoice i
        WHERE i.workspace_id = w.id AND i.status = 'DRAFT'
          AND i.finalizes_at <= $1::timestamptz + w.clock_ahead * interval '1 microsecond'
      ) OR EXISTS (
        SELECT 1 FROM credit_account a
        WHERE a.workspace_id = w.id AND a.next_at <= $1::timestamptz + w.clock_ahead * interval '1 microsecond'
      )
      ORDER BY w.id`,
    values: [formatInstant(now)],
  });
  return rows.map((row) => row.id);
}

/** All workspaces, in the order they were made. */
export async function listWorkspaceIds(on: Queryable): Promise<string[]> {
  const { rows } = await on.query<{ id: string }>('SELECT id FROM workspace ORDER BY id');
  return rows.map((row) => row.id);
}

export type NamedWorkspace = { readonly id: string; readonly name: string; readonly mode: WorkspaceMode };

/** The same with what people know them by. */
export async function listWorkspaces(on: Queryable): Promise<NamedWorkspace[]> {
  const { rows } = await on.query<NamedWorkspace>('SELECT id, name, mode FROM workspace ORDER BY id');
  return rows;
}
