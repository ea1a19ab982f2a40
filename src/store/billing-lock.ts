import type { PoolClient } from 'pg';
import type { Database } from './database.ts';

// Any number of our own: it keeps these locks apart from others with two keys.
const lockSpace = 4_217;

/**
 * Runs `work` in a transaction that alone moves the subscriptions and invoices of a workspace, on whichever instance.
 *
 * One at a time, because invoice numbers have no gaps, what one invoice carries over is taken by the next, and two that
 * close the same period would do the same work twice. Recording events does not wait for it.
 */
export async function withBilling<T>(
  database: Database,
  workspaceId: string,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  return await database.transaction(async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [lockSpace, workspaceId]);
    return await work(client);
  });
}
