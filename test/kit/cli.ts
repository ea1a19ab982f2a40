import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject, onTestFinished } from 'vitest';
import { otherUrl } from './other-url.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** A process of the command line, as somebody would start it. */
export type CliProcess = {
  readonly child: ChildProcess;
  /** All it has printed and logged so far. */
  readonly output: () => string;
  /** Resolves when the output has this, with what it captured; throws if the process ends before. */
  until(pattern: RegExp): Promise<string>;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
};

/** Runs the compiled `misura …` with these settings and none of ours. It does not outlive the test. */
export function runCli(
  args: readonly string[],
  env: Record<string, string> = {},
  account: { uid?: number; gid?: number } = {},
): CliProcess {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(MISURA_|PORT|DATABASE)/.test(name)),
  );
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...clean, NODE_ENV: 'production', ...throughPooler(env), ...env },
    ...account,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let notice = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      output += data;
      notice();
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    child,
    output: () => output,
    ended,
    async until(pattern) {
      const over = ended.then(() => 'over' as const);
      for (;;) {
        const more = new Promise<void>((resolve) => (notice = resolve));
        const found = pattern.exec(output);
        if (found !== null) return found[1] ?? found[0];
        if ((await Promise.race([more, over])) === 'over' && !pattern.test(output)) {
          throw new Error(`It ended before it said ${pattern}:\n${output}`);
        }
      }
    },
  };
}

/** In a run through PgBouncer the databases of tests are reached through it. */
function throughPooler({ DATABASE_URL }: Record<string, string>): Record<string, string> {
  return DATABASE_URL !== undefined && inject('pooled') ? { MISURA_POOLER: 'transaction' } : {};
}

export type ServeProcess = CliProcess & { readonly url: string };

/** Runs `misura serve` at a free port until it answers. */
export async function serveCli(
  env: Record<string, string> = {},
  account: { uid?: number; gid?: number } = {},
): Promise<ServeProcess> {
  const cli = runCli(['serve'], { PORT: '0', ...env }, account);
  const url = await cli.until(/Misura answers at (http:\S+)/);
  return { ...cli, url };
}

/**
 * A data directory of the test's own, in a folder that anybody may enter unless `mode` says else. PostgreSQL in it ends
 * with the test.
 */
export function makeDataDir(name = 'data', mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'misura-cli-'));
  chmodSync(folder, mode);
  const dataDir = join(folder, name);
  onTestFinished(() => {
    const pid = postmasterPid(dataDir);
    if (pid !== null) kill(pid);
    rmSync(homeOf(dataDir), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });
  return dataDir;
}

/**
 * As `makeDataDir`, with PostgreSQL and the tables in it, as if a server had been started there that nobody used: to make
 * them takes two thirds of the time of a first start.
 */
export async function copyDataDir(): Promise<string> {
  const dataDir = makeDataDir();
  const unused = fileURLToPath(await otherUrl('dataDir'));
  // In a temporary folder that only root can enter it is somewhere else, and then this one begins empty.
  if (homeOf(unused) === join(unused, 'postgres')) execFileSync('cp', ['-a', unused, dataDir]);
  return dataDir;
}

/** Where the PostgreSQL of a data directory is. */
export function homeOf(dataDir: string): string {
  const note = join(dataDir, 'postgres-is-at');
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : join(dataDir, 'postgres');
}

/** The process of the PostgreSQL that says it works on this data directory; null if none says so. */
export function postmasterPid(dataDir: string): number | null {
  const file = join(homeOf(dataDir), 'data', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null;
}

/** The database of the PostgreSQL that works on this data directory, as its server connects to it. */
export function embeddedUrl(dataDir: string): string {
  const port = readFileSync(join(homeOf(dataDir), 'data', 'postmaster.pid'), 'utf8').split('\n')[3];
  const password = readFileSync(join(dataDir, 'postgres-password'), 'utf8').trim();
  return `postgresql://misura_server:${password}@127.0.0.1:${port}/misura`;
}

/** A process that has ended has a number until its parent looks after it, but nothing that it runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {}
}

/** What the server answers. */
export async function askServer<T>(url: string, key: string, query: string, variables: object = {}): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
  if (errors !== undefined || data === undefined) throw new Error(JSON.stringify(errors));
  return data;
}
