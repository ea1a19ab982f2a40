import type { Database } from '../../src/store/database.ts';

/** A customer with as many subscriptions as asked for, as rows: nothing bills them. */
export async function createTestSubscriptions(
  database: Database,
  workspaceId: string,
  externalId: string,
  count: number,
): Promise<{ customerId: string; subscriptionIds: string[] }> {
  const { rows } = await database.pool.query<{ customer_id: string; id: string }>(
    `WITH made AS (
      INSERT INTO customer (id, workspace_id, external_id, created_at)
      VALUES (gen_random_uuid(), $1, $2, now()) RETURNING id
    )
    INSERT INTO subscription
      (customer_id, id, workspace_id, starts_at, time_zone, version_id, quantity, next_invoice_id, created_at)
    SELECT id, gen_random_uuid(), $1, now(), 'UTC', gen_random_uuid(), 1, gen_random_uuid(), now()
    FROM made, generate_series(1, $3)
    RETURNING customer_id, id`,
    [workspaceId, externalId, count],
  );
  return { customerId: rows[0]?.customer_id ?? '', subscriptionIds: rows.map(({ id }) => id) };
}
