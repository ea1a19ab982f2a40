import { jsonArray, plainArray, textArray } from './arrays.ts';
import type { Statement } from './statement.ts';

export type NewEvents = {
  readonly workspaceId: string;
  readonly metersVersion: number;
  readonly recordedAt: string;
  readonly customerIds: readonly string[];
  readonly eventIds: readonly string[];
  readonly occurredAt: readonly string[];
  readonly names: readonly string[];
  readonly properties: readonly string[];
  readonly subscriptionIds: readonly (string | null)[];
};

/**
 * Stores the events that are not stored yet and gives back the identities of those that already were.
 *
 * The arrays are sorted by (customer, id): two flushes that carry the same ids in opposite order would deadlock.
 */
export const insertEvents: Statement<NewEvents, { customer_id: string; event_id: string }> = {
  name: 'insert_events',
  text: `
    WITH incoming AS (
      SELECT *
      FROM unnest($4::uuid[], $5::text[], $6::timestamptz[], $7::text[], $8::jsonb[], $9::uuid[])
        AS e (customer_id, event_id, occurred_at, name, properties, subscription_id)
    ),
    inserted AS (
      INSERT INTO event (
        customer_id, workspace_id, occurred_at, recorded_at, meters_version, event_id, name, properties, subscription_id
      )
      SELECT
        customer_id, $1::uuid, occurred_at, $3::timestamptz, $2::integer, event_id, name, properties, subscription_id
      FROM incoming
      ON CONFLICT (customer_id, event_id) DO NOTHING
      RETURNING customer_id, event_id
    )
    SELECT customer_id, event_id FROM incoming
    EXCEPT
    SELECT customer_id, event_id FROM inserted`,
  values: (p) => [
    p.workspaceId,
    p.metersVersion,
    p.recordedAt,
    plainArray(p.customerIds),
    textArray(p.eventIds),
    plainArray(p.occurredAt),
    textArray(p.names),
    jsonArray(p.properties),
    plainArray(p.subscriptionIds),
  ],
};
