import { spawn } from 'node:child_process';
import { chownSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedUnavailable } from './errors.ts';
import type { Home } from './home.ts';
import { finish, removeAbandoned, unfinished } from './unfinished.ts';

/** Makes PostgreSQL's data directory, beside its place, and moves it there when it is whole. */
export async function initialise({ data, folder, binaries, password, account }: Home): Promise<void> {
  removeAbandoned(data);
  const half = unfinished(data);
  const passwordFile = `${half}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600, flag: 'wx' });
  if (account !== null) chownSync(passwordFile, account.uid, account.gid);
  try {
    const args = ['-D', half, '-U', 'misura', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
    await run(join(binaries, 'initdb'), [...args, '--encoding=UTF8', '--locale=C', '--no-instructions'], {
      cwd: folder,
      ...account,
    });
    finish(half, data);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(half, { recursive: true, force: true });
  }
}

async function run(command: string, args: readonly string[], options: { cwd: string; uid?: number; gid?: number }) {
  // A group of its own: Ctrl-C in the terminal is for us, and we stop when this is done.
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) =>
      reject(new EmbeddedUnavailable(`PostgreSQL cannot be set up: ${why}\n${said}`.trim()));
    child.once('error', (error) => fail(error.message));
    child.once('close', (code, signal) => (code === 0 ? resolve() : fail(`initdb ended with ${code ?? signal}.`)));
  });
}
