import { spawn } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedUnavailable } from './errors.ts';
import { freePort } from './free-port.ts';
import type { Home } from './home.ts';
import { connectionUrl, findPostmaster, isRunning, isServing, type Postmaster, stopPostmaster } from './postmaster.ts';

// Durable as PostgreSQL is by default; the rest is for a machine that runs more than a database.
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  'shared_buffers=160MB',
  'max_wal_size=2GB',
  'wal_compression=on',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_checkpoints=off',
];

// Enough for the processes of a server that was killed to notice it and let go of its memory.
const attemptsMax = 6;
const pauseMs = 150;

/** The server that is running already, left by a Misura that was killed; null if there is none. */
export async function findServing(home: Home): Promise<Postmaster | null> {
  const found = findPostmaster(home.data);
  if (found === null) return null;
  const url = connectionUrl(found.port, home.password, 'postgres');
  if (await isServing(url, () => !isRunning(found))) return found;
  if (!isRunning(found)) return null;
  throw new EmbeddedUnavailable(
    `PostgreSQL runs on ${home.data} (process ${found.pid}) and does not let us in with the password in ${home.dataDir}. Put that file back, or stop the process.`,
  );
}

export type LaunchOptions = {
  /** More PostgreSQL settings, as `name=value`. */
  readonly settings: readonly string[];
  /** Where it was before; without it, a free one is taken. */
  readonly port?: number;
  /** Gives it up: what was started is stopped again. */
  readonly signal?: AbortSignal;
};

/** Starts PostgreSQL. Throws EmbeddedUnavailable with the end of its log. */
export async function launch(home: Home, options: LaunchOptions): Promise<Postmaster> {
  for (let attempt = 1; attempt <= attemptsMax && !options.signal?.aborted; attempt += 1) {
    // Somebody else may have started it at the same moment.
    const server = (await launchOnce(home, options)) ?? (await findServing(home));
    if (server !== null) return server;
    await delay(pauseMs * attempt);
  }
  const log = logFile(home);
  const tail = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-6).join('\n');
  throw new EmbeddedUnavailable(`PostgreSQL did not start. The end of its log, ${log}:\n${tail}`);
}

async function launchOnce(home: Home, options: LaunchOptions): Promise<Postmaster | null> {
  const port = options.port ?? (await freePort());
  const log = openLog(logFile(home));
  const child = spawn(
    join(home.binaries, 'postgres'),
    ['-D', home.data, '-p', `${port}`, ...[...settings, ...options.settings].flatMap((setting) => ['-c', setting])],
    // A group of its own: Ctrl-C in the terminal is for us, and we end it when we have finished.
    { cwd: home.folder, stdio: ['ignore', log, log], detached: true, ...home.account },
  );
  closeSync(log);
  child.unref();
  let failure: Error | null = null;
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', (error) => {
    failure = error;
    ended = true;
  });
  const gaveUp = () => ended || (options.signal?.aborted ?? false);
  if (await isServing(connectionUrl(port, home.password, 'postgres'), gaveUp)) {
    return { pid: child.pid as number, port, folder: home.data };
  }
  if (failure !== null) throw new EmbeddedUnavailable(`PostgreSQL cannot be run: ${String(failure)}`);
  if (!ended) await stopPostmaster({ pid: child.pid as number, port, folder: home.data });
  return null;
}

function logFile({ folder }: Home): string {
  return join(folder, 'postgres.log');
}

const logBytesMax = 10_000_000;

function openLog(file: string): number {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > logBytesMax) renameSync(file, `${file}.old`);
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0 } = constants;
  // No link is followed: the folder belongs to another account when we are root.
  return openSync(file, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600);
}
