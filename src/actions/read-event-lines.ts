import type { InvoiceLine } from '../core/invoices/line.ts';
import { compileMeter, type Measure } from '../core/meters/measure.ts';
import { type PaidSpan, payingSpans } from '../core/subscriptions/payer.ts';
import { readPeriods } from '../store/billing-periods.ts';
import type { EventRow } from '../store/events.ts';
import { findInvoicesAbout } from '../store/invoices-about.ts';
import { readAllMeters } from '../store/meters.ts';
import { findVersions } from '../store/products.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { readSubscriptions, type SubscriptionRow } from '../store/subscriptions.ts';
import { paidSpans } from './paid-spans.ts';
import { type Invoice, readInvoices, readUpcomingInvoices } from './read-invoices.ts';

/** A line of an invoice that an event is part of. */
export type EventLine = { readonly invoice: Invoice; readonly line: InvoiceLine };

/** Who pays for an event's usage of a meter. */
type Payment = { readonly subscriptionId: string; readonly meterId: string };

/**
 * The invoice lines that each event is part of, as it counts now: those that `readLineEvents` gives it for. Of stored
 * invoices and of upcoming ones, the earliest period first. A bounded number of statements, however many events.
 */
export async function readEventLines(
  on: Queryable,
  workspaceId: string,
  events: readonly EventRow[],
): Promise<EventLine[][]> {
  const counting = events.filter(({ voidedAt }) => voidedAt === null);
  const customerIds = [...new Set(counting.map(({ customerId }) => customerId))];
  const subscriptions = customerIds.length === 0 ? [] : await readSubscriptions(on, customerIds);
  if (subscriptions.length === 0) return events.map(() => []);
  const payments = await readPayments(on, workspaceId, subscriptions, counting);
  const invoices = await readInvoicesAbout(on, workspaceId, subscriptions, payments);
  return events.map((event) =>
    invoices.flatMap((invoice) =>
      invoice.lines
        .filter((line) => isPart(payments.get(event) ?? [], event, invoice, line))
        .map((line) => ({ invoice, line })),
    ),
  );
}

async function readPayments(
  on: Queryable,
  workspaceId: string,
  subscriptions: readonly SubscriptionRow[],
  events: readonly EventRow[],
): Promise<Map<EventRow, Payment[]>> {
  const customerIds = [...new Set(subscriptions.map(({ customerId }) => customerId))];
  const periods = await readPeriods(on, customerIds);
  const versions = await findVersions(on, [...new Set(periods.map(({ versionId }) => versionId))]);
  const paid = paidSpans(subscriptions, periods, versions);
  const compiled = (await readAllMeters(on, workspaceId)).map((meter) => ({
    id: meter.id,
    measure: compileMeter(meter),
  }));
  return new Map(events.map((event) => [event, paymentsFor(event, compiled, paid.get(event.customerId) ?? [])]));
}

function paymentsFor(
  event: EventRow,
  meters: readonly { readonly id: string; readonly measure: Measure }[],
  paid: readonly PaidSpan[],
): Payment[] {
  const { occurredAt: from, subscriptionId: named } = event;
  return meters.flatMap(({ id: meterId, measure }) => {
    const having = new Set(paid.filter(({ meterIds }) => meterIds.has(meterId)).map((span) => span.subscriptionId));
    if (having.size === 0 || typeof measure(event) === 'string') return [];
    const pays = (subscriptionId: string) =>
      named === null
        ? payingSpans(subscriptionId, meterId, { from, to: from + 1n }, paid).length > 0
        : subscriptionId === named;
    return [...having].filter(pays).map((subscriptionId) => ({ subscriptionId, meterId }));
  });
}

async function readInvoicesAbout(
  on: Queryable,
  workspaceId: string,
  subscriptions: readonly SubscriptionRow[],
  payments: ReadonlyMap<EventRow, readonly Payment[]>,
): Promise<Invoice[]> {
  const usage = [...payments].flatMap(([{ customerId, occurredAt: at }, all]) =>
    all.map(({ subscriptionId, meterId }) => ({ customerId, subscriptionId, meterId, at })),
  );
  const paying = new Set(usage.map(({ subscriptionId }) => subscriptionId));
  if (paying.size === 0) return [];
  const stored = await readInvoices(on, workspaceId, await findInvoicesAbout(on, usage));
  const upcoming = await readUpcomingInvoices(
    on,
    workspaceId,
    subscriptions.filter(({ id }) => paying.has(id)),
  );
  return [...stored, ...upcoming.filter((invoice) => invoice !== null)].sort(byPeriod);
}

function isPart(payments: readonly Payment[], event: EventRow, invoice: Invoice, line: InvoiceLine): boolean {
  const { from, to, meterId } = line;
  if (from === null || to === null || event.occurredAt < from || event.occurredAt >= to) return false;
  return payments.some((one) => one.subscriptionId === invoice.subscriptionId && one.meterId === meterId);
}

function byPeriod(a: Invoice, b: Invoice): number {
  if (a.periodEnd !== b.periodEnd) return a.periodEnd < b.periodEnd ? -1 : 1;
  return a.sequence - b.sequence || a.issue - b.issue;
}
