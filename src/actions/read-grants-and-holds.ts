import type { Instant } from '../core/time/instant.ts';
import { findGrants, type GrantRow } from '../store/credit-grants.ts';
import { findHolds, type HoldRow } from '../store/credit-holds.ts';
import type { Deps } from './deps.ts';
import { settleCustomers } from './settle-credits.ts';

type Reading = Pick<Deps, 'database' | 'clock' | 'clocks' | 'ids' | 'announcer'>;
type Sight = { readonly workspaceId: string; readonly customerId: string | null };

/** Grants by id as they are at this moment, also where no job has come to what time alone did to them. */
export async function readGrants(deps: Reading, sight: Sight, ids: readonly string[]): Promise<Map<string, GrantRow>> {
  return await readSettled(
    deps,
    sight,
    () => findGrants(deps.database.pool, sight, ids),
    ({ endedAt, active, effectiveAt, expiresAt }, now) =>
      endedAt === null && ((!active && effectiveAt <= now) || (expiresAt !== null && expiresAt <= now)),
  );
}

/** Holds by id, likewise. */
export async function readHolds(deps: Reading, sight: Sight, ids: readonly string[]): Promise<Map<string, HoldRow>> {
  return await readSettled(
    deps,
    sight,
    () => findHolds(deps.database.pool, sight, ids),
    ({ status, expiresAt }, now) => status === 'OPEN' && expiresAt <= now,
  );
}

async function readSettled<Row extends { readonly customerId: string }>(
  deps: Reading,
  { workspaceId }: Sight,
  find: () => Promise<Map<string, Row>>,
  isDue: (row: Row, now: Instant) => boolean,
): Promise<Map<string, Row>> {
  const found = await find();
  if (found.size === 0) return found;
  const now = await deps.clocks.now(workspaceId);
  const due = [...found.values()].filter((row) => isDue(row, now));
  if (due.length === 0) return found;
  await settleCustomers(deps, workspaceId, [...new Set(due.map((row) => row.customerId))]);
  return await find();
}
