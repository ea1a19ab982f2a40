import { formatInstant, type Instant } from '../core/time/instant.ts';
import type { Queryable } from './sql/statement.ts';
import { type SubscriptionColumns, type SubscriptionRow, subscriptionOfRow } from './subscriptions.ts';

/** Those whose period has ended or whose first one has begun, the longest overdue first. */
export async function findDueSubscriptions(
  on: Queryable,
  workspaceId: string,
  until: Instant,
  limit: number,
): Promise<SubscriptionRow[]> {
  const { rows } = await on.query<SubscriptionColumns>({
    name: 'find_due_subscriptions',
    text: 'SELECT * FROM subscription WHERE workspace_id = $1 AND due_at <= $2 ORDER BY due_at, id LIMIT $3',
    values: [workspaceId, formatInstant(until), limit],
  });
  return rows.map(subscriptionOfRow);
}

/** As `findDueSubscriptions`, those of these customers. */
export async function findDueSubscriptionsOf(
  on: Queryable,
  workspaceId: string,
  customerIds: readonly string[],
  until: Instant,
): Promise<SubscriptionRow[]> {
  const { rows } = await on.query<SubscriptionColumns>({
    name: 'find_due_subscriptions_of',
    text: `
      SELECT * FROM subscription WHERE customer_id = ANY ($2::uuid[]) AND workspace_id = $1 AND due_at <= $3
      ORDER BY due_at, id`,
    values: [workspaceId, customerIds, formatInstant(until)],
  });
  return rows.map(subscriptionOfRow);
}
