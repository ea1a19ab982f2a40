import type { JsonObject } from '../../core/json.ts';
import type { Statement } from './statement.ts';

export type EventWalk = {
  readonly workspaceId: string;
  readonly afterCustomerId: string;
  readonly afterEventId: string;
  /** How many stored events one page walks past, wanted or not. */
  readonly size: number;
  readonly name: string;
  /** Only events recorded under an earlier version. */
  readonly versionBelow: number;
};

/** One row says where the page ends and how many events it walked past; the others are the wanted events. */
export type WalkedEvent = {
  customer_id: string;
  event_id: string;
  occurred_at: string | null;
  properties: JsonObject | null;
  subscription_id: string | null;
  walked: string | null;
};

/** The next page of a workspace's events in the order of their identity, for a build. */
export const pageEvents: Statement<EventWalk, WalkedEvent> = {
  name: 'page_events',
  text: `
    WITH page AS MATERIALIZED (
      SELECT * FROM event
      WHERE (customer_id, event_id) > ($2::uuid, $3::text) AND workspace_id = $1
      ORDER BY customer_id, event_id
      LIMIT $4
    )
    SELECT customer_id, event_id, occurred_at, properties, subscription_id, NULL AS walked
    FROM page
    WHERE name = $5 AND voided_at IS NULL AND meters_version < $6
    UNION ALL
    (
      SELECT customer_id, event_id, NULL, NULL, NULL, (SELECT count(*) FROM page)::text
      FROM page ORDER BY customer_id DESC, event_id DESC LIMIT 1
    )`,
  values: (p) => [p.workspaceId, p.afterCustomerId, p.afterEventId, p.size, p.name, p.versionBelow],
};
