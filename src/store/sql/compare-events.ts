import { jsonArray, plainArray, textArray } from './arrays.ts';
import type { Statement } from './statement.ts';

export type EventContents = {
  readonly customerIds: readonly string[];
  readonly eventIds: readonly string[];
  /** Null where the sender gave no timestamp: then it is not part of the content. */
  readonly occurredAt: readonly (string | null)[];
  readonly names: readonly string[];
  readonly properties: readonly string[];
};

/** Gives the positions, from 1, of those whose content differs from that of the stored event of the same identity. */
export const compareEvents: Statement<EventContents, { position: string }> = {
  name: 'compare_events',
  text: `
    SELECT i.position
    FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::jsonb[])
      WITH ORDINALITY AS i (customer_id, event_id, occurred_at, name, properties, position)
    CROSS JOIN LATERAL (
      SELECT * FROM event WHERE event.customer_id = i.customer_id AND event.event_id = i.event_id
    ) e
    WHERE e.name <> i.name OR e.occurred_at <> i.occurred_at OR e.properties <> i.properties`,
  values: (p) => [
    plainArray(p.customerIds),
    textArray(p.eventIds),
    plainArray(p.occurredAt),
    textArray(p.names),
    jsonArray(p.properties),
  ],
};
