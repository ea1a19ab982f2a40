import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * The command line of a process; null if no process has this number, or only the shell of one that has ended and that its
 * parent has not looked after.
 *
 * A number alone says little: after a restart of the machine or the container it is soon somebody else's.
 */
export function commandLine(pid: number): string | null {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8') || null;
    if (process.platform === 'win32') return process.kill(pid, 0) ? '' : null;
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', `${pid}`], { stdio: 'pipe' }).toString() || null;
  } catch {
    return null;
  }
}

/** Sends a signal. To a process that has just ended that is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
