import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { commandLine } from './process.ts';

/**
 * A name beside `place` for making there what takes a while: a half-made thing is never taken for a whole one, and who
 * comes after a process that was killed can tell that nobody is working on it any more.
 */
export function unfinished(place: string): string {
  return `${place}.unfinished-${process.pid}-${randomBytes(6).toString('hex')}`;
}

/** Puts a finished folder in its place, unless somebody was quicker: then theirs is as good. */
export function finish(made: string, place: string): void {
  try {
    renameSync(made, place);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  }
}

/** Removes what processes that are no more have left beside `place`. */
export function removeAbandoned(place: string): void {
  const folder = dirname(place);
  for (const name of readdirSync(folder)) {
    const [, pid] = /^\.unfinished-(\d+)-/.exec(name.slice(basename(place).length)) ?? [];
    if (!name.startsWith(basename(place)) || pid === undefined) continue;
    if (commandLine(Number(pid)) === null) tryRemove(join(folder, name));
  }
}

/** The process is no more, but what it started may still write there. Then it is left for the next start to remove. */
function tryRemove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  } catch {}
}
