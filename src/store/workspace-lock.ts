import type { PoolClient, QueryResult } from 'pg';
import { committed, rolledBack } from './after-commit.ts';
import type { Database } from './database.ts';
import { retried } from './retry.ts';

/** A transaction that holds one workspace's lock. Whoever works in it ends it by exactly one of the two. */
export type WorkspaceTransaction = {
  readonly client: PoolClient;
  /** Read under the lock: the meters and customers of this version are the true ones until the transaction ends. */
  readonly metersVersion: number;
  /** Runs what commits, which must send COMMIT itself, so that an announcement can travel in the same round trip. */
  commit(send: (client: PoolClient) => Promise<void>): Promise<void>;
  rollback(): Promise<void>;
};

/**
 * Runs `work` in a transaction that shares the workspace's lock with other writers, and gives what it returns.
 *
 * The lock keeps apart those who write usage and those who change what usage is: a new meter waits for the writers that do
 * not know it, and the next ones count for it. It is taken in the round trip that begins the transaction. `work` may run
 * again from the start, after a conflict between transactions.
 */
export async function sharingWorkspace<T>(
  database: Database,
  workspaceId: string,
  work: (transaction: WorkspaceTransaction) => Promise<T>,
): Promise<T> {
  return await inWorkspace(database, workspaceId, 'pg_advisory_xact_lock_shared', noneAhead, work);
}

/**
 * As `sharingWorkspace`, for a first statement that is known before the lock is held: `ahead` sends it in the round trip
 * that begins the transaction, behind the lock, and `work` gets what came of it. What it relied on may have changed:
 * `metersVersion` tells.
 */
export async function sharingWorkspaceAhead<A, T>(
  database: Database,
  workspaceId: string,
  ahead: (client: PoolClient) => Promise<A>,
  work: (transaction: WorkspaceTransaction, cameOfIt: A) => Promise<T>,
): Promise<T> {
  return await inWorkspace(database, workspaceId, 'pg_advisory_xact_lock_shared', ahead, work);
}

/** As `sharingWorkspace`, with nobody else writing in the workspace meanwhile. Keep it short. */
async function owningWorkspace<T>(
  database: Database,
  workspaceId: string,
  work: (transaction: WorkspaceTransaction) => Promise<T>,
): Promise<T> {
  return await inWorkspace(database, workspaceId, 'pg_advisory_xact_lock', noneAhead, work);
}

/** Runs `work` and commits it, in a moment when nobody else writes usage in the workspace. Keep it short. */
export async function aloneInWorkspace(
  database: Database,
  workspaceId: string,
  work: (client: PoolClient) => Promise<void>,
): Promise<void> {
  await owningWorkspace(database, workspaceId, async ({ client, commit }) => {
    await work(client);
    await commit(commitPlainly);
  });
}

/**
 * Changes what is counted in a workspace, its meters, its customers or its credit types, under the next version. `change` gets that version
 * and returns what the caller wants; when it throws, nothing has changed.
 */
export async function withMetersChange<T>(
  database: Database,
  workspaceId: string,
  change: (client: PoolClient, version: number) => Promise<T>,
): Promise<T> {
  return await owningWorkspace(database, workspaceId, async ({ client, metersVersion, commit }) => {
    const version = metersVersion + 1;
    const result = await change(client, version);
    await client.query('UPDATE workspace SET meters_version = $2 WHERE id = $1', [workspaceId, version]);
    await commit(commitPlainly);
    return result;
  });
}

async function commitPlainly(client: PoolClient): Promise<void> {
  await client.query('COMMIT');
}

const noneAhead = async () => undefined;

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function inWorkspace<A, T>(
  database: Database,
  workspaceId: string,
  lock: 'pg_advisory_xact_lock' | 'pg_advisory_xact_lock_shared',
  ahead: (client: PoolClient) => Promise<A>,
  work: (transaction: WorkspaceTransaction, cameOfIt: A) => Promise<T>,
): Promise<T> {
  if (!uuidPattern.test(workspaceId)) throw new Error('A workspace id is a UUID in lower case.');
  const begin = `
    BEGIN;
    SELECT ${lock}(${lockKey(workspaceId)});
    SELECT meters_version FROM workspace WHERE id = '${workspaceId}'`;
  return await retried(async () => {
    const client = await database.pool.connect();
    let open = true;
    try {
      // Several statements in one round trip give several results, which the driver's types do not know.
      const [results, cameOfIt] = await Promise.all([client.query(begin) as Promise<unknown>, ahead(client)]);
      const [row] = (results as QueryResult<{ meters_version: number }>[])[2]?.rows ?? [];
      if (row === undefined) throw new Error('The workspace does not exist.');
      const transaction: WorkspaceTransaction = {
        client,
        metersVersion: row.meters_version,
        async commit(send) {
          await send(client);
          open = false;
          committed(client);
        },
        async rollback() {
          rolledBack(client);
          await client.query('ROLLBACK');
          open = false;
        },
      };
      const result = await work(transaction, cameOfIt);
      if (open) throw new Error('A workspace transaction was neither committed nor rolled back.');
      client.release();
      return result;
    } catch (error) {
      await release(client, open);
      throw error;
    }
  });
}

/** Gives the connection back clean; one that cannot even roll back is thrown away. */
async function release(client: PoolClient, open: boolean): Promise<void> {
  rolledBack(client);
  try {
    if (open) await client.query('ROLLBACK');
    client.release();
  } catch {
    client.release(true);
  }
}

/** The last 64 bits of a UUIDv7 are random, so two workspaces do not share a lock. */
function lockKey(workspaceId: string): string {
  return BigInt.asIntN(64, BigInt(`0x${workspaceId.replaceAll('-', '').slice(16)}`)).toString();
}
