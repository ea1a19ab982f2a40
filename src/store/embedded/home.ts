import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Account, areRoot, isReachable, ownerOf, systemAccount } from './account.ts';
import { prepareBinaries } from './binaries.ts';
import { EmbeddedUnavailable } from './errors.ts';
import { keptPassword } from './password.ts';
import { sharedFolder } from './shared-folder.ts';

/** Where the embedded PostgreSQL of a data directory lives, and as whom. */
export type Home = {
  /** Without symbolic links. */
  readonly dataDir: string;
  /** The folder of `initdb` and `postgres`. */
  readonly binaries: string;
  /** Of PostgreSQL's own data directory and its log. */
  readonly folder: string;
  /** PostgreSQL's own data directory; made whole or not at all. */
  readonly data: string;
  readonly password: string;
  /** Null: it runs as we do. */
  readonly account: Account | null;
};

/**
 * Finds or makes the home of the embedded PostgreSQL of `dataDir`. It is inside, unless the account that has to work there
 * cannot reach it. Throws EmbeddedUnavailable.
 */
export function prepareHome(dataDir: string): Home {
  try {
    mkdirSync(dataDir, { recursive: true });
    const real = realpathSync(dataDir);
    const password = keptPassword(real);
    const place = findPlace(real, password);
    const binaries = prepareBinaries(real, place.account);
    return { dataDir: real, binaries, data: join(place.folder, 'data'), password, ...place };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const advice = advices.get(String(error.code));
    if (advice === undefined) throw error;
    throw new EmbeddedUnavailable(
      `The data directory ${dataDir} ${advice}, or set MISURA_DATA_DIR to another folder. (${error.message})`,
      { cause: error },
    );
  }
}

const notOurs = 'is not ours: start as the user it belongs to';
const noFolder = 'is no folder, or is in something that is none: move that away';

const advices: ReadonlyMap<string, string> = new Map([
  ['EACCES', notOurs],
  ['EPERM', notOurs],
  ['EEXIST', noFolder],
  ['ENOTDIR', noFolder],
  ['EROFS', 'cannot be written to: mount it writable'],
  ['ENOSPC', 'has no room left: make some'],
]);

type Place = { readonly folder: string; readonly account: Account | null };

function findPlace(dataDir: string, password: string): Place {
  const noted = readNote(dataDir);
  if (noted !== null) return { folder: noted, account: areRoot() ? ownerOf(noted) : null };

  const near = join(dataDir, 'postgres');
  if (!areRoot()) {
    mkdirSync(near, { recursive: true, mode: 0o700 });
    return { folder: near, account: null };
  }
  // What a user has made runs as that user: PostgreSQL works on nobody else's data, and it stays the user's.
  const account = ownerOf(near) ?? systemAccount();
  if (isReachable(dataDir, account)) return { folder: ownedFolder(near, account), account };

  // The same one every time, also after a start that did not get as far as the note, and wherever the folder is moved.
  const name = createHash('sha256').update('place').update(password).digest('hex').slice(0, 16);
  const far = ownedFolder(join(sharedFolder(), name), account);
  moveData(join(near, 'data'), join(far, 'data'));
  return { folder: far, account };
}

function ownedFolder(folder: string, account: Account): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chownSync(folder, account.uid, account.gid);
  return folder;
}

/** For a data directory that was moved to where only root may enter. */
function moveData(from: string, to: string): void {
  if (!existsSync(from) || existsSync(to)) return;
  try {
    renameSync(from, to);
  } catch (error) {
    throw new EmbeddedUnavailable(
      `PostgreSQL cannot reach its data in ${from}, because only root may enter a folder above. Stop it, if it runs, and move it: mv "${from}" "${to}"`,
      { cause: error },
    );
  }
}

const noteName = 'postgres-is-at';

/** Says in the data directory where its PostgreSQL is, once there is one, so that both can be moved or deleted knowingly. */
export function keepNote({ dataDir, folder }: Home): void {
  const note = join(dataDir, noteName);
  if (dirname(folder) !== dataDir && !existsSync(note)) writeFileSync(note, `${folder}\n`);
}

function readNote(dataDir: string): string | null {
  const note = join(dataDir, noteName);
  if (!existsSync(note)) return null;
  const folder = readFileSync(note, 'utf8').trim();
  // An empty database in its place would look as if everything had been forgotten.
  if (areRoot() && !existsSync(join(folder, 'data'))) {
    throw new EmbeddedUnavailable(
      `The database of ${dataDir} is gone: it was in ${folder}, as ${note} says. Put it back, or delete ${note} to begin with an empty one.`,
    );
  }
  return folder;
}
