import {
  type InvoiceColumns,
  type InvoiceRow,
  type InvoiceSight,
  type InvoiceStatus,
  invoiceOfRow,
} from './invoices.ts';
import type { Page } from './meters.ts';
import type { Queryable } from './sql/statement.ts';

export type InvoiceListFilter = InvoiceSight & {
  readonly subscriptionId: string | null;
  readonly status: InvoiceStatus | null;
};

/** Whose list it is: a customer's, or one subscription's of theirs. */
export type InvoiceOwner = { readonly customerId: string; readonly subscriptionId: string | null };

/** Invoices, the latest first. Not by their ids: the next one of a subscription has its own since the one before. */
export async function listInvoices(on: Queryable, filter: InvoiceListFilter, page: Page): Promise<InvoiceRow[]> {
  const { rows } = await on.query<InvoiceColumns>({
    text: `
      SELECT i.* FROM invoice i
      WHERE i.workspace_id = $1 AND ($5::uuid IS NULL OR i.customer_id = $5)
        AND ($6::uuid IS NULL OR i.subscription_id = $6) AND ($7::text IS NULL OR i.status = $7)
        AND ${conditions(page, '($5::uuid IS NULL OR c.customer_id = $5)')}`,
    values: [...values(filter.workspaceId, page), filter.customerId, filter.subscriptionId, filter.status],
  });
  const found = rows.map(invoiceOfRow);
  return page.backwards ? found.reverse() : found;
}

/** The same page of each owner's invoices, the latest first. One statement, however many owners. */
export async function listInvoicesOfEach(
  on: Queryable,
  workspaceId: string,
  owners: readonly InvoiceOwner[],
  page: Page,
): Promise<InvoiceRow[][]> {
  const { rows } = await on.query<InvoiceColumns & { place: number }>({
    text: `
      SELECT owner.place::integer AS place, page.*
      FROM unnest($5::uuid[], $6::uuid[]) WITH ORDINALITY AS owner (customer_id, subscription_id, place)
      CROSS JOIN LATERAL (
        SELECT i.* FROM invoice i
        WHERE i.workspace_id = $1 AND i.customer_id = owner.customer_id
          AND (owner.subscription_id IS NULL OR i.subscription_id = owner.subscription_id)
          AND ${conditions(page, 'c.customer_id = owner.customer_id')}
      ) page
      ORDER BY page.created_at DESC, page.id DESC`,
    values: [
      ...values(workspaceId, page),
      owners.map((owner) => owner.customerId),
      owners.map((owner) => owner.subscriptionId),
    ],
  });
  const lists = owners.map((): InvoiceRow[] => []);
  for (const row of rows) lists[row.place - 1]?.push(invoiceOfRow(row));
  return lists;
}

function values(workspaceId: string, page: Page): unknown[] {
  return [workspaceId, page.after, page.before, page.limit];
}

/** `isInSight` keeps a cursor of another customer's invoice from telling that there is one. */
function conditions({ backwards }: Page, isInSight: string): string {
  const direction = backwards ? 'ASC' : 'DESC';
  const placeOf = (cursor: string) =>
    `(SELECT c.created_at, c.id FROM invoice c WHERE c.workspace_id = $1 AND c.id = ${cursor} AND ${isInSight})`;
  return `($2::uuid IS NULL OR (i.created_at, i.id) < ${placeOf('$2')})
          AND ($3::uuid IS NULL OR (i.created_at, i.id) > ${placeOf('$3')})
        ORDER BY i.created_at ${direction}, i.id ${direction} LIMIT $4`;
}
