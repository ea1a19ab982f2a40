import { Decimal } from '../core/decimal.ts';
import type { ComposedInvoice } from '../core/invoices/compose.ts';
import type { InvoiceLine } from '../core/invoices/line.ts';
import { readCurrentPeriods, readPeriods } from '../store/billing-periods.ts';
import { readLines } from '../store/invoice-lines.ts';
import type { InvoiceRow } from '../store/invoices.ts';
import { findVersions } from '../store/products.ts';
import type { Queryable } from '../store/sql/statement.ts';
import type { SubscriptionRow } from '../store/subscriptions.ts';
import { composeInvoices, type InvoicePlan, planOf } from './compose-invoices.ts';
import { nextTerms, requireVersion } from './turn-due.ts';
import { turnPeriod } from './turn-period.ts';

/** An invoice that is there, or the one that will come next of a subscription. */
export type Invoice = Omit<InvoiceRow, 'status'> & {
  readonly status: InvoiceRow['status'] | 'UPCOMING';
  readonly lines: readonly InvoiceLine[];
  readonly total: Decimal;
};

/** Invoices with their lines: the stored ones of those that are final or void, and those of drafts as they are now. */
export async function readInvoices(
  on: Queryable,
  workspaceId: string,
  rows: readonly InvoiceRow[],
): Promise<Invoice[]> {
  const drafts = rows.filter((row) => row.status === 'DRAFT');
  const stored = await readLines(
    on,
    rows.filter((row) => row.status !== 'DRAFT'),
  );
  const periods = drafts.length === 0 ? [] : await readPeriods(on, [...new Set(drafts.map((row) => row.customerId))]);
  const composed = await composeInvoices(
    on,
    workspaceId,
    drafts.map((draft) => planOf(draft, periods)),
  );
  const byDraft = new Map(drafts.map((draft, i) => [draft.id, composed[i] as ComposedInvoice]));
  return rows.map((row) => {
    const draft = byDraft.get(row.id);
    if (draft !== undefined) return { ...row, ...draft };
    return { ...row, lines: stored.get(row.id) ?? [], total: row.total ?? new Decimal(0) };
  });
}

/**
 * The next invoice of each subscription as it would be if its period ended now: the same calculation as that of the
 * invoice which comes. Null where none is to come.
 */
export async function readUpcomingInvoices(
  on: Queryable,
  workspaceId: string,
  subscriptions: readonly SubscriptionRow[],
): Promise<(Invoice | null)[]> {
  const going = subscriptions.filter((row) => row.dueAt !== null);
  const periods = await readCurrentPeriods(on, going);
  const versionIds = going.flatMap((row) => [row.versionId, row.nextVersionId ?? row.versionId]);
  const versions = await findVersions(on, [...new Set(versionIds)]);
  const upcoming = going.flatMap((subscription) => {
    const current = periods.get(subscription.id) ?? null;
    const { invoice, opened } = turnPeriod({
      subscription,
      current,
      version: requireVersion(versions, subscription.versionId),
      next: subscription.endsWithPeriod ? null : nextTerms(subscription, versions),
      at: subscription.dueAt ?? subscription.startsAt,
      graceSeconds: 0,
      invoiceIdAfter: subscription.nextInvoiceId,
    });
    if (invoice === null) return [];
    const { customerId, subscriptionId, currency } = invoice;
    const plan: InvoicePlan = { customerId, subscriptionId, currency, closes: current, opens: opened };
    return { invoice, plan };
  });
  const composed = await composeInvoices(
    on,
    workspaceId,
    upcoming.map(({ plan }) => plan),
  );
  const bySubscription = new Map(
    upcoming.map(({ invoice }, i) => [
      invoice.subscriptionId,
      { ...invoice, status: 'UPCOMING' as const, ...(composed[i] as ComposedInvoice) },
    ]),
  );
  return subscriptions.map(({ id }) => bySubscription.get(id) ?? null);
}
