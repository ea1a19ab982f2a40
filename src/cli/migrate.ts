import { readConfig } from '../server/config.ts';
import { migrate } from '../store/migrate.ts';
import { failureText } from './failure.ts';

/** Migrates the external database; the embedded one is migrated by every start. Gives the exit code. */
export async function migrateCommand(): Promise<number> {
  try {
    const { databaseUrl } = readConfig();
    if (databaseUrl === null) {
      console.error('Set DATABASE_URL. The embedded database is migrated whenever the server starts.');
      return 1;
    }
    const applied = await migrate(databaseUrl);
    for (const name of applied) console.log(`applied ${name}`);
    if (applied.length === 0) console.log('Nothing to apply: the database is up to date.');
    return 0;
  } catch (error) {
    console.error(failureText(error));
    return 1;
  }
}
