import { existsSync } from 'node:fs';
import { DataDirectoryInUse } from './errors.ts';
import { type Home, keepNote, prepareHome } from './home.ts';
import { initialise } from './initialise.ts';
import { findServing, launch } from './launch.ts';
import { makeDatabase } from './make-database.ts';
import { takeOwnership } from './ownership.ts';
import { connectionUrl, type Postmaster, stopPostmaster } from './postmaster.ts';
import { signal } from './process.ts';

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
};

const attemptsMax = 3;

/**
 * Starts the PostgreSQL that npm installed, or goes on with the one that a killed server has left running.
 *
 * It listens on 127.0.0.1 only, at a port of its own choice, and asks for a password that only the owner of the data
 * directory can read. Throws DataDirectoryInUse if a server uses the directory now, EmbeddedUnavailable with the reason if
 * PostgreSQL cannot be run here.
 */
export async function startEmbedded({ dataDir, settings = [] }: EmbeddedOptions): Promise<Embedded> {
  const home = prepareHome(dataDir);
  if (!existsSync(home.data)) await initialise(home);
  keepNote(home);
  for (let attempt = 1; ; attempt += 1) {
    const found = await findServing(home);
    const postmaster = found ?? (await launch(home, settings));
    try {
      return await own(home, postmaster);
    } catch (error) {
      if (error instanceof DataDirectoryInUse) throw error;
      // It may have been stopped by its owner just as we found it.
      if (attempt < attemptsMax) continue;
      if (found === null) await stopPostmaster(postmaster);
      throw error;
    }
  }
}

async function own(home: Home, postmaster: Postmaster): Promise<Embedded> {
  const serverUrl = connectionUrl(postmaster.port, home.password, 'postgres');
  const ownership = await takeOwnership(serverUrl);
  if (ownership === null) {
    throw new DataDirectoryInUse(
      `Another server is running on ${home.dataDir}. Stop it, or set MISURA_DATA_DIR to a folder of its own.`,
    );
  }
  // A process that ends without stopping us, by an uncaught error or a second Ctrl-C, at least tells it to end.
  const onExit = () => ownership.held && signal(postmaster.pid, 'SIGINT');
  process.once('exit', onExit);
  let role: string;
  try {
    role = await makeDatabase(serverUrl, home.password);
  } catch (error) {
    process.off('exit', onExit);
    await ownership.release();
    throw error;
  }
  return {
    url: connectionUrl(postmaster.port, home.password, 'misura', role),
    folder: home.folder,
    async stop() {
      process.off('exit', onExit);
      // Released last: nobody should find a server that is about to go.
      if (ownership.held) await stopPostmaster(postmaster);
      await ownership.release();
    },
  };
}
