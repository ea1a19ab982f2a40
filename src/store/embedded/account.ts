import { execFileSync } from 'node:child_process';

/** Who PostgreSQL runs as, when that is not who we are. */
export type Account = { readonly uid: number; readonly gid: number };

const names = ['postgres', 'misura'] as const;

/**
 * The system account to run PostgreSQL under: null unless we are root, whom PostgreSQL refuses. Then it is `postgres`,
 * made if the system has none; where none can be made, `nobody`.
 */
export function postgresAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of names) {
    const account = findAccount(name);
    if (account !== null) return account;
  }
  return makeAccount('postgres') ?? requireAccount('nobody');
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

function requireAccount(name: string): Account {
  const account = findAccount(name);
  if (account === null) {
    throw new Error(
      'PostgreSQL does not run as root, and there is no other account to run it: create a user "postgres".',
    );
  }
  return account;
}
