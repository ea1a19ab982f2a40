import { type AlertRow, listLowAlerts } from '../store/credit-alerts.ts';
import type { Deps } from './deps.ts';
import { readCredits } from './read-credits.ts';

/**
 * Of each customer and credit type the latest alert of a threshold that fewer credits than that are still available of, the
 * newest first. A grant that ended by time alone within the last minute may not have told yet.
 */
export async function readLowCredits(
  deps: Pick<Deps, 'database' | 'clock' | 'clocks' | 'ids' | 'announcer'>,
  workspaceId: string,
  limit: number,
): Promise<AlertRow[]> {
  const { pool } = deps.database;
  const before = await listLowAlerts(pool, workspaceId, limit);
  if (before.length === 0) return before;
  // Reading their balances brings them to this moment: what is shown as low must be, also where no job has come to it yet.
  await readCredits(deps, workspaceId, [...new Set(before.map(({ customerId }) => customerId))]);
  return await listLowAlerts(pool, workspaceId, limit);
}
