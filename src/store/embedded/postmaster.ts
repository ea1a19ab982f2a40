import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** A PostgreSQL server process. */
export type Postmaster = { readonly pid: number; readonly port: number };

/** What the data directory says about the server that has it open, or had when it was killed. */
export function readPostmaster(data: string): Postmaster | null {
  try {
    const [pid, , , port] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(pid), port: Number(port) };
  } catch {
    return null;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export function connectionUrl(port: number, password: string, database: string): string {
  return `postgresql://misura:${password}@127.0.0.1:${port}/${database}`;
}

/**
 * Waits until the server takes connections and is the one with this data directory. False: `gaveUp` said so, or it is
 * somebody else's server. A server that recovers after a crash may take a while.
 */
export async function isServing(
  { port, password, data }: { port: number; password: string; data: string },
  gaveUp: () => boolean,
): Promise<boolean> {
  while (!gaveUp()) {
    const client = new pg.Client({ connectionString: connectionUrl(port, password, 'postgres') });
    client.on('error', () => {});
    try {
      await client.connect();
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      return rows[0]?.data_directory === data;
    } catch (error) {
      const refusedUs = error instanceof Error && 'code' in error && String(error.code).startsWith('28');
      if (refusedUs) return false;
      await delay(50);
    } finally {
      await client.end().catch(() => {});
    }
  }
  return false;
}

/** Ends a server as `pg_ctl stop -m fast` does: sessions are cut, everything committed is on disk. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 5_000],
  ] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    const deadline = Date.now() + waitMs;
    while (isAlive(pid) && Date.now() < deadline) await delay(10);
  }
}

/** A port nobody has now. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('No port.')),
      );
    });
  });
}
