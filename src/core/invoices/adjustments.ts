import { Decimal } from '../decimal.ts';
import type { InvoiceInput } from './compose.ts';
import type { InvoiceLine } from './line.ts';
import { usageLines } from './period-lines.ts';

/**
 * What late and voided events have changed of usage that final invoices speak of: a line by which the sum of all that
 * was said of a charge in a period becomes what it comes to now. By period, then charge; none where the amount is right.
 *
 * The period that this invoice closes may have been spoken of too, if its first invoice is void and a later one had
 * adjusted it. It is billed in full again, so all of that is taken back.
 */
export function adjustmentLines(input: InvoiceInput): InvoiceLine[] {
  const { closes, earlier, currency } = input;
  const again = earlier.filter(({ index }) => index !== closes?.index).toSorted((a, b) => a.index - b.index);
  return [
    ...again.flatMap((period) => usageLines(currency, period, input).flatMap((line) => adjusted(input, line, line))),
    ...(closes === null
      ? []
      : usageLines(currency, closes, input).flatMap((line) => adjusted(input, line, { quantity: zero, amount: zero }))),
  ];
}

const zero = new Decimal(0);

/** From what was invoiced to what is due; nothing if that is the same amount. */
function adjusted(
  { invoiced }: InvoiceInput,
  line: InvoiceLine,
  due: { readonly quantity: Decimal; readonly amount: Decimal },
): InvoiceLine[] {
  let { quantity, amount } = due;
  for (const said of invoiced) {
    if (said.period !== line.period || said.charge !== line.charge) continue;
    quantity = quantity.minus(said.quantity);
    amount = amount.minus(said.amount);
  }
  if (amount.isZero()) return [];
  const { credits: _, ...of } = line;
  return [{ ...of, kind: 'ADJUSTMENT', quantity, included: null, billable: null, tiers: [], amount }];
}
