import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Account, postgresAccount } from './account.ts';
import { type Home, prepareHome, renameIfFirst } from './home.ts';
import { connectionUrl, freePort, isAlive, isServing, readPostmaster, stopPostmaster } from './postmaster.ts';

export type Embedded = {
  readonly url: string;
  /** Ends PostgreSQL; nothing of it is left running. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  /** Absolute. Made if it is not there. */
  readonly dataDir: string;
  /** More PostgreSQL settings, as `name=value`. */
  readonly settings?: readonly string[];
};

/** Another server has this data directory. */
export class DataDirectoryInUse extends Error {
  override readonly name = 'DataDirectoryInUse';
}

const startTimeoutMs = 60_000;
const ownTimeoutMs = 2_000;

// Durable as PostgreSQL is by default; the rest is for a machine that runs more than a database.
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  'shared_buffers=160MB',
  'max_wal_size=2GB',
  'wal_compression=on',
  'jit=off',
];

/**
 * Starts the PostgreSQL that npm installed, or goes on with the one that a killed server has left running.
 *
 * It listens on 127.0.0.1 only, at a port of its own choice, and asks for a password that only the owner of the data
 * directory can read. Throws DataDirectoryInUse if a server uses the directory now.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const account = postgresAccount();
  const home = prepareHome(options.dataDir, account);
  const data = join(home.folder, 'data');
  if (!existsSync(data)) await initialise(home, data, account);

  const { pid, port } = (await findRunning(home, data)) ?? (await launch(home, data, account, options.settings ?? []));
  const owner = await own(connectionUrl(port, home.password, 'postgres'), options.dataDir);
  return {
    url: connectionUrl(port, home.password, 'misura'),
    async stop() {
      await owner.end().catch(() => {});
      await stopPostmaster(pid);
    },
  };
}

/** Makes the data directory beside its place and moves it there when it is whole: a half-made one is never used. */
async function initialise(home: Home, data: string, account: Account | null): Promise<void> {
  const half = `${data}.${randomBytes(6).toString('hex')}`;
  const passwordFile = `${half}.password`;
  writeFileSync(passwordFile, home.password, { mode: 0o600 });
  if (account !== null) chownSync(passwordFile, account.uid, account.gid);
  try {
    const args = ['-D', half, '-U', 'misura', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
    await promisify(execFile)(
      join(home.binaries, 'initdb'),
      [...args, '--encoding=UTF8', '--locale=C', '--no-instructions'],
      {
        cwd: home.folder,
        ...account,
      },
    );
    renameIfFirst(half, data);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(half, { recursive: true, force: true });
  }
}

async function findRunning(home: Home, data: string): Promise<{ pid: number; port: number } | null> {
  const found = readPostmaster(data);
  if (found === null || !isAlive(found.pid)) return null;
  const deadline = Date.now() + startTimeoutMs;
  const gaveUp = () => !isAlive(found.pid) || Date.now() > deadline;
  // Otherwise the number belongs to another process by now, and PostgreSQL will see that too.
  return (await isServing({ port: found.port, password: home.password, data }, gaveUp)) ? found : null;
}

async function launch(
  home: Home,
  data: string,
  account: Account | null,
  more: readonly string[],
): Promise<{ pid: number; port: number }> {
  const port = await freePort();
  const logFile = join(home.folder, 'postgres.log');
  const log = openSync(logFile, 'a');
  let child: ChildProcess;
  try {
    child = spawn(
      join(home.binaries, 'postgres'),
      ['-D', data, '-p', `${port}`, ...[...settings, ...more].flatMap((setting) => ['-c', setting])],
      // A group of its own: Ctrl-C in the terminal is for us, and we end it when we have finished.
      { cwd: home.folder, stdio: ['ignore', log, log], detached: true, ...account },
    );
  } finally {
    closeSync(log);
  }
  child.unref();
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  const deadline = Date.now() + startTimeoutMs;
  if (await isServing({ port, password: home.password, data }, () => ended || Date.now() > deadline)) {
    return { pid: child.pid as number, port };
  }
  // Somebody else may have started it at the same moment.
  const theirs = await findRunning(home, data);
  if (theirs !== null) return theirs;
  if (child.pid !== undefined && !ended) await stopPostmaster(child.pid);
  const tail = readFileSync(logFile, 'utf8').split('\n').slice(-6).join('\n');
  throw new Error(`PostgreSQL did not start. The end of its log, ${logFile}:\n${tail}`);
}

/**
 * Claims the server for this process by a lock that lives as long as the connection, so that it outlives no crash. Makes
 * the database on the way.
 */
async function own(url: string, dataDir: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'misura owner', keepAlive: true });
  client.on('error', () => {});
  await client.connect();
  if (!(await tryOwn(client))) {
    await client.end();
    throw new DataDirectoryInUse(
      `Another server is running on ${dataDir}. Stop it, or set MISURA_DATA_DIR to a folder of its own.`,
    );
  }
  const { rowCount } = await client.query(`SELECT FROM pg_database WHERE datname = 'misura'`);
  if (rowCount === 0) await client.query('CREATE DATABASE misura');
  return client;
}

/** Tries for a moment: the connection of an owner that was killed just now may not have been noticed to be gone. */
async function tryOwn(client: pg.Client): Promise<boolean> {
  const deadline = Date.now() + ownTimeoutMs;
  for (;;) {
    const { rows } = await client.query<{ owned: boolean }>(
      `SELECT pg_try_advisory_lock(hashtext('misura owner')) AS owned`,
    );
    if (rows[0]?.owned) return true;
    if (Date.now() > deadline) return false;
    await delay(100);
  }
}
