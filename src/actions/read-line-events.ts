import { compileMeter } from '../core/meters/measure.ts';
import type { Window } from '../core/time/window.ts';
import type { Database } from '../store/database.ts';
import { type EventPage, listCustomersEvents } from '../store/event-lists.ts';
import type { EventRow } from '../store/events.ts';
import { readAllMeters } from '../store/meters.ts';
import { filterEvents } from './filter-events.ts';
import { readPayingSpans } from './paid-spans.ts';

/** What a line of an invoice is about: the usage of a meter in a time that one subscription pays for. */
export type LineUsage = {
  readonly workspaceId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly meterId: string;
  readonly within: Window;
};

/**
 * A page of the events that a usage line is made of, the latest first: those the meter counts now, and this subscription
 * pays for. Throws RequestError when 100,000 stored events do not fill it.
 */
export async function readLineEvents(database: Database, line: LineUsage, page: EventPage): Promise<EventRow[]> {
  const { workspaceId, customerId, subscriptionId, meterId, within } = line;
  const meter = (await readAllMeters(database.pool, workspaceId)).find(({ id }) => id === meterId);
  if (meter === undefined) throw new Error(`There is no meter ${meterId}.`);
  const spans = await readPayingSpans(database.pool, { customerId, subscriptionId, meterId }, within);
  const measure = compileMeter(meter);
  const counts = (event: EventRow) =>
    event.voidedAt === null &&
    (event.subscriptionId === subscriptionId ||
      (event.subscriptionId === null &&
        spans.some(({ from, to }) => from <= event.occurredAt && event.occurredAt < to))) &&
    typeof measure(event) !== 'string';

  const filter = { workspaceId, name: meter.eventName, from: within.from, to: within.to };
  const read = async (at: EventPage) => (await listCustomersEvents(database, [customerId], filter, at))[0] ?? [];
  return await filterEvents(read, counts, page);
}
