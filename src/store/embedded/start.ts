import { existsSync } from 'node:fs';
import { DataDirectoryInUse } from './errors.ts';
import { type Home, keepNote, prepareHome } from './home.ts';
import { initialise } from './initialise.ts';
import { findServing, launch } from './launch.ts';
import { makeDatabase } from './make-database.ts';
import { takeOwnership } from './ownership.ts';
import { connectionUrl, type Postmaster, stopPostmaster } from './postmaster.ts';
import { signal } from './process.ts';
import { createReviver, type News } from './revive.ts';

export type Embedded = {
  readonly url: string;
  /** Of PostgreSQL's data and log. Usually in the data directory; see docs/decisions/0003-embedded-postgresql.md. */
  readonly folder: string;
  /** Ends PostgreSQL; nothing of it is left running. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  /** Made if it is not there. */
  readonly dataDir: string;
  /** More PostgreSQL settings, as `name=value`. */
  readonly settings?: readonly string[];
  /** Hears when it has died by itself, and what became of it. */
  readonly hear?: (news: News) => void;
};

const attemptsMax = 3;

/**
 * Starts the PostgreSQL that npm installed, or goes on with the one that a killed server has left running. Until it is
 * stopped, it comes back at the same port whenever it dies.
 *
 * It listens on 127.0.0.1 only, at a port of its own choice, and asks for a password that only the owner of the data
 * directory can read. Throws DataDirectoryInUse if a server uses the directory now, EmbeddedUnavailable with the reason if
 * PostgreSQL cannot be run here.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { dataDir, settings = [], hear = () => {} } = options;
  const home = prepareHome(dataDir);
  if (!existsSync(home.data)) await initialise(home);
  keepNote(home);
  for (let attempt = 1; ; attempt += 1) {
    const found = await findServing(home);
    const postmaster = found ?? (await launch(home, { settings }));
    try {
      return await own(home, postmaster, { settings, hear });
    } catch (error) {
      if (error instanceof DataDirectoryInUse) throw error;
      // It may have been stopped by its owner just as we found it.
      if (attempt < attemptsMax) continue;
      if (found === null) await stopPostmaster(postmaster);
      throw error;
    }
  }
}

async function own(
  home: Home,
  postmaster: Postmaster,
  { settings, hear }: { settings: readonly string[]; hear: (news: News) => void },
): Promise<Embedded> {
  const serverUrl = connectionUrl(postmaster.port, home.password, 'postgres');
  const stopping = new AbortController();
  const reviver = createReviver(home, postmaster, { settings, hear, signal: stopping.signal });
  const ownership = await takeOwnership(serverUrl, { revive: reviver.revive, signal: stopping.signal });
  if (ownership === null) {
    throw new DataDirectoryInUse(
      `Another server is running on ${home.dataDir}. Stop it, or set MISURA_DATA_DIR to a folder of its own.`,
    );
  }
  // A process that ends without stopping us, by an uncaught error or a second Ctrl-C, at least tells it to end.
  const onExit = () => ownership.held && signal(reviver.postmaster.pid, 'SIGINT');
  process.once('exit', onExit);
  let role: string;
  try {
    role = await makeDatabase(serverUrl, home.password);
  } catch (error) {
    process.off('exit', onExit);
    stopping.abort();
    await ownership.release();
    throw error;
  }
  return {
    url: connectionUrl(postmaster.port, home.password, 'misura', role),
    folder: home.folder,
    async stop() {
      process.off('exit', onExit);
      // One that is on its way back is waited for, and stopped like any other.
      stopping.abort();
      // Released last: nobody should find a server that is about to go.
      if (await ownership.settle()) await stopPostmaster(reviver.postmaster);
      await ownership.release();
    },
  };
}
