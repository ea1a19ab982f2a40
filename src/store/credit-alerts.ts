import type { LowMark } from '../core/credits/watch.ts';
import { Decimal, formatDecimal } from '../core/decimal.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { instantOf } from './columns.ts';
import type { Page } from './meters.ts';
import type { Queryable } from './sql/statement.ts';

/** A balance that fell below a mark of its product. */
export type AlertRow = Pick<LowMark, 'subscriptionId' | 'kind' | 'value' | 'below'> & {
  readonly customerId: string;
  readonly creditTypeId: string;
  readonly id: string;
  readonly available: Decimal;
  /** Of the ledger when it did. */
  readonly version: bigint;
  readonly crossedAt: Instant;
};

type Columns = {
  customer_id: string;
  id: string;
  credit_type_id: string;
  subscription_id: string;
  kind: LowMark['kind'];
  value: string;
  below: string;
  available: string;
  version: string;
  crossed_at: string;
};

export async function insertAlerts(on: Queryable, workspaceId: string, rows: readonly AlertRow[]): Promise<void> {
  if (rows.length === 0) return;
  await on.query({
    name: 'insert_credit_alerts',
    text: `
      INSERT INTO credit_alert (
        workspace_id, customer_id, id, credit_type_id, subscription_id, kind, value, below, available, version, crossed_at
      )
      SELECT $1::uuid, n.* FROM unnest(
        $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::numeric[], $8::numeric[], $9::numeric[],
        $10::bigint[], $11::timestamptz[]
      ) AS n`,
    values: [
      workspaceId,
      rows.map((row) => row.customerId),
      rows.map((row) => row.id),
      rows.map((row) => row.creditTypeId),
      rows.map((row) => row.subscriptionId),
      rows.map((row) => row.kind),
      rows.map((row) => formatDecimal(row.value)),
      rows.map((row) => formatDecimal(row.below)),
      rows.map((row) => formatDecimal(row.available)),
      rows.map((row) => row.version.toString()),
      rows.map((row) => formatInstant(row.crossedAt)),
    ],
  });
}

/** A customer's alerts in the order they came. */
export async function listAlerts(on: Queryable, customerId: string, page: Page): Promise<AlertRow[]> {
  const { rows } = await on.query<Columns>({
    text: `
      SELECT * FROM credit_alert
      WHERE customer_id = $1 AND ($2::uuid IS NULL OR id > $2) AND ($3::uuid IS NULL OR id < $3)
      ORDER BY id ${page.backwards ? 'DESC' : 'ASC'} LIMIT $4`,
    values: [customerId, page.after, page.before, page.limit],
  });
  const found = rows.map(fromRow);
  return page.backwards ? found.reverse() : found;
}

/**
 * Of each account that is below a mark the latest alert of such a mark, of all customers the newest first. Marks of
 * products that a customer no longer has are gone, and so are their alerts from here.
 */
export async function listLowAlerts(on: Queryable, workspaceId: string, limit: number): Promise<AlertRow[]> {
  const { rows } = await on.query<Columns>({
    name: 'list_low_credit_alerts',
    // The accounts know which marks are crossed, so no alert of the past is read that has been left since.
    text: `
      SELECT low.* FROM credit_account a
      CROSS JOIN LATERAL (
        SELECT l.* FROM credit_alert l
        WHERE l.customer_id = a.customer_id AND l.credit_type_id = a.credit_type_id AND EXISTS (
          SELECT FROM jsonb_to_recordset(a.low_marks)
            AS mark (crossed boolean, "subscriptionId" uuid, kind text, value numeric, below numeric)
          WHERE mark.crossed AND mark."subscriptionId" = l.subscription_id AND mark.kind = l.kind
            AND mark.value = l.value AND mark.below = l.below
        )
        ORDER BY l.id DESC LIMIT 1
      ) low
      WHERE a.workspace_id = $1 AND a.low_marks @> '[{"crossed": true}]'
      ORDER BY low.id DESC LIMIT $2`,
    values: [workspaceId, limit],
  });
  return rows.map(fromRow);
}

function fromRow(row: Columns): AlertRow {
  return {
    customerId: row.customer_id,
    id: row.id,
    creditTypeId: row.credit_type_id,
    subscriptionId: row.subscription_id,
    kind: row.kind,
    value: new Decimal(row.value),
    below: new Decimal(row.below),
    available: new Decimal(row.available),
    version: BigInt(row.version),
    crossedAt: instantOf(row.crossed_at),
  };
}
