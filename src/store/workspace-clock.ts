import type { Instant } from '../core/time/instant.ts';
import type { Database } from './database.ts';
import type { Queryable } from './sql/statement.ts';

/** What time it is in each workspace. */
export type WorkspaceClocks = {
  now(workspaceId: string): Promise<Instant>;
  /** In microseconds: how far it is ahead of the server's clock. For a transaction, which must not wait for another. */
  ahead(on: Queryable, workspaceId: string): Promise<bigint>;
};

/**
 * The server's clock, and for a TEST workspace as far ahead of it as that one's has been moved. LIVE workspaces are asked
 * about once: a workspace never changes its mode.
 */
export function createWorkspaceClocks(database: Database, clock: { now(): Instant }): WorkspaceClocks {
  const live = new Set<string>();
  const ahead = async (on: Queryable, workspaceId: string) => {
    if (live.has(workspaceId)) return 0n;
    const { mode, clockAhead } = await readClock(on, workspaceId);
    if (mode === 'LIVE') live.add(workspaceId);
    return clockAhead;
  };
  return {
    now: async (workspaceId) => clock.now() + (await ahead(database.pool, workspaceId)),
    ahead,
  };
}

/** The mode of a workspace and the microseconds that its clock is ahead. Throws if there is no such workspace. */
export async function readClock(
  on: Queryable,
  workspaceId: string,
): Promise<{ mode: 'LIVE' | 'TEST'; clockAhead: bigint }> {
  const { rows } = await on.query<{ mode: 'LIVE' | 'TEST'; clock_ahead: string }>({
    name: 'read_clock',
    text: 'SELECT mode, clock_ahead FROM workspace WHERE id = $1',
    values: [workspaceId],
  });
  const [row] = rows;
  if (row === undefined) throw new Error(`There is no workspace ${workspaceId}.`);
  return { mode: row.mode, clockAhead: BigInt(row.clock_ahead) };
}

/** Puts the clock of a TEST workspace so far ahead of the server's. */
export async function setClockAhead(on: Queryable, workspaceId: string, clockAhead: bigint): Promise<void> {
  await on.query(`UPDATE workspace SET clock_ahead = $2 WHERE id = $1 AND mode = 'TEST'`, [
    workspaceId,
    clockAhead.toString(),
  ]);
}
