import type { Decimal } from '../decimal.ts';
import type { Charge, Seats } from '../pricing/charge.ts';
import type { ValueUsage } from '../pricing/usage-line.ts';
import type { Instant } from '../time/instant.ts';
import type { InvoiceLine } from './line.ts';

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

export type InvoiceInput = {
  readonly currency: string;
  readonly closes: BillingPeriod | null;
  readonly opens: BillingPeriod | null;
  /** Periods whose invoices are final, to be looked at again. */
  readonly earlier: readonly BillingPeriod[];
  readonly invoiced: readonly Invoiced[];
  /** What a period's usage charge counts now; `charge` is its place in the period's charges. */
  readonly usageOf: (period: number, charge: number) => readonly ValueUsage[];
  /** A credit of earlier invoices: 0 or more. */
  readonly carriedIn: Decimal;
};

export type ComposedInvoice = { readonly lines: InvoiceLine[]; readonly total: Decimal };
