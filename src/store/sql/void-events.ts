import type { JsonObject } from '../../core/json.ts';
import type { Statement } from './statement.ts';

export type EventsToVoid = {
  readonly customerId: string;
  readonly workspaceId: string;
  readonly eventIds: readonly string[];
};

export type LockedEvent = {
  event_id: string;
  name: string;
  occurred_at: string;
  meters_version: number;
  voided: boolean;
  properties: JsonObject;
  subscription_id: string | null;
};

/** Takes events for this transaction, in the order of their ids so that two that void the same ones do not deadlock. */
export const lockEvents: Statement<EventsToVoid, LockedEvent> = {
  name: 'lock_events',
  text: `
    SELECT event_id, name, occurred_at, meters_version, voided_at IS NOT NULL AS voided, properties, subscription_id
    FROM event WHERE customer_id = $1 AND workspace_id = $2 AND event_id = ANY ($3::text[])
    ORDER BY event_id FOR UPDATE`,
  values: (p) => [p.customerId, p.workspaceId, p.eventIds],
};

/** Marks events as voided. They stay readable, and their ids stay taken. */
export const markVoided: Statement<
  { readonly customerId: string; readonly eventIds: readonly string[]; readonly voidedAt: string },
  never
> = {
  name: 'mark_voided',
  text: 'UPDATE event SET voided_at = $3 WHERE customer_id = $1 AND event_id = ANY ($2::text[])',
  values: (p) => [p.customerId, p.eventIds, p.voidedAt],
};
