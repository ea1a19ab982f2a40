import type { PoolClient } from 'pg';
import type { Batch, RecordOutcome } from '../core/events/batch.ts';
import { type Entry, judgeNew, judgeUncovered, type KnownCustomer, keyOf } from '../core/events/entry.ts';
import { type Remark, recordOutcomes, undone } from '../core/events/outcome.ts';
import { usageDeltas } from '../core/meters/deltas.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import type { Catalog } from '../store/catalog.ts';
import { lockAccounts } from '../store/credit-accounts.ts';
import { addDeltas } from '../store/deltas.ts';
import { findConflicts, insertNewEvents } from '../store/events.ts';
import { sharingWorkspace, sharingWorkspaceAhead, type WorkspaceTransaction } from '../store/workspace-lock.ts';
import type { Clock, Deps } from './deps.ts';
import { creditTime, drawForEvents, type LockedAccounts } from './draw-for-events.ts';
import { findOrMakeCustomers } from './find-or-make-customers.ts';
import { areKnown, type Line, lineUpAsking, lineUpKnown } from './line-up-events.ts';
import { turningPeriods } from './settle-credits.ts';

/** Strictly increasing in this process: besides saying when, it names the flush for the live tail. */
export type RecordingTime = () => Instant;

/** A clock's time, one microsecond later where two flushes would have the same. */
export function increasingClock(clock: Clock): RecordingTime {
  let latest = 0n;
  return () => {
    const now = clock.now();
    latest = now > latest ? now : latest + 1n;
    return latest;
  };
}

/**
 * Records several requests' events in one transaction and gives each its outcome.
 *
 * The order of things: the workspace's lock, customers, the subscriptions and holds that are named, events, credits,
 * rollups, announcement with the commit. Statements that do not need each other's rows travel together: as a rule the
 * events with the lock, and the rollups with the commit. When it throws, either nothing was committed or the connection
 * broke while committing; the same ids sent again give the truth.
 */
export async function flushEvents(
  deps: FlushDeps,
  recordingTime: RecordingTime,
  workspaceId: string,
  batches: readonly Batch[],
): Promise<RecordOutcome[]> {
  const flush = { deps, recordingTime, workspaceId, batches };
  return await turningPeriods(deps, workspaceId, async () => (await flushAhead(flush)) ?? (await flushAsking(flush)));
}

export type FlushDeps = Omit<Deps, 'recorder' | 'creditDesk'>;

type Flush = {
  readonly deps: FlushDeps;
  readonly recordingTime: RecordingTime;
  readonly workspaceId: string;
  readonly batches: readonly Batch[];
};

/** Relies on what the last flush knew. Null, and nothing is done, where that is not enough or no longer true. */
async function flushAhead(flush: Flush): Promise<RecordOutcome[] | null> {
  const { deps, workspaceId, batches } = flush;
  const catalog = deps.catalogs.latest(workspaceId);
  if (catalog === undefined || !areKnown(catalog, batches)) return null;
  return await sharingWorkspaceAhead(
    deps.database,
    workspaceId,
    async (client) => {
      const line = lineUpKnown(catalog, batches);
      // Sent together, in this order.
      const [stored, accounts] = await Promise.all([
        store(flush, client, catalog, line),
        lockAhead(flush, client, catalog, line),
      ]);
      return { ...stored, accounts };
    },
    async (transaction, stored) => {
      if (transaction.metersVersion === catalog.metersVersion) {
        return await complete(flush, transaction, catalog, stored);
      }
      await transaction.rollback();
      return null;
    },
  );
}

async function flushAsking(flush: Flush): Promise<RecordOutcome[]> {
  const { deps, workspaceId, batches } = flush;
  return await sharingWorkspace(deps.database, workspaceId, async (transaction) => {
    const { client, metersVersion } = transaction;
    const catalog = await deps.catalogs.at(client, workspaceId, metersVersion);
    const learned = await findOrMakeCustomers(deps, client, workspaceId, catalog, batches);
    const line = await lineUpAsking(client, batches, (name) => catalog.customers.get(name) ?? learned.get(name));
    const stored = await store(flush, client, catalog, line);
    return await complete(flush, transaction, catalog, stored, learned);
  });
}

/** The accounts that the events may draw on. */
async function lockAhead(
  { deps, workspaceId }: Flush,
  client: PoolClient,
  { hasCreditTypes }: Catalog,
  { firsts }: Line,
): Promise<LockedAccounts | null> {
  if (!hasCreditTypes) return null;
  const now = await creditTime(deps, client, workspaceId);
  const rows = await lockAccounts(client, [...new Set(firsts.map(({ customerId }) => customerId))], now);
  return { now, rows };
}

type Stored = Line & {
  readonly recordedAt: Instant;
  readonly storedBefore: Set<string>;
  readonly accounts: LockedAccounts | null;
};

async function store(
  { recordingTime, workspaceId }: Flush,
  client: PoolClient,
  { metersVersion }: Catalog,
  line: Line,
): Promise<Stored> {
  const recordedAt = recordingTime();
  const flush = { workspaceId, metersVersion, recordedAt: formatInstant(recordedAt) };
  return { ...line, recordedAt, storedBefore: await insertNewEvents(client, flush, line.firsts), accounts: null };
}

/** Everything from the stored events on, and the commit; then the customers that were `learned` are worth remembering. */
async function complete(
  { deps, workspaceId, batches }: Flush,
  { client, commit, rollback }: WorkspaceTransaction,
  catalog: Catalog,
  { entries, firsts, repeats, recordedAt, storedBefore, accounts }: Stored,
  learned: ReadonlyMap<string, KnownCustomer> = new Map(),
): Promise<RecordOutcome[]> {
  const undecided = judgeNew(firsts, repeats, storedBefore);
  const conflicts = await findConflicts(client, undecided);
  for (const entry of undecided) entry.judgement = conflicts.has(entry) ? 'EVENT_ID_CONFLICT' : 'DUPLICATE';

  const drawing = entries.filter((entry) => entry.judgement === 'RECORDED');
  const written = await drawForEvents(deps, client, { workspaceId, catalog, recordedAt, accounts }, drawing);
  const uncovered = firsts.filter((entry) => entry.judgement === 'INSUFFICIENT_CREDITS');
  if (uncovered.length > 0) judgeUncovered(repeats, new Set(uncovered.map(keyOf)));

  const recorded = entries.filter((entry) => entry.judgement === 'RECORDED');
  const deltas = usageDeltas(catalog.meters, recorded.map(countedEvent));
  const remarks: Remark[] = deltas.warnings.map(({ event, code, meter }) => ({
    entry: recorded[event] as Entry,
    code,
    meter,
  }));
  const outcomes = recordOutcomes(batches, entries, remarks);

  const [first] = outcomes;
  if (batches[0]?.atomic && first !== undefined && first.rejected.length > 0) {
    await rollback();
    return [undone(first)];
  }
  const customerIds = [...new Set(recorded.map((entry) => entry.customerId))];
  const announcement = { kind: 'usage', workspaceId, customerIds, recordedAt: formatInstant(recordedAt) } as const;
  // Sent together: after a statement that failed, PostgreSQL does not commit.
  await Promise.all([
    written(),
    addDeltas(client, deltas),
    commit((to) => deps.announcer.commit(to, recorded.length > 0 ? announcement : null)),
  ]);
  deps.catalogs.remember(catalog, learned);
  return outcomes;
}

function countedEvent({ customerId, event }: Entry) {
  const { eventId, name, occurredAt, properties, subscriptionId } = event;
  return { customerId, eventId, name, occurredAt, properties, subscriptionId };
}
