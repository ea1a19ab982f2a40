import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedUnavailable } from './errors.ts';

/** Who PostgreSQL runs as, when that is not who we are. */
export type Account = { readonly uid: number; readonly gid: number };

const names = ['postgres', 'misura'] as const;

/** PostgreSQL refuses to run as root. */
export function areRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The system account for PostgreSQL: `postgres`, made if the system has none; where none can be made, `nobody`. */
export function systemAccount(): Account {
  for (const name of names) {
    const account = findAccount(name);
    if (account !== null) return account;
  }
  const account = makeAccount('postgres') ?? findAccount('nobody');
  if (account !== null) return account;
  throw new EmbeddedUnavailable(
    'PostgreSQL does not run as root, and there is no other account to run it: create a user "postgres", or set DATABASE_URL.',
  );
}

/** Whose a folder is; null if it is root's, or not there. */
export function ownerOf(folder: string): Account | null {
  const { uid, gid } = statSync(folder, { throwIfNoEntry: false }) ?? { uid: 0, gid: 0 };
  return uid === 0 ? null : { uid, gid };
}

/**
 * Whether an account may enter a folder, or run a file: everything above has to let it through. The path must have no
 * symbolic link in it.
 */
export function isReachable(path: string, { uid, gid }: Account): boolean {
  for (let at = path; ; at = dirname(at)) {
    const { mode, uid: owner, gid: group } = statSync(at);
    const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (dirname(at) === at) return true;
  }
}

function findAccount(name: string): Account | null {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }).toString().trim());
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

function makeAccount(name: string): Account | null {
  // The first on most systems, the second where BusyBox brings the commands.
  const commands: readonly [string, readonly string[]][] = [
    ['useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', name]],
    ['adduser', ['-S', '-D', '-H', name]],
  ];
  for (const [command, args] of commands) {
    try {
      execFileSync(command, args, { stdio: 'pipe' });
      return findAccount(name);
    } catch {}
  }
  return null;
}
