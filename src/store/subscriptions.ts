import type { Seats } from '../core/pricing/charge.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { instantOf, instantText } from './columns.ts';
import type { Queryable } from './sql/statement.ts';

/** A customer's commitment to the prices of a product. */
export type SubscriptionRow = {
  readonly customerId: string;
  readonly id: string;
  readonly workspaceId: string;
  /** The anchor of all its periods. */
  readonly startsAt: Instant;
  readonly timeZone: string;
  readonly endedAt: Instant | null;
  readonly versionId: string;
  readonly quantity: Seats;
  /** What takes effect when the period at hand ends. */
  readonly nextVersionId: string | null;
  readonly nextQuantity: Seats | null;
  readonly endsWithPeriod: boolean;
  /** The period at hand; -1 before the first. */
  readonly periodIndex: number;
  /** When the period at hand ends, or the first one begins; null after the last. */
  readonly dueAt: Instant | null;
  readonly nextInvoiceId: string;
  readonly createdAt: Instant;
};

/** A row of the table `subscription` as the driver gives it. */
export type SubscriptionColumns = {
  customer_id: string;
  id: string;
  workspace_id: string;
  starts_at: string;
  time_zone: string;
  ended_at: string | null;
  version_id: string;
  quantity: Seats;
  next_version_id: string | null;
  next_quantity: Seats | null;
  ends_with_period: boolean;
  period_index: number;
  due_at: string | null;
  next_invoice_id: string;
  created_at: string;
};

/** By id; those of other workspaces are not found, and with `customerId` those of other customers neither. */
export async function findSubscriptions(
  on: Queryable,
  sight: { readonly workspaceId: string; readonly customerId: string | null },
  ids: readonly string[],
): Promise<Map<string, SubscriptionRow>> {
  const { rows } = await on.query<SubscriptionColumns>({
    name: 'find_subscriptions',
    text: `
      SELECT * FROM subscription
      WHERE workspace_id = $1 AND id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR customer_id = $3)`,
    values: [sight.workspaceId, ids, sight.customerId],
  });
  return new Map(rows.map((row) => [row.id, subscriptionOfRow(row)]));
}

/** All subscriptions of these customers, in the order in which they pay: the earliest started first. */
export async function readSubscriptions(on: Queryable, customerIds: readonly string[]): Promise<SubscriptionRow[]> {
  const { rows } = await on.query<SubscriptionColumns>({
    name: 'read_subscriptions',
    text: 'SELECT * FROM subscription WHERE customer_id = ANY ($1::uuid[]) ORDER BY starts_at, id',
    values: [customerIds],
  });
  return rows.map(subscriptionOfRow);
}

export async function insertSubscription(on: Queryable, row: SubscriptionRow): Promise<void> {
  await on.query({
    text: `
      INSERT INTO subscription (
        customer_id, id, workspace_id, starts_at, time_zone, version_id, quantity, due_at, next_invoice_id, created_at
      ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      row.customerId,
      row.id,
      row.workspaceId,
      formatInstant(row.startsAt),
      row.timeZone,
      row.versionId,
      row.quantity,
      instantText(row.dueAt),
      row.nextInvoiceId,
      formatInstant(row.createdAt),
    ],
  });
}

/** Writes all that may change of these subscriptions. */
export async function updateSubscriptions(on: Queryable, rows: readonly SubscriptionRow[]): Promise<void> {
  await on.query({
    name: 'update_subscriptions',
    text: `
      UPDATE subscription s SET
        ended_at = n.ended_at, version_id = n.version_id, quantity = n.quantity,
        next_version_id = n.next_version_id, next_quantity = n.next_quantity, ends_with_period = n.ends_with_period,
        period_index = n.period_index, due_at = n.due_at, next_invoice_id = n.next_invoice_id
      FROM unnest(
        $1::uuid[], $2::uuid[], $3::timestamptz[], $4::uuid[], $5::integer[], $6::uuid[], $7::integer[], $8::boolean[],
        $9::integer[], $10::timestamptz[], $11::uuid[]
      ) AS n (
        customer_id, id, ended_at, version_id, quantity, next_version_id, next_quantity, ends_with_period,
        period_index, due_at, next_invoice_id
      )
      WHERE s.customer_id = n.customer_id AND s.id = n.id`,
    values: [
      rows.map((row) => row.customerId),
      rows.map((row) => row.id),
      rows.map((row) => instantText(row.endedAt)),
      rows.map((row) => row.versionId),
      rows.map((row) => row.quantity),
      rows.map((row) => row.nextVersionId),
      rows.map((row) => row.nextQuantity),
      rows.map((row) => row.endsWithPeriod),
      rows.map((row) => row.periodIndex),
      rows.map((row) => instantText(row.dueAt)),
      rows.map((row) => row.nextInvoiceId),
    ],
  });
}

export function subscriptionOfRow(row: SubscriptionColumns): SubscriptionRow {
  return {
    customerId: row.customer_id,
    id: row.id,
    workspaceId: row.workspace_id,
    startsAt: instantOf(row.starts_at),
    timeZone: row.time_zone,
    endedAt: row.ended_at === null ? null : instantOf(row.ended_at),
    versionId: row.version_id,
    quantity: row.quantity,
    nextVersionId: row.next_version_id,
    nextQuantity: row.next_quantity,
    endsWithPeriod: row.ends_with_period,
    periodIndex: row.period_index,
    dueAt: row.due_at === null ? null : instantOf(row.due_at),
    nextInvoiceId: row.next_invoice_id,
    createdAt: instantOf(row.created_at),
  };
}
