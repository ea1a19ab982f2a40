import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

let installing: Promise<unknown> = Promise.resolve();
let updated: Promise<unknown> | null = null;

/**
 * Gives `program`, after installing Debian's `name` if it is not there. Throws with what to do where that cannot be done:
 * without root, or without apt-get.
 */
export async function requirePackage(name: string, program: string): Promise<string> {
  if (existsSync(program)) return program;
  try {
    // At this run level, nothing that is installed is started as a service.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    const wait = ['-q', '-o', 'DPkg::Lock::Timeout=120'];
    updated ??= run('apt-get', [...wait, 'update'], { env });
    await updated;
    const fast = ['-o', 'Dpkg::Options::=--force-unsafe-io'];
    // One after the other: apt-get refuses to work beside itself.
    const install = () => run('apt-get', [...wait, ...fast, 'install', '-y', '--no-install-recommends', name], { env });
    installing = installing.then(install, install);
    await installing;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Error(`These tests need ${program}. Install it, as root: apt-get install ${name} (tried: ${reason})`);
  }
  if (!existsSync(program)) throw new Error(`The package ${name} has no ${program}; another release of Debian may.`);
  return program;
}
