import type { Batch, RecordOutcome } from '../core/events/batch.ts';
import {
  type Entry,
  holding,
  judgeHolding,
  judgeNamed,
  judgeNew,
  judgeUncovered,
  keyOf,
  lineUp,
  naming,
  relaxFirsts,
  splitRepeats,
} from '../core/events/entry.ts';
import { type Remark, recordOutcomes, undone } from '../core/events/outcome.ts';
import { usageDeltas } from '../core/meters/deltas.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { addDeltas } from '../store/deltas.ts';
import { findConflicts, insertNewEvents } from '../store/events.ts';
import { findNamedHolds, findNamedSubscriptions } from '../store/named-subscriptions.ts';
import { sharingWorkspace } from '../store/workspace-lock.ts';
import type { Clock, Deps } from './deps.ts';
import { drawForEvents } from './draw-for-events.ts';
import { findOrMakeCustomers } from './find-or-make-customers.ts';
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
 * rollups, announcement with the commit. When it throws,
 * either nothing was committed or the connection broke while committing; the same ids sent again give the truth.
 */
export async function flushEvents(
  deps: FlushDeps,
  recordingTime: RecordingTime,
  workspaceId: string,
  batches: readonly Batch[],
): Promise<RecordOutcome[]> {
  return await turningPeriods(deps, workspaceId, () => flushOnce(deps, recordingTime, workspaceId, batches));
}

export type FlushDeps = Omit<Deps, 'recorder' | 'creditDesk'>;

async function flushOnce(
  deps: FlushDeps,
  recordingTime: RecordingTime,
  workspaceId: string,
  batches: readonly Batch[],
): Promise<RecordOutcome[]> {
  return await sharingWorkspace(deps.database, workspaceId, async ({ client, metersVersion, commit, rollback }) => {
    const catalog = await deps.catalogs.at(client, workspaceId, metersVersion);
    const learned = await findOrMakeCustomers(deps, client, workspaceId, catalog, batches);
    const entries = lineUp(batches, (name) => catalog.customers.get(name) ?? learned.get(name));
    const named = naming(entries);
    if (named.length > 0) judgeNamed(named, await findNamedSubscriptions(client, named));

    const withHold = holding(entries);
    if (withHold.length > 0) judgeHolding(withHold, await findNamedHolds(client, withHold));

    const { firsts, repeats } = splitRepeats(entries);
    relaxFirsts(firsts, repeats);
    const recordedNow = recordingTime();
    const recordedAt = formatInstant(recordedNow);
    const storedBefore = await insertNewEvents(client, { workspaceId, metersVersion, recordedAt }, firsts);
    const undecided = judgeNew(firsts, repeats, storedBefore);
    const conflicts = await findConflicts(client, undecided);
    for (const entry of undecided) entry.judgement = conflicts.has(entry) ? 'EVENT_ID_CONFLICT' : 'DUPLICATE';

    await drawForEvents(
      deps,
      client,
      { workspaceId, catalog, recordedAt: recordedNow },
      entries.filter((entry) => entry.judgement === 'RECORDED'),
    );
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
    await addDeltas(client, deltas);
    const customerIds = [...new Set(recorded.map((entry) => entry.customerId))];
    const announcement = { kind: 'usage', workspaceId, customerIds, recordedAt } as const;
    await commit((to) => deps.announcer.commit(to, recorded.length > 0 ? announcement : null));
    deps.catalogs.remember(catalog, learned);
    return outcomes;
  });
}

function countedEvent({ customerId, event }: Entry) {
  const { eventId, name, occurredAt, properties, subscriptionId } = event;
  return { customerId, eventId, name, occurredAt, properties, subscriptionId };
}
