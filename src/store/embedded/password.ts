import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { unfinished } from './unfinished.ts';

/** The password of the PostgreSQL of this data directory, made if there is none yet. Only the owner can read it. */
export function keptPassword(dataDir: string): string {
  const file = join(dataDir, 'postgres-password');
  return read(file) ?? made(file);
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Of two that start at once both get the same, and nobody ever sees half of it. */
function made(file: string): string {
  const half = unfinished(file);
  const descriptor = openSync(half, 'wx', 0o600);
  writeSync(descriptor, randomBytes(24).toString('hex'));
  fsyncSync(descriptor);
  closeSync(descriptor);
  try {
    linkSync(half, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(half);
  }
  return readFileSync(file, 'utf8').trim();
}
