import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Gives `program`, after installing Debian's `name` if it is not there. Throws with what to do where that cannot be done:
 * without root, or without apt-get.
 */
export function requirePackage(name: string, program: string): string {
  if (existsSync(program)) return program;
  try {
    // At this run level, nothing that is installed is started as a service.
    const options = {
      stdio: 'pipe',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    } as const;
    execFileSync('apt-get', ['update', '-q'], options);
    execFileSync('apt-get', ['install', '-q', '-y', '--no-install-recommends', name], options);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Error(`These tests need ${program}. Install it, as root: apt-get install ${name} (tried: ${reason})`);
  }
  if (!existsSync(program)) throw new Error(`The package ${name} has no ${program}; another release of Debian may.`);
  return program;
}
