import type { JsonObject } from '../../core/json.ts';
import type { Statement } from './statement.ts';

export type EventSelection = {
  readonly workspaceId: string;
  readonly customerId: string | null;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly afterCustomerId: string;
  readonly afterEventId: string;
  readonly limit: number;
};

export type SelectedEvent = {
  customer_id: string;
  event_id: string;
  occurred_at: string;
  properties: JsonObject;
};

/** The next events of one name in a period, of one customer or all, in the order of their identity. */
export const walkEvents: Statement<EventSelection, SelectedEvent> = {
  name: 'walk_events',
  text: `
    SELECT customer_id, event_id, occurred_at, properties
    FROM event
    WHERE (customer_id, event_id) > ($6::uuid, $7::text)
      AND workspace_id = $1 AND ($2::uuid IS NULL OR customer_id = $2) AND name = $3
      AND occurred_at >= $4 AND occurred_at < $5 AND voided_at IS NULL
    ORDER BY customer_id, event_id
    LIMIT $8`,
  values: (p) => [p.workspaceId, p.customerId, p.name, p.from, p.to, p.afterCustomerId, p.afterEventId, p.limit],
};
