import { type Decimal, formatDecimal } from '../decimal.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { minorDigits } from '../money/currency.ts';
import { formatInstant, type Instant } from '../time/instant.ts';
import type { InvoiceLine } from './line.ts';

/** What an invoice says of itself and of whom it is for. */
export type InvoiceHead = {
  readonly id: string;
  readonly number: string | null;
  readonly status: string;
  readonly customer: { readonly externalId: string; readonly name: string | null; readonly email: string | null };
  readonly seller: string;
  readonly product: string;
  readonly currency: string;
  readonly periodStart: Instant;
  readonly periodEnd: Instant;
  readonly finalizedAt: Instant | null;
};

/** An invoice as plain JSON: what is exported, and what the other forms are made from. All numbers are texts. */
export type InvoiceDocument = {
  readonly id: string;
  readonly number: string | null;
  readonly status: string;
  readonly seller: string;
  readonly customer: { readonly externalId: string; readonly name: string | null; readonly email: string | null };
  readonly product: string;
  readonly currency: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly finalizedAt: string | null;
  readonly lines: readonly LineDocument[];
  readonly total: string;
};

export type LineDocument = {
  readonly kind: string;
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly quantity: string;
  readonly included: string | null;
  readonly billable: string | null;
  /** How many credits paid for it, and how many more it would have taken; null where it is for money alone. */
  readonly creditsApplied: string | null;
  readonly creditsUncovered: string | null;
  readonly tiers: readonly TierDocument[];
  readonly amount: string;
};

export type TierDocument = {
  readonly value: JsonValue;
  readonly from: string;
  readonly upTo: string | null;
  readonly quantity: string;
  readonly unitAmount: string;
  readonly flatAmount: string;
  readonly amount: string;
};

/** The exported form of an invoice. Amounts of lines and the total have all decimals of the currency, 30.00 or 2. */
export function invoiceDocument(head: InvoiceHead, lines: readonly InvoiceLine[], total: Decimal): InvoiceDocument {
  const { currency, periodStart, periodEnd, finalizedAt } = head;
  return {
    ...head,
    periodStart: formatInstant(periodStart),
    periodEnd: formatInstant(periodEnd),
    finalizedAt: instantText(finalizedAt),
    lines: lines.map((line) => lineDocument(line, currency)),
    total: moneyText(total, currency),
  };
}

/** The document as a JSON value. */
export function documentJson(document: InvoiceDocument): JsonObject {
  return JSON.parse(JSON.stringify(document)) as JsonObject;
}

function lineDocument(line: InvoiceLine, currency: string): LineDocument {
  return {
    kind: line.kind,
    name: line.name,
    from: instantText(line.from),
    to: instantText(line.to),
    quantity: formatDecimal(line.quantity),
    included: decimalText(line.included),
    billable: decimalText(line.billable),
    creditsApplied: decimalText(line.credits?.applied ?? null),
    creditsUncovered: decimalText(line.credits?.uncovered ?? null),
    tiers: line.tiers.map((tier) => ({
      value: tier.value,
      from: formatDecimal(tier.from),
      upTo: decimalText(tier.upTo),
      quantity: formatDecimal(tier.quantity),
      unitAmount: formatDecimal(tier.unitAmount),
      flatAmount: formatDecimal(tier.flatAmount),
      amount: formatDecimal(tier.amount),
    })),
    amount: moneyText(line.amount, currency),
  };
}

function moneyText(amount: Decimal, currency: string): string {
  return amount.toFixed(minorDigits(currency));
}

function decimalText(value: Decimal | null): string | null {
  return value === null ? null : formatDecimal(value);
}

function instantText(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}
