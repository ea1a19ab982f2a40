import type { EventKey } from '../core/events/batch.ts';
import { type Entry, keyText } from '../core/events/entry.ts';
import type { JsonObject } from '../core/json.ts';
import { canName } from '../core/text.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { fromBound, instantOf, toBound } from './columns.ts';
import type { Database } from './database.ts';
import { compareEvents } from './sql/compare-events.ts';
import { insertEvents } from './sql/insert-events.ts';
import { type Queryable, run } from './sql/statement.ts';

/** An event as it is stored. */
export type EventRow = EventKey & {
  readonly workspaceId: string;
  readonly name: string;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly voidedAt: Instant | null;
  readonly properties: JsonObject;
};

/** A place in a list of events. `at` is when it occurred in one customer's list, when it was recorded in everybody's. */
export type EventCursor = EventKey & { readonly at: Instant };

export type EventListFilter = {
  readonly workspaceId: string;
  readonly customerId: string | null;
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

type Columns = {
  customer_id: string;
  event_id: string;
  workspace_id: string;
  name: string;
  occurred_at: string;
  recorded_at: string;
  voided_at: string | null;
  properties: JsonObject;
};

/** Stores what is not stored yet and gives the keys, as text, of what already was. */
export async function insertNewEvents(
  on: Queryable,
  flush: { readonly workspaceId: string; readonly metersVersion: number; readonly recordedAt: string },
  entries: readonly Entry[],
): Promise<Set<string>> {
  if (entries.length === 0) return new Set();
  const sorted = [...entries].sort(byKey);
  const { rows } = await run(on, insertEvents, {
    ...flush,
    customerIds: sorted.map((entry) => entry.customerId),
    eventIds: sorted.map((entry) => entry.event.eventId),
    occurredAt: sorted.map((entry) => formatInstant(entry.event.occurredAt)),
    names: sorted.map((entry) => entry.event.name),
    properties: sorted.map((entry) => entry.event.propertiesText),
  });
  return new Set(rows.map((row) => keyText({ customerId: row.customer_id, eventId: row.event_id })));
}

/** Of events whose identity is stored: those that say something else than the stored one. */
export async function findConflicts(on: Queryable, entries: readonly Entry[]): Promise<Set<Entry>> {
  if (entries.length === 0) return new Set();
  const { rows } = await run(on, compareEvents, {
    customerIds: entries.map((entry) => entry.customerId),
    eventIds: entries.map((entry) => entry.event.eventId),
    occurredAt: entries.map(({ event }) => (event.timestampGiven ? formatInstant(event.occurredAt) : null)),
    names: entries.map((entry) => entry.event.name),
    properties: entries.map((entry) => entry.event.propertiesText),
  });
  return new Set(rows.map((row) => entries[Number(row.position) - 1] as Entry));
}

/** The stored events with these keys, in their order; null for one that this workspace does not have. */
export async function findEvents(
  database: Database,
  workspaceId: string,
  keys: readonly EventKey[],
): Promise<(EventRow | null)[]> {
  const possible = keys.filter((key) => canName(key.eventId));
  const { rows } = await database.pool.query<Columns>({
    name: 'find_events',
    text: `
      SELECT e.* FROM unnest($2::uuid[], $3::text[]) AS k (customer_id, event_id)
      JOIN event e ON e.customer_id = k.customer_id AND e.event_id = k.event_id
      WHERE e.workspace_id = $1`,
    values: [workspaceId, possible.map((key) => key.customerId), possible.map((key) => key.eventId)],
  });
  const found = new Map(rows.map((row) => [keyText({ customerId: row.customer_id, eventId: row.event_id }), row]));
  return keys.map((key) => {
    const row = found.get(keyText(key));
    return row === undefined ? null : fromRow(row);
  });
}

/** Events, newest first: by when they occurred for one customer, by when they were recorded for all of them. */
export async function listEvents(database: Database, filter: EventListFilter, page: EventPage): Promise<EventRow[]> {
  if (filter.name !== null && !canName(filter.name)) return [];
  // Two texts, because each is answered from the right end of its own index.
  const [scope, order] =
    filter.customerId === null
      ? ['e.workspace_id = $1 AND $2::uuid IS NULL', ['e.recorded_at', 'e.customer_id', 'e.event_id']]
      : ['e.workspace_id = $1 AND e.customer_id = $2::uuid', ['e.occurred_at', 'e.customer_id', 'e.event_id']];
  const place = `(${order.join(', ')})`;
  const direction = page.backwards ? 'ASC' : 'DESC';
  const { rows } = await database.pool.query<Columns>({
    text: `
      SELECT e.* FROM event e
      WHERE ${scope}
        AND ($3::text IS NULL OR e.name = $3)
        AND e.occurred_at >= $4 AND e.occurred_at < $5
        AND ($6::timestamptz IS NULL OR ${place} < ($6, $7::uuid, $8::text))
        AND ($9::timestamptz IS NULL OR ${place} > ($9, $10::uuid, $11::text))
      ORDER BY ${order.map((column) => `${column} ${direction}`).join(', ')}
      LIMIT $12`,
    values: [
      filter.workspaceId,
      filter.customerId,
      filter.name,
      fromBound(filter.from),
      toBound(filter.to),
      ...cursorValues(page.after),
      ...cursorValues(page.before),
      page.limit,
    ],
  });
  const events = rows.map(fromRow);
  return page.backwards ? events.reverse() : events;
}

/** The events that one flush recorded, at most `limit`. */
export async function findRecorded(
  database: Database,
  flush: { readonly workspaceId: string; readonly recordedAt: string },
  limit: number,
): Promise<EventRow[]> {
  const { rows } = await database.pool.query<Columns>({
    name: 'find_recorded',
    text: `
      SELECT * FROM event WHERE workspace_id = $1 AND recorded_at = $2
      ORDER BY occurred_at, customer_id, event_id LIMIT $3`,
    values: [flush.workspaceId, flush.recordedAt, limit],
  });
  return rows.map(fromRow);
}

function cursorValues(cursor: EventCursor | null): (string | null)[] {
  return cursor === null ? [null, null, null] : [formatInstant(cursor.at), cursor.customerId, cursor.eventId];
}

// By code unit and not in the database's order: any order will do as long as every flush has the same.
function byKey(a: Entry, b: Entry): number {
  if (a.customerId !== b.customerId) return a.customerId < b.customerId ? -1 : 1;
  return a.event.eventId < b.event.eventId ? -1 : a.event.eventId > b.event.eventId ? 1 : 0;
}

function fromRow(row: Columns): EventRow {
  return {
    customerId: row.customer_id,
    eventId: row.event_id,
    workspaceId: row.workspace_id,
    name: row.name,
    occurredAt: instantOf(row.occurred_at),
    recordedAt: instantOf(row.recorded_at),
    voidedAt: row.voided_at === null ? null : instantOf(row.voided_at),
    properties: row.properties,
  };
}
