import { type EventListFilter, type EventPage, listCustomersEvents } from '../../store/event-lists.ts';
import type { EventRow } from '../../store/events.ts';
import type { Context } from '../context.ts';
import { pageLoader } from '../page-loaders.ts';

type FilteredPage = { readonly filter: EventListFilter; readonly page: EventPage };

const eventPages = pageLoader(
  ({ deps }, customerIds: readonly string[], { filter, page }: FilteredPage) =>
    listCustomersEvents(deps.database, customerIds, filter, page),
  (customerId) => customerId,
);

/** A page of one customer's events, however many customers are asked for theirs at once. */
export async function customerEvents(
  context: Context,
  customerId: string,
  filter: EventListFilter,
  page: EventPage,
): Promise<EventRow[]> {
  return await eventPages(context, customerId, { filter, page });
}
