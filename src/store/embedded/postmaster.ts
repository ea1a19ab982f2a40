import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { commandLine, signal } from './process.ts';
import { unfinished } from './unfinished.ts';

/** A PostgreSQL server process. `folder` is the data directory as it was called when the server was started. */
export type Postmaster = { readonly pid: number; readonly port: number; readonly folder: string };

/** The server that has the data directory open; null if there is none, or it was killed. */
export function findPostmaster(data: string): Postmaster | null {
  const file = join(data, 'postmaster.pid');
  const text = readText(file);
  if (text === null) return null;
  const [pid, folder = '', , port] = text.split('\n');
  const found = { pid: Number(pid), port: Number(port), folder };
  // A folder that was moved takes its server along; one that was copied does not.
  const ours = folder === data || !existsSync(folder);
  if (ours && isRunning(found)) return found;
  // PostgreSQL would respect the number for its own, if a process has it.
  if (commandLine(found.pid) !== null) setAside(file, text);
  return null;
}

export function isRunning({ pid, folder }: Postmaster): boolean {
  const command = commandLine(pid);
  return command === '' || (command?.includes(folder) ?? false);
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Removes the file, unless a server that starts at this moment has just written its own. */
function setAside(file: string, text: string): void {
  const aside = unfinished(file);
  renameSync(file, aside);
  if (readFileSync(aside, 'utf8') === text) rmSync(aside);
  else renameSync(aside, file);
}

/** As the superuser, unless another role is named: all have the same password. */
export function connectionUrl(port: number, password: string, database: string, role = 'misura'): string {
  // Said, because it could be asked for by PGSSLMODE, which is meant for other servers.
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`;
}

const silenceMaxMs = 60_000;
// Who listens at the port may be another program, which takes the connection and waits for us to speak its language.
const connectTimeoutMs = 5_000;

/**
 * Waits until the server takes connections. False: `gaveUp` said so, it said nothing for a minute, or it does not know our
 * password, so it is not ours. After a crash it may take long, but says that it recovers.
 */
export async function isServing(url: string, gaveUp: () => boolean): Promise<boolean> {
  let deadline = Date.now() + silenceMaxMs;
  while (!gaveUp() && Date.now() < deadline) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs });
    client.on('error', () => {});
    try {
      await client.connect();
      return true;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (code.startsWith('28')) return false;
      if (code === '57P03') deadline = Date.now() + silenceMaxMs;
      await delay(20);
    } finally {
      await client.end().catch(() => {});
    }
  }
  return false;
}

// Fast, as `pg_ctl stop` does: sessions are cut, everything is written. Then at once, to be recovered by the next start.
const insistence = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const;

/** Ends a server and waits until it is gone. Whatever was committed is on disk. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  for (const [name, waitMs] of insistence) {
    if (!isRunning(postmaster)) return;
    signal(postmaster.pid, name);
    const deadline = Date.now() + waitMs;
    while (isRunning(postmaster) && Date.now() < deadline) await delay(10);
  }
}
