import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { makeDatabase } from '../../src/store/embedded/make-database.ts';
import { requirePackage } from './packages.ts';
import { freePort, giveTo, serverAccount, startPrivate } from './private-process.ts';

/** A server of a test run, in a folder of its own and on the loopback only. */
export type OtherServer = { readonly url: string; stop(): Promise<void> };

/** Debian's PostgreSQL 15, with the settings of the embedded one. The role of its url is no superuser. */
export async function startPostgres15(folder: string, settings: readonly string[]): Promise<OtherServer> {
  const program = await requirePackage('postgresql-15', '/usr/lib/postgresql/15/bin/postgres');
  const account = serverAccount();
  const data = join(folder, 'postgresql-15');
  mkdirSync(data, { mode: 0o700 });
  giveTo(data, account);
  const initialise = ['-D', data, '-U', 'postgres', '--encoding=UTF8', '--locale=C.UTF-8', '--auth=trust', '--no-sync'];
  execFileSync(program.replace(/postgres$/, 'initdb'), initialise, { ...account, stdio: 'pipe', cwd: folder });
  const port = await freePort();
  const args = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${data}`, ...settings];
  const stop = await startPrivate(program, ['-D', data, ...args.flatMap((one) => ['-c', one])], port, account);
  const role = await whenStarted(() => makeDatabase(`postgresql://postgres@127.0.0.1:${port}/postgres`, 'misura'));
  // It ends at once and in good order, whoever is connected.
  return { url: `postgresql://${role}:misura@127.0.0.1:${port}/misura`, stop: () => stop('SIGINT') };
}

/** PostgreSQL takes connections, and refuses them, while it is still starting up. */
async function whenStarted<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== '57P03') throw error;
      await delay(50);
    }
  }
}

/** Debian's PgBouncer in front of the PostgreSQL at `serverUrl`, for any of its databases, in transaction mode. */
export async function startPgBouncer(folder: string, serverUrl: string): Promise<OtherServer> {
  const program = await requirePackage('pgbouncer', '/usr/sbin/pgbouncer');
  const account = serverAccount();
  const server = new URL(serverUrl);
  const own = join(folder, 'pgbouncer');
  mkdirSync(own);
  const port = await freePort();
  const users = join(own, 'users.txt');
  writeFileSync(users, `"${decodeURIComponent(server.username)}" "${decodeURIComponent(server.password)}"\n`);
  const settings = join(own, 'pgbouncer.ini');
  writeFileSync(
    settings,
    `[databases]
* = host=${server.hostname} port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
max_client_conn = 1000
default_pool_size = 50
server_idle_timeout = 10
`,
  );
  giveTo(own, account);
  const stop = await startPrivate(program, [settings], port, account);
  const url = new URL(serverUrl);
  url.host = `127.0.0.1:${port}`;
  return { url: url.href, stop: () => stop('SIGTERM') };
}

/** Debian's Redis, which keeps nothing. */
export async function startRedis(folder: string): Promise<OtherServer> {
  const program = await requirePackage('redis-server', '/usr/bin/redis-server');
  const port = await freePort();
  const password = randomBytes(8).toString('hex');
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder, '--requirepass', password];
  const stop = await startPrivate(program, args, port, {});
  return { url: `redis://:${password}@127.0.0.1:${port}`, stop };
}
