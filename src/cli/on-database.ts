import { readConfig } from '../server/config.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { startEmbedded } from '../store/embedded/start.ts';
import { migrate } from '../store/migrate.ts';

/**
 * Does something on the database of DATABASE_URL, brought to this release before; on the embedded one where no other is
 * named, which must not have a server on it then.
 */
export async function onDatabase<T>(act: (database: Database) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir, pooler } = readConfig();
  const embedded = databaseUrl === null ? await startEmbedded({ dataDir }) : null;
  try {
    const url = databaseUrl ?? (embedded as { url: string }).url;
    await migrate(url);
    const database = openDatabase(url, { pooler: embedded === null ? pooler : null });
    try {
      return await act(database);
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}
