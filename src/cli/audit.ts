import { audit } from '../actions/audit.ts';
import type { Database } from '../store/database.ts';
import { failureText } from './failure.ts';
import { onDatabase } from './on-database.ts';

/**
 * Derives all balances, rollups and invoices again and prints each row that disagrees. Gives the exit code: 1 if anything
 * disagrees.
 */
export async function auditCommand(): Promise<number> {
  try {
    return await onDatabase(report);
  } catch (error) {
    console.error(failureText(error));
    return 1;
  }
}

async function report(database: Database): Promise<number> {
  const { customers, breaches } = await audit({ database });
  for (const { table, row, says, shouldSay } of breaches) {
    console.log(`${table} ${row}: says ${says}, should say ${shouldSay}`);
  }
  console.log(`audited ${customers} customers: ${breaches.length} disagreements`);
  return breaches.length === 0 ? 0 : 1;
}
