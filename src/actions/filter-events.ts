import { RequestError } from '../core/errors.ts';
import type { EventPage } from '../store/event-lists.ts';
import type { EventRow } from '../store/events.ts';

const eventsAtOnce = 500;
const roundsMax = 200;

/**
 * A page of the events of a list that `counts` lets through, where the database cannot tell. Throws RequestError when
 * 100,000 events of the list do not fill it.
 */
export async function filterEvents(
  read: (page: EventPage) => Promise<EventRow[]>,
  counts: (event: EventRow) => boolean,
  page: EventPage,
): Promise<EventRow[]> {
  const found: EventRow[] = [];
  let at = page;
  for (let round = 0; round < roundsMax; round += 1) {
    const events = await read({ ...at, limit: eventsAtOnce });
    const counted = events.filter(counts);
    if (page.backwards) found.unshift(...counted);
    else found.push(...counted);
    const edge = page.backwards ? events[0] : events.at(-1);
    if (found.length >= page.limit || events.length < eventsAtOnce || edge === undefined) {
      return page.backwards ? found.slice(-page.limit) : found.slice(0, page.limit);
    }
    const place = { at: edge.occurredAt, customerId: edge.customerId, eventId: edge.eventId };
    at = page.backwards ? { ...at, before: place } : { ...at, after: place };
  }
  throw new RequestError('Hardly any event of this name counts here. List the customer’s events instead.');
}
