import { audit } from '../actions/audit.ts';
import { readConfig } from '../server/config.ts';
import { openDatabase, type Pooler } from '../store/database.ts';
import { startEmbedded } from '../store/embedded/start.ts';
import { migrate } from '../store/migrate.ts';
import { failureText } from './failure.ts';

/**
 * Derives all balances, rollups and invoices again and prints each row that disagrees. On the embedded database where no
 * other is named, which must not have a server on it then. Gives the exit code: 1 if anything disagrees.
 */
export async function auditCommand(): Promise<number> {
  try {
    const { databaseUrl, dataDir, pooler } = readConfig();
    const embedded = databaseUrl === null ? await startEmbedded({ dataDir }) : null;
    try {
      return embedded === null ? await report(databaseUrl as string, pooler) : await report(embedded.url, null);
    } finally {
      await embedded?.stop();
    }
  } catch (error) {
    console.error(failureText(error));
    return 1;
  }
}

async function report(url: string, pooler: Pooler): Promise<number> {
  await migrate(url);
  const database = openDatabase(url, { pooler });
  try {
    const { customers, breaches } = await audit({ database });
    for (const { table, row, says, shouldSay } of breaches) {
      console.log(`${table} ${row}: says ${says}, should say ${shouldSay}`);
    }
    console.log(`audited ${customers} customers: ${breaches.length} disagreements`);
    return breaches.length === 0 ? 0 : 1;
  } finally {
    await database.close();
  }
}
