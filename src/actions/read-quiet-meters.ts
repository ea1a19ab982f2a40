import { bucketStart } from '../core/time/bucket.ts';
import { findQuietMeters, type QuietMeter } from '../store/quiet-meters.ts';
import type { Deps } from './deps.ts';

const day = 86_400_000_000n;

/**
 * ACTIVE meters that have usage in the 7 days before the last 24 hours by the workspace's clock, and none in these; the longest
 * quiet first. Both begin with a whole minute, which is as fine as rollups are.
 */
export async function readQuietMeters(
  { database, clocks }: Pick<Deps, 'database' | 'clocks'>,
  workspaceId: string,
  limit: number,
): Promise<QuietMeter[]> {
  const to = bucketStart((await clocks.now(workspaceId)) - day, 60);
  return await findQuietMeters(database.pool, workspaceId, { from: to - 7n * day, to }, limit);
}
