import type { Seats } from '../core/pricing/charge.ts';
import { plannedPeriod } from '../core/subscriptions/planned-period.ts';
import type { Instant } from '../core/time/instant.ts';
import type { PeriodRow } from '../store/billing-periods.ts';
import type { InvoiceRow } from '../store/invoices.ts';
import type { ProductVersion } from '../store/products.ts';
import type { SubscriptionRow } from '../store/subscriptions.ts';

/** A subscription at the end of a period, or at its very beginning, and what it goes on with. */
export type TurnFrom = {
  readonly subscription: SubscriptionRow;
  /** The period that ends; null for the beginning. */
  readonly current: PeriodRow | null;
  /** The prices so far. */
  readonly version: ProductVersion;
  /** What begins now; null: the subscription ends. */
  readonly next: { readonly version: ProductVersion; readonly quantity: Seats } | null;
  readonly at: Instant;
  readonly graceSeconds: number;
  /** For the invoice after this one. */
  readonly invoiceIdAfter: string;
};

/** What there is to write when a period turns. The invoice is null where it could have no line. */
export type Turn = {
  readonly subscription: SubscriptionRow;
  readonly at: Instant;
  readonly closed: PeriodRow | null;
  readonly opened: PeriodRow | null;
  readonly invoice: InvoiceRow | null;
};

/**
 * Ends the period at hand and begins the next one: the invoice closes the one and opens the other. Pure, so that the
 * upcoming invoice is told by the same words as the one that comes.
 */
export function turnPeriod(from: TurnFrom): Turn {
  const { subscription, current, version, next, at, graceSeconds } = from;
  const opened = next === null ? null : openPeriod(subscription, version, next, at);
  const billed = current ?? opened;
  const hasLines = current !== null || (next?.version.charges.some((charge) => charge.kind === 'FLAT') ?? false);
  const invoice: InvoiceRow | null =
    billed === null || !hasLines
      ? null
      : {
          customerId: subscription.customerId,
          id: subscription.nextInvoiceId,
          workspaceId: subscription.workspaceId,
          subscriptionId: subscription.id,
          sequence: subscription.periodIndex + 1,
          issue: 0,
          status: 'DRAFT',
          number: null,
          currency: version.currency,
          closesPeriod: current !== null,
          opensPeriod: opened !== null,
          periodStart: billed.startsAt,
          periodEnd: current === null ? billed.endsAt : at,
          createdAt: at,
          finalizesAt: at + BigInt(graceSeconds) * 1_000_000n,
          finalizedAt: null,
          voidedAt: null,
          voidReason: null,
          total: null,
        };
  return {
    at,
    closed: current,
    opened,
    invoice,
    subscription: {
      ...subscription,
      versionId: next?.version.id ?? subscription.versionId,
      quantity: next?.quantity ?? subscription.quantity,
      nextVersionId: null,
      nextQuantity: null,
      endsWithPeriod: false,
      periodIndex: opened?.index ?? subscription.periodIndex,
      dueAt: opened?.endsAt ?? null,
      endedAt: opened === null ? at : null,
      nextInvoiceId: invoice === null ? subscription.nextInvoiceId : from.invoiceIdAfter,
    },
  };
}

function openPeriod(
  subscription: SubscriptionRow,
  version: ProductVersion,
  next: { readonly version: ProductVersion; readonly quantity: Seats },
  at: Instant,
): PeriodRow {
  const { startsAt, timeZone, periodIndex } = subscription;
  return {
    customerId: subscription.customerId,
    subscriptionId: subscription.id,
    index: periodIndex + 1,
    ...plannedPeriod(startsAt, next.version.interval, timeZone, at),
    versionId: next.version.id,
    quantity: next.quantity,
    oneTime: periodIndex < 0 || next.version.productId !== version.productId,
  };
}
