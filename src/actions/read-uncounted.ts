import { compileMeter } from '../core/meters/measure.ts';
import { type Uncounted, uncounted } from '../core/meters/uncounted.ts';
import type { Database } from '../store/database.ts';
import { listEvents } from '../store/event-lists.ts';
import type { EventRow } from '../store/events.ts';
import { findCountingMeters, type MeterRow } from '../store/meters.ts';

const latest = { limit: 1_000, after: null, before: null, backwards: false };
const groupsMax = 50;

export type UncountedLately = {
  readonly groups: readonly Uncounted<MeterRow, EventRow>[];
  /** How many events that was worked out from. */
  readonly eventsRead: number;
};

/**
 * Of the latest 1,000 events that were recorded, those that no meter counts as meters are now, or that one could not: at
 * most 50 groups, each with its latest event. A voided one counts nowhere, and that is right. Two statements.
 */
export async function readUncounted(database: Database, workspaceId: string): Promise<UncountedLately> {
  const filter = { workspaceId, name: null, from: null, to: null };
  const events = (await listEvents(database, filter, latest)).filter(({ voidedAt }) => voidedAt === null);
  const names = [...new Set(events.map(({ name }) => name))];
  const meters = await findCountingMeters(database.pool, workspaceId, names);
  const compiled = meters.map((meter) => ({ ...meter, measure: compileMeter(meter) }));
  return { groups: uncounted(compiled, events).slice(0, groupsMax), eventsRead: events.length };
}
