import { Decimal } from '../core/decimal.ts';
import type { Invoiced } from '../core/invoices/compose.ts';
import type { Queryable } from './sql/statement.ts';

/** What final invoices, those that are void left out, say of a customer's usage and balances. */
export type InvoicedFacts = {
  /** Of each subscription: what its usage has been invoiced at, by period and charge. */
  readonly invoiced: ReadonlyMap<string, Invoiced[]>;
  /** Of each subscription: the periods that a final invoice has closed. */
  readonly closed: ReadonlyMap<string, ReadonlySet<number>>;
  /** What is left of totals below zero, by customer and currency: a credit of the next invoice. */
  carried(customerId: string, currency: string): Decimal;
};

/** Reads what has been invoiced to these customers: three statements, however many they are. */
export async function readInvoiced(on: Queryable, customerIds: readonly string[]): Promise<InvoicedFacts> {
  const invoiced = new Map<string, Invoiced[]>();
  const { rows: usage } = await on.query<{
    subscription_id: string;
    period_index: number;
    charge: number;
    quantity: string;
    amount: string;
  }>({
    name: 'read_invoiced_usage',
    text: `
      SELECT i.subscription_id, l.period_index, l.charge, sum(l.quantity)::text AS quantity, sum(l.amount)::text AS amount
      FROM invoice i JOIN invoice_line l ON l.customer_id = i.customer_id AND l.invoice_id = i.id
      WHERE i.customer_id = ANY ($1::uuid[]) AND i.status = 'FINAL' AND l.kind IN ('USAGE', 'ADJUSTMENT')
      GROUP BY i.subscription_id, l.period_index, l.charge`,
    values: [customerIds],
  });
  for (const row of usage) {
    const list = invoiced.get(row.subscription_id) ?? [];
    invoiced.set(row.subscription_id, list);
    const { period_index: period, charge } = row;
    list.push({ period, charge, quantity: new Decimal(row.quantity), amount: new Decimal(row.amount) });
  }

  const { rows: finals } = await on.query<{ subscription_id: string; periods: number[] }>({
    name: 'read_closed_periods',
    text: `
      SELECT subscription_id, array_agg(sequence - 1) AS periods FROM invoice
      WHERE customer_id = ANY ($1::uuid[]) AND status = 'FINAL' AND closes_period
      GROUP BY subscription_id`,
    values: [customerIds],
  });
  const closed = new Map(finals.map((row) => [row.subscription_id, new Set(row.periods)]));

  const { rows: carries } = await on.query<{ customer_id: string; currency: string; amount: string }>({
    name: 'read_carried',
    text: `
      SELECT i.customer_id, i.currency, sum(l.amount)::text AS amount
      FROM invoice i JOIN invoice_line l ON l.customer_id = i.customer_id AND l.invoice_id = i.id
      WHERE i.customer_id = ANY ($1::uuid[]) AND i.status = 'FINAL' AND l.kind = 'CARRIED_OVER'
      GROUP BY i.customer_id, i.currency`,
    values: [customerIds],
  });
  const carried = new Map(carries.map((row) => [`${row.customer_id} ${row.currency}`, new Decimal(row.amount)]));
  return {
    invoiced,
    closed,
    carried: (customerId, currency) => carried.get(`${customerId} ${currency}`) ?? new Decimal(0),
  };
}
