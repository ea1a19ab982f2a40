import { formatDecimal } from '../../../src/core/decimal.ts';
import {
  type BillingPeriod,
  type ComposedInvoice,
  composeInvoice,
  type Invoiced,
  type InvoiceInput,
} from '../../../src/core/invoices/compose.ts';
import type { InvoiceLine } from '../../../src/core/invoices/line.ts';
import type { Charge } from '../../../src/core/pricing/charge.ts';
import { dec } from '../pricing/prices.ts';

export const day = 86_400_000_000n;

/** Period `index` of 30 days each, lived to its end. */
export function period(index: number, charges: readonly Charge[], more: Partial<BillingPeriod> = {}): BillingPeriod {
  const startsAt = BigInt(index) * 30n * day;
  const endsAt = startsAt + 30n * day;
  const billedUntil = endsAt;
  const full = { fullStart: startsAt, fullEnd: endsAt };
  return { index, startsAt, endsAt, billedUntil, ...full, quantity: 1, charges, oneTime: index === 0, ...more };
}

/** `[period, charge, usage]`; of anything else nothing was used. */
export function usageOf(...used: readonly [number, number, string][]): InvoiceInput['usageOf'] {
  return (ofPeriod, ofCharge) =>
    used
      .filter(([at, charge]) => at === ofPeriod && charge === ofCharge)
      .map(([, , usage]) => ({ value: null, usage: dec(usage) }));
}

export function compose(input: Partial<InvoiceInput>): ComposedInvoice {
  const nothing = { currency: 'USD', closes: null, opens: null, earlier: [], invoiced: [], carriedIn: dec(0) };
  const credits = { creditsOf: () => ({ drawn: dec(0), uncovered: dec(0) }), topUps: [] };
  return composeInvoice({ ...nothing, ...credits, usageOf: usageOf(), ...input });
}

/** What later invoices are told of these lines. */
export function invoicedBy(...lines: readonly InvoiceLine[]): Invoiced[] {
  return lines.flatMap(({ kind, period: of, charge, quantity, amount }) =>
    (kind === 'USAGE' || kind === 'ADJUSTMENT') && of !== null && charge !== null
      ? [{ period: of, charge, quantity, amount }]
      : [],
  );
}

/** Kind, name, period, quantity and amount of each line. */
export function shown({ lines }: ComposedInvoice) {
  return lines.map(({ kind, name, period: of, quantity, amount }) => [
    kind,
    name,
    of,
    formatDecimal(quantity),
    formatDecimal(amount),
  ]);
}
