import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import { type Invoice, readInvoices } from '../../actions/read-invoices.ts';
import { type InvoiceOwner, listInvoicesOfEach } from '../../store/invoice-lists.ts';
import { type InvoiceRow, readIssues } from '../../store/invoices.ts';
import type { Page } from '../../store/meters.ts';
import type { Context } from '../context.ts';
import { pageLoader } from '../page-loaders.ts';
import { sightOf } from '../principal.ts';

const whole = createContextCache(
  ({ deps, principal }: Context) =>
    new DataLoader<InvoiceRow, Invoice, string>(
      async (rows) => await readInvoices(deps.database.pool, sightOf(principal).workspaceId, rows),
      { cacheKeyFn: ({ id }) => id },
    ),
);

const issues = createContextCache(
  ({ deps }: Context) =>
    new DataLoader<InvoiceSource, InvoiceRow[], string>(
      async (places) => {
        const rows = await readIssues(deps.database.pool, places);
        return places.map((place) =>
          rows.filter((row) => row.subscriptionId === place.subscriptionId && row.sequence === place.sequence),
        );
      },
      { cacheKeyFn: (place) => `${place.subscriptionId} ${place.sequence}` },
    ),
);

/** An invoice as a list gives it, its lines still to be read, or whole. */
export type InvoiceSource = InvoiceRow | Invoice;

/** A page of one owner's invoices, however many owners are asked for theirs at once. */
export const invoicePage = pageLoader(
  ({ deps, principal }, owners: readonly InvoiceOwner[], page: Page): Promise<InvoiceSource[][]> =>
    listInvoicesOfEach(deps.database.pool, sightOf(principal).workspaceId, owners, page),
  ({ customerId, subscriptionId }) => `${customerId} ${subscriptionId}`,
);

/** With its lines: those of all invoices that are asked for together are read together. */
export async function wholeInvoice(context: Context, source: InvoiceSource): Promise<Invoice> {
  return 'lines' in source ? source : await whole(context).load(source);
}

/** The other issues of the same invoice: what it replaced, and what replaced it. */
export async function issueOf(context: Context, source: InvoiceSource, issue: number): Promise<InvoiceRow | null> {
  if (issue < 0 || source.status === 'UPCOMING') return null;
  return (await issues(context).load(source)).find((row) => row.issue === issue) ?? null;
}
