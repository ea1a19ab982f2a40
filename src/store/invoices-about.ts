import { formatInstant, type Instant } from '../core/time/instant.ts';
import { type InvoiceColumns, type InvoiceRow, invoiceOfRow } from './invoices.ts';
import type { Queryable } from './sql/statement.ts';

/** Usage of a meter at an instant, and the subscription that pays for it. */
export type PaidUsage = {
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly meterId: string;
  readonly at: Instant;
};

/**
 * The invoices that may have a line about any of this usage: those whose stored lines have, and all drafts of these
 * subscriptions, whose lines are not stored.
 */
export async function findInvoicesAbout(on: Queryable, usage: readonly PaidUsage[]): Promise<InvoiceRow[]> {
  const { rows } = await on.query<InvoiceColumns>({
    name: 'find_invoices_about',
    text: `
      SELECT i.* FROM invoice i
      WHERE (i.customer_id, i.id) IN (
        SELECT l.customer_id, l.invoice_id
        FROM unnest($1::uuid[], $3::uuid[], $4::timestamptz[]) AS u (customer_id, meter_id, at)
        JOIN invoice_line l ON l.customer_id = u.customer_id AND l.meter_id = u.meter_id
          AND l.starts_at <= u.at AND l.ends_at > u.at
        UNION
        SELECT d.customer_id, d.id FROM unnest($1::uuid[], $2::uuid[]) AS u (customer_id, subscription_id)
        JOIN invoice d USING (customer_id, subscription_id)
        WHERE d.status = 'DRAFT'
      )`,
    values: [
      usage.map(({ customerId }) => customerId),
      usage.map(({ subscriptionId }) => subscriptionId),
      usage.map(({ meterId }) => meterId),
      usage.map(({ at }) => formatInstant(at)),
    ],
  });
  return rows.map(invoiceOfRow);
}
