import type { Draw } from '../core/credits/usage-draw.ts';
import { compileMeter } from '../core/meters/measure.ts';
import type { MeterDefinition } from '../core/meters/meter.ts';
import type { Database } from '../store/database.ts';
import { type EventMark, type EventPage, listMarkedEvents } from '../store/event-lists.ts';
import type { EventRow } from '../store/events.ts';
import type { LedgerRow } from '../store/ledger.ts';
import { readAllMeters } from '../store/meters.ts';
import { pays } from './draw-for-events.ts';
import { filterEvents } from './filter-events.ts';

/**
 * A page of the events that made an entry of a ledger, the latest first: those that were recorded, or voided, in the
 * transaction that wrote it, and whose usage its draw pays for. Entries of one draw in one transaction share theirs.
 */
export async function readEntryEvents(
  database: Database,
  workspaceId: string,
  entry: LedgerRow,
  draw: Draw,
  page: EventPage,
): Promise<EventRow[]> {
  const mark = markOf(entry);
  if (mark === null) return [];
  const meter = (await readAllMeters(database.pool, workspaceId)).find(({ id }) => id === draw.meterId);
  if (meter === undefined) throw new Error(`There is no meter ${draw.meterId}.`);
  const filter = { workspaceId, name: meter.eventName, ...draw.period };
  return await filterEvents((at) => listMarkedEvents(database, mark, filter, at), paidBy(draw, meter), page);
}

/** Whether a draw pays for an event's usage of its meter. */
export function paidBy(draw: Draw, meter: MeterDefinition): (event: EventRow) => boolean {
  const measure = compileMeter(meter);
  const { from, to } = draw.period;
  return (event) =>
    from <= event.occurredAt && event.occurredAt < to && pays(draw, event) && typeof measure(event) !== 'string';
}

/** Which events an entry was written together with; null where it was with none. */
export function markOf({ cause, customerId, recordedAt: at }: LedgerRow): EventMark | null {
  if (cause === 'EVENTS') return { customerId, by: 'recorded_at', at };
  return cause === 'VOIDED_EVENTS' ? { customerId, by: 'voided_at', at } : null;
}
