import type { LineCredits } from '../credits/credit-line.ts';
import type { Decimal } from '../decimal.ts';
import type { ValueTier } from '../pricing/usage-line.ts';
import type { Instant } from '../time/instant.ts';

/**
 * USAGE in arrears; FLAT in advance; ONE_TIME with the first period, or where credits were bought by themselves; REFUND of flat charges for time that was not
 * lived; ADJUSTMENT of what an earlier invoice said of a period's usage; CARRIED_OVER between a total below zero and
 * the next invoice.
 */
export type InvoiceLineKind = 'USAGE' | 'FLAT' | 'ONE_TIME' | 'REFUND' | 'ADJUSTMENT' | 'CARRIED_OVER';

export type InvoiceLine = {
  readonly kind: InvoiceLineKind;
  readonly name: string;
  /** Place of the charge in the product version's list; null for CARRIED_OVER. */
  readonly charge: number | null;
  /** Index of the billing period it is about; null for CARRIED_OVER. */
  readonly period: number | null;
  /** The span that is billed or given back; null for CARRIED_OVER and ONE_TIME, which are about no span. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly meterId: string | null;
  /** Usage, or seats, or 1. Of an ADJUSTMENT what the usage has changed by, of a REFUND the seats given back. */
  readonly quantity: Decimal;
  /** What the charge includes, and what is left to be billed: of USAGE, else null. */
  readonly included: Decimal | null;
  readonly billable: Decimal | null;
  /** How the amount came about, before minimum, maximum and rounding. */
  readonly tiers: readonly ValueTier[];
  /** Only of USAGE that draws on credits: what they did for it. */
  readonly credits?: LineCredits;
  /** In whole minor units. Negative is in the customer's favour. */
  readonly amount: Decimal;
};
