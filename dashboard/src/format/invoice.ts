import { decimalText, isZero } from './decimal.ts';
import { type Money, moneyText } from './money.ts';

export const invoiceStatuses = ['DRAFT', 'FINAL', 'VOID'] as const;

export const invoiceStatusLabels: Record<string, string> = {
  UPCOMING: 'Upcoming',
  DRAFT: 'Draft',
  FINAL: 'Final',
  VOID: 'Void',
};

/** What people call an invoice: its number, or that it has none yet. */
export function invoiceTitle(invoice: { readonly number: string | null; readonly status: string }): string {
  return invoice.number ?? `${invoiceStatusLabels[invoice.status] ?? invoice.status} invoice`;
}

/** What a line is for, before its name, where it is no plain charge. */
export const lineKindLabels: Record<string, string> = {
  USAGE: 'Usage',
  FLAT: 'In advance',
  ONE_TIME: 'Once',
  REFUND: 'Refund',
  ADJUSTMENT: 'Adjustment',
  CARRIED_OVER: 'Carried over',
};

export type TierFacts = {
  readonly from: string;
  readonly upTo: string | null;
  readonly quantity: string;
  readonly value: unknown;
  readonly unitAmount: Money;
  readonly flatAmount: Money;
  readonly amount: Money;
};

/** How a tier came to its amount: `4,000 × $0.002 + $5.00 = $13.00`, with the property's value or the tier before it. */
export function tierText(tier: TierFacts): string {
  const flat = isZero(tier.flatAmount.amount) ? '' : ` + ${moneyText(tier.flatAmount)}`;
  const sum = `${decimalText(tier.quantity)} × ${moneyText(tier.unitAmount)}${flat} = ${moneyText(tier.amount)}`;
  const names = [valueText(tier.value), rangeText(tier)].filter((name) => name !== null);
  return names.length === 0 ? sum : `${names.join(', ')}: ${sum}`;
}

/** Which part of the usage a tier is for; null where it is for all of it. */
export function rangeText({ from, upTo }: { readonly from: string; readonly upTo: string | null }): string | null {
  if (upTo !== null)
    return isZero(from) ? `up to ${decimalText(upTo)}` : `${decimalText(from)} to ${decimalText(upTo)}`;
  return isZero(from) ? null : `above ${decimalText(from)}`;
}

/** A property's value as it is said: text as it is, and everything else as JSON. */
function valueText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
