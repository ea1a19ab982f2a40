import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freePort } from '../../src/store/embedded/free-port.ts';
import { prepareHome } from '../../src/store/embedded/home.ts';
import { initialise } from '../../src/store/embedded/initialise.ts';
import { makeDatabase } from '../../src/store/embedded/make-database.ts';
import { connectionUrl, isServing } from '../../src/store/embedded/postmaster.ts';
import { copyDataDir } from '../kit/cli.ts';

/** A PostgreSQL that nobody supervises but the test, as durable as PostgreSQL is, always at the same port. */
export type MortalPostgres = {
  readonly url: string;
  /** kill -9 of the server and of everything it runs, then a start on the same folder. */
  killAndRestart(): Promise<void>;
};

export async function startMortalPostgres(): Promise<MortalPostgres> {
  const home = prepareHome(await copyDataDir());
  if (!existsSync(home.data)) await initialise(home);
  const port = await freePort();
  const serverUrl = connectionUrl(port, home.password, 'postgres');
  const args = ['-D', home.data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'];
  let child: ChildProcess;

  // A server that was killed may still hold its memory for a moment, and the next one then ends at once.
  const start = async () => {
    for (let attempt = 1; attempt <= 50; attempt += 1) {
      child = spawn(
        join(home.binaries, 'postgres'),
        [...args, '-c', 'unix_socket_directories=', '-c', 'max_connections=100', '-c', 'timezone=UTC'],
        { cwd: home.folder, stdio: 'ignore', ...home.account },
      );
      const started = child;
      if (await isServing(serverUrl, () => started.exitCode !== null || started.signalCode !== null)) return;
    }
    throw new Error('PostgreSQL does not start again.');
  };
  const kill = async () => {
    const ended = once(child, 'exit');
    const pids = [child.pid as number, ...childrenOf(child.pid as number)];
    for (const pid of pids) killIfThere(pid);
    await ended;
  };

  await start();
  onTestFinished(kill);
  const role = await makeDatabase(serverUrl, home.password);
  return {
    url: connectionUrl(port, home.password, 'misura', role),
    async killAndRestart() {
      await kill();
      await start();
    },
  };
}

/** Where there is no /proc, those that remain notice by themselves that their parent is gone. */
function childrenOf(parent: number): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        return Number(fields[1]) === parent;
      } catch {
        return false;
      }
    })
    .map(Number);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {}
}
