import { Decimal } from '../decimal.ts';
import type { Charge, Seats } from '../pricing/charge.ts';
import type { Instant } from '../time/instant.ts';
import { adjustmentLines } from './adjustments.ts';
import type { InvoiceLine } from './line.ts';
import { advanceLines, refundLines, topUpLines, type UsageFacts, usageLines } from './period-lines.ts';

/** One stretch of a subscription's life under one product version and one quantity. */
export type BillingPeriod = {
  /** 0, 1, 2 … in the order of time. */
  readonly index: number;
  /** What is lived of it. */
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** The end that was planned when its flat charges were billed. */
  readonly billedUntil: Instant;
  /** The whole period of the grid, of which flat charges are due in proportion. */
  readonly fullStart: Instant;
  readonly fullEnd: Instant;
  readonly quantity: Seats;
  readonly charges: readonly Charge[];
  /** Whether one-time charges are due when it opens. */
  readonly oneTime: boolean;
};

/** What the final invoices that are not void say of one usage charge in one period: the sum of their lines. */
export type Invoiced = {
  readonly period: number;
  readonly charge: number;
  readonly quantity: Decimal;
  readonly amount: Decimal;
};

/** A purchase of credits that a product made by itself. */
export type TopUp = { readonly name: string; readonly price: Decimal };

export type InvoiceInput = UsageFacts & {
  readonly currency: string;
  readonly closes: BillingPeriod | null;
  readonly opens: BillingPeriod | null;
  /** Periods whose invoices are final, to be looked at again. */
  readonly earlier: readonly BillingPeriod[];
  readonly invoiced: readonly Invoiced[];
  /** Of the period that closes. */
  readonly topUps: readonly TopUp[];
  /** A credit of earlier invoices. Below zero where one of them was voided whose credit has been used. */
  readonly carriedIn: Decimal;
};

export type ComposedInvoice = { readonly lines: InvoiceLine[]; readonly total: Decimal };

/**
 * The invoice between two billing periods: the usage of the one that closes, credits that it bought, a refund of its flat charges for time
 * that was not lived, the flat and one-time charges of the one that opens, what has become of periods already invoiced,
 * and what is carried over, in this order. `total` is always the sum of the lines, and never below zero.
 *
 * Adjustments make the sum of all lines about a usage charge in a period what that comes to now, if this invoice is
 * added to `invoiced`. Without anything to say there are no lines, and `carriedIn` waits for the next invoice.
 */
export function composeInvoice(input: InvoiceInput): ComposedInvoice {
  const { currency, closes, opens, carriedIn } = input;
  const lines = [
    ...(closes === null
      ? []
      : [
          ...usageLines(currency, closes, input),
          ...topUpLines(closes, input.topUps),
          ...refundLines(currency, closes),
        ]),
    ...(opens === null ? [] : advanceLines(currency, opens)),
    ...adjustmentLines(input),
  ];
  if (lines.length > 0 && !carriedIn.isZero()) {
    lines.push(carriedOver('Carried over from earlier invoices', carriedIn.negated()));
  }
  const due = totalOf(lines);
  if (due.lessThan(0)) lines.push(carriedOver('Credit carried over to the next invoice', due.negated()));
  return { lines, total: totalOf(lines) };
}

function totalOf(lines: readonly InvoiceLine[]): Decimal {
  return lines.reduce((sum, line) => sum.plus(line.amount), new Decimal(0));
}

function carriedOver(name: string, amount: Decimal): InvoiceLine {
  const of = { charge: null, period: null, from: null, to: null, meterId: null, included: null, billable: null };
  return { kind: 'CARRIED_OVER', name, ...of, quantity: new Decimal(1), tiers: [], amount };
}
