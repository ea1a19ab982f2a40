import type { EventKey } from '../core/events/batch.ts';
import { canName } from '../core/text.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { fromBound, toBound } from './columns.ts';
import type { Database } from './database.ts';
import { type EventColumns, type EventRow, eventOfRow } from './events.ts';

/** A place in a list of events. `at` is when it occurred in one customer's list, when it was recorded in everybody's. */
export type EventCursor = EventKey & { readonly at: Instant };

export type EventListFilter = {
  readonly workspaceId: string;
  readonly name: string | null;
  /** Of `occurredAt`, half-open. */
  readonly from: Instant | null;
  readonly to: Instant | null;
};

export type EventPage = {
  readonly limit: number;
  readonly after: EventCursor | null;
  readonly before: EventCursor | null;
  readonly backwards: boolean;
};

/** A page of all events of a workspace, those first that were recorded last. */
export async function listEvents(database: Database, filter: EventListFilter, page: EventPage): Promise<EventRow[]> {
  if (filter.name !== null && !canName(filter.name)) return [];
  const { rows } = await database.pool.query<EventColumns>({
    text: `
      SELECT e.* FROM event e
      WHERE e.workspace_id = $1 AND ${conditions('recorded_at', page)}`,
    values: [filter.workspaceId, ...valuesOf(filter, page)],
  });
  const events = rows.map(eventOfRow);
  return page.backwards ? events.reverse() : events;
}

/** The same page of each customer's events, those first that occurred last. One statement, however many customers. */
export async function listCustomersEvents(
  database: Database,
  customerIds: readonly string[],
  filter: EventListFilter,
  page: EventPage,
): Promise<EventRow[][]> {
  if (filter.name !== null && !canName(filter.name)) return customerIds.map(() => []);
  const { rows } = await database.pool.query<EventColumns>({
    text: `
      SELECT page.* FROM unnest($12::uuid[]) AS customer (id)
      CROSS JOIN LATERAL (
        SELECT e.* FROM event e
        WHERE e.workspace_id = $1 AND e.customer_id = customer.id AND ${conditions('occurred_at', page)}
      ) page
      ORDER BY page.occurred_at DESC, page.event_id DESC`,
    values: [filter.workspaceId, ...valuesOf(filter, page), customerIds],
  });
  const lists = new Map<string, EventRow[]>(customerIds.map((id) => [id, []]));
  for (const row of rows) lists.get(row.customer_id)?.push(eventOfRow(row));
  return customerIds.map((id) => lists.get(id) ?? []);
}

/** Events of one customer that were recorded, or voided, together. */
export type EventMark = {
  readonly customerId: string;
  readonly by: 'recorded_at' | 'voided_at';
  readonly at: Instant;
};

/** A page of them, those first that occurred last. */
export async function listMarkedEvents(
  database: Database,
  mark: EventMark,
  filter: EventListFilter,
  page: EventPage,
): Promise<EventRow[]> {
  const { rows } = await database.pool.query<EventColumns>({
    text: `
      SELECT e.* FROM event e
      WHERE e.workspace_id = $1 AND e.customer_id = $12 AND e.${mark.by} = $13
        AND ${conditions('occurred_at', page)}`,
    values: [filter.workspaceId, ...valuesOf(filter, page), mark.customerId, formatInstant(mark.at)],
  });
  const events = rows.map(eventOfRow);
  return page.backwards ? events.reverse() : events;
}

function valuesOf(filter: EventListFilter, page: EventPage): unknown[] {
  return [
    filter.name,
    fromBound(filter.from),
    toBound(filter.to),
    ...cursorValues(page.after),
    ...cursorValues(page.before),
    page.limit,
  ];
}

function cursorValues(cursor: EventCursor | null): (string | null)[] {
  return cursor === null ? [null, null, null] : [formatInstant(cursor.at), cursor.customerId, cursor.eventId];
}

function conditions(time: 'recorded_at' | 'occurred_at', page: EventPage): string {
  const order = [`e.${time}`, 'e.customer_id', 'e.event_id'];
  const place = `(${order.join(', ')})`;
  const direction = page.backwards ? 'ASC' : 'DESC';
  return `($2::text IS NULL OR e.name = $2)
        AND e.occurred_at >= $3 AND e.occurred_at < $4
        AND ($5::timestamptz IS NULL OR ${place} < ($5, $6::uuid, $7::text))
        AND ($8::timestamptz IS NULL OR ${place} > ($8, $9::uuid, $10::text))
      ORDER BY ${order.map((column) => `${column} ${direction}`).join(', ')}
      LIMIT $11`;
}
