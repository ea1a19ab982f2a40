import { type Decimal, formatDecimal } from '../core/decimal.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import type { InvoiceRow } from './invoices.ts';
import type { Queryable } from './sql/statement.ts';

export async function insertInvoices(on: Queryable, rows: readonly InvoiceRow[]): Promise<void> {
  if (rows.length === 0) return;
  await on.query({
    name: 'insert_invoices',
    text: `
      INSERT INTO invoice (
        customer_id, id, workspace_id, subscription_id, sequence, issue, status, currency, closes_period, opens_period,
        period_start, period_end, created_at, finalizes_at
      )
      SELECT n.customer_id, n.id, n.workspace_id, n.subscription_id, n.sequence, n.issue, 'DRAFT', n.currency,
        n.closes_period, n.opens_period, n.period_start, n.period_end, n.created_at, n.finalizes_at
      FROM unnest(
        $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::integer[], $6::integer[], $7::text[], $8::boolean[],
        $9::boolean[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[]
      ) AS n (
        customer_id, id, workspace_id, subscription_id, sequence, issue, currency, closes_period, opens_period,
        period_start, period_end, created_at, finalizes_at
      )`,
    values: [
      rows.map((row) => row.customerId),
      rows.map((row) => row.id),
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.subscriptionId),
      rows.map((row) => row.sequence),
      rows.map((row) => row.issue),
      rows.map((row) => row.currency),
      rows.map((row) => row.closesPeriod),
      rows.map((row) => row.opensPeriod),
      rows.map((row) => formatInstant(row.periodStart)),
      rows.map((row) => formatInstant(row.periodEnd)),
      rows.map((row) => formatInstant(row.createdAt)),
      rows.map((row) => formatInstant(row.finalizesAt)),
    ],
  });
}

/** What a draft gets when it becomes final. */
export type Finalization = {
  readonly customerId: string;
  readonly id: string;
  readonly number: bigint;
  readonly finalizedAt: Instant;
  readonly total: Decimal;
};

export async function markFinal(on: Queryable, rows: readonly Finalization[]): Promise<void> {
  await on.query({
    name: 'mark_final',
    text: `
      UPDATE invoice i SET status = 'FINAL', number = n.number, finalized_at = n.finalized_at, total = n.total
      FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::timestamptz[], $5::numeric[])
        AS n (customer_id, id, number, finalized_at, total)
      WHERE i.customer_id = n.customer_id AND i.id = n.id`,
    values: [
      rows.map((row) => row.customerId),
      rows.map((row) => row.id),
      rows.map((row) => row.number.toString()),
      rows.map((row) => formatInstant(row.finalizedAt)),
      rows.map((row) => formatDecimal(row.total)),
    ],
  });
}

export async function markVoid(
  on: Queryable,
  invoice: InvoiceRow,
  voided: { readonly at: Instant; readonly reason: string | null },
): Promise<void> {
  await on.query(
    `UPDATE invoice SET status = 'VOID', voided_at = $3, void_reason = $4 WHERE customer_id = $1 AND id = $2`,
    [invoice.customerId, invoice.id, formatInstant(voided.at), voided.reason],
  );
}

/** Takes the next `count` invoice numbers of a workspace and gives the first of them. No other transaction gets these. */
export async function takeInvoiceNumbers(on: Queryable, workspaceId: string, count: number): Promise<bigint> {
  const { rows } = await on.query<{ invoice_number: string }>(
    'UPDATE workspace SET invoice_number = invoice_number + $2 WHERE id = $1 RETURNING invoice_number',
    [workspaceId, count],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`There is no workspace ${workspaceId}.`);
  return BigInt(row.invoice_number) - BigInt(count) + 1n;
}
