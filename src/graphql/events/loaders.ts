import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import { type EventListFilter, type EventPage, listCustomersEvents } from '../../store/event-lists.ts';
import type { EventRow } from '../../store/events.ts';
import type { Context } from '../context.ts';

type Lists = DataLoader<string, EventRow[]>;

/** One loader for each field of a request with other arguments: what they load together is the same page. */
const loaders = createContextCache((_context: Context) => new Map<string, Lists>());

/** A page of one customer's events, however many customers are asked for theirs at once. */
export async function customerEvents(
  context: Context,
  customerId: string,
  filter: EventListFilter,
  page: EventPage,
): Promise<EventRow[]> {
  const key = JSON.stringify([filter, page], (_name, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  const known = loaders(context);
  const loader =
    known.get(key) ??
    new DataLoader(async (ids: readonly string[]) => listCustomersEvents(context.deps.database, ids, filter, page));
  known.set(key, loader);
  return await loader.load(customerId);
}
