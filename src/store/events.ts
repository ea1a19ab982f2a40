import type { EventKey } from '../core/events/batch.ts';
import { type Entry, keyText } from '../core/events/entry.ts';
import type { JsonObject } from '../core/json.ts';
import { canName } from '../core/text.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { instantOf } from './columns.ts';
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
  /** The subscription that it names to pay for it. */
  readonly subscriptionId: string | null;
};

/** A row of the table `event` as the driver gives it. */
export type EventColumns = {
  customer_id: string;
  event_id: string;
  workspace_id: string;
  name: string;
  occurred_at: string;
  recorded_at: string;
  voided_at: string | null;
  properties: JsonObject;
  subscription_id: string | null;
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
    subscriptionIds: sorted.map((entry) => entry.event.subscriptionId),
  });
  return new Set(rows.map((row) => keyText({ customerId: row.customer_id, eventId: row.event_id })));
}

/** Takes events out again that this transaction has inserted: as if they had never been sent. */
export async function removeEvents(on: Queryable, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  await on.query({
    name: 'remove_events',
    text: `
      DELETE FROM event e USING unnest($1::uuid[], $2::text[]) AS n (customer_id, event_id)
      WHERE e.customer_id = n.customer_id AND e.event_id = n.event_id`,
    values: [entries.map((entry) => entry.customerId), entries.map(({ event }) => event.eventId)],
  });
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
  const { rows } = await database.pool.query<EventColumns>({
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
    return row === undefined ? null : eventOfRow(row);
  });
}

/** The events that one flush recorded, at most `limit`. */
export async function findRecorded(
  database: Database,
  flush: { readonly workspaceId: string; readonly recordedAt: string },
  limit: number,
): Promise<EventRow[]> {
  const { rows } = await database.pool.query<EventColumns>({
    name: 'find_recorded',
    text: `
      SELECT * FROM event WHERE workspace_id = $1 AND recorded_at = $2
      ORDER BY occurred_at, customer_id, event_id LIMIT $3`,
    values: [flush.workspaceId, flush.recordedAt, limit],
  });
  return rows.map(eventOfRow);
}

/** Recorded in a workspace since an instant, or ever: the newest, at most `limit`, in the order in which they were. */
export async function findRecordedSince(
  database: Database,
  since: { readonly workspaceId: string; readonly recordedAt: Instant | null },
  limit: number,
): Promise<EventRow[]> {
  const { rows } = await database.pool.query<EventColumns>({
    name: 'find_recorded_since',
    text: `
      SELECT * FROM event WHERE workspace_id = $1 AND recorded_at >= coalesce($2::timestamptz, '-infinity')
      ORDER BY recorded_at DESC, occurred_at DESC, customer_id DESC, event_id DESC LIMIT $3`,
    values: [since.workspaceId, since.recordedAt === null ? null : formatInstant(since.recordedAt), limit],
  });
  return rows.map(eventOfRow).reverse();
}

// By code unit and not in the database's order: any order will do as long as every flush has the same.
function byKey(a: Entry, b: Entry): number {
  if (a.customerId !== b.customerId) return a.customerId < b.customerId ? -1 : 1;
  return a.event.eventId < b.event.eventId ? -1 : a.event.eventId > b.event.eventId ? 1 : 0;
}

export function eventOfRow(row: EventColumns): EventRow {
  return {
    customerId: row.customer_id,
    eventId: row.event_id,
    workspaceId: row.workspace_id,
    name: row.name,
    occurredAt: instantOf(row.occurred_at),
    recordedAt: instantOf(row.recorded_at),
    voidedAt: row.voided_at === null ? null : instantOf(row.voided_at),
    properties: row.properties,
    subscriptionId: row.subscription_id,
  };
}
