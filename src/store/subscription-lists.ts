import { canName } from '../core/text.ts';
import type { Page } from './meters.ts';
import type { Queryable } from './sql/statement.ts';
import { type SubscriptionColumns, type SubscriptionRow, subscriptionOfRow } from './subscriptions.ts';

export type SubscriptionStatus = 'SCHEDULED' | 'ACTIVE' | 'ENDED';

export type SubscriptionListFilter = {
  readonly workspaceId: string;
  readonly status: SubscriptionStatus | null;
  /** The key of the product that it is to now. */
  readonly product: string | null;
};

/** Subscriptions of all customers, in the order they were made. */
export async function listSubscriptions(
  on: Queryable,
  filter: SubscriptionListFilter,
  page: Page,
): Promise<SubscriptionRow[]> {
  if (filter.product !== null && !canName(filter.product)) return [];
  const { rows } = await on.query<SubscriptionColumns>({
    text: `
      SELECT s.* FROM subscription s
      WHERE s.workspace_id = $1 AND ($2::uuid IS NULL OR s.id > $2) AND ($3::uuid IS NULL OR s.id < $3)
        AND ($5::text IS NULL OR ${statusColumn} = $5)
        AND ($6::text IS NULL OR s.version_id IN (
          SELECT v.id FROM product_version v JOIN product p ON p.id = v.product_id WHERE p.workspace_id = $1 AND p.key = $6
        ))
      ORDER BY s.id ${page.backwards ? 'DESC' : 'ASC'} LIMIT $4`,
    values: [filter.workspaceId, page.after, page.before, page.limit, filter.status, filter.product],
  });
  const found = rows.map(subscriptionOfRow);
  return page.backwards ? found.reverse() : found;
}

/** Where a subscription is in its life. */
export function statusOf({ dueAt, periodIndex }: Pick<SubscriptionRow, 'dueAt' | 'periodIndex'>): SubscriptionStatus {
  if (dueAt === null) return 'ENDED';
  return periodIndex < 0 ? 'SCHEDULED' : 'ACTIVE';
}

/** The same of a row. */
const statusColumn = `
  CASE WHEN s.due_at IS NULL THEN 'ENDED' WHEN s.period_index < 0 THEN 'SCHEDULED' ELSE 'ACTIVE' END`;

/** The same page of each customer's subscriptions, in the order they were made. One statement for all of them. */
export async function listCustomersSubscriptions(
  on: Queryable,
  customerIds: readonly string[],
  page: Page,
): Promise<SubscriptionRow[][]> {
  const { rows } = await on.query<SubscriptionColumns>({
    text: `
      SELECT page.* FROM unnest($1::uuid[]) AS customer (id)
      CROSS JOIN LATERAL (
        SELECT s.* FROM subscription s
        WHERE s.customer_id = customer.id AND ($2::uuid IS NULL OR s.id > $2) AND ($3::uuid IS NULL OR s.id < $3)
        ORDER BY s.id ${page.backwards ? 'DESC' : 'ASC'} LIMIT $4
      ) page
      ORDER BY page.id`,
    values: [customerIds, page.after, page.before, page.limit],
  });
  const lists = new Map<string, SubscriptionRow[]>(customerIds.map((id) => [id, []]));
  for (const row of rows) lists.get(row.customer_id)?.push(subscriptionOfRow(row));
  return customerIds.map((id) => lists.get(id) ?? []);
}
