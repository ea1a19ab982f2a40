import { Decimal, formatDecimal } from '../core/decimal.ts';
import type { InvoiceLine, InvoiceLineKind } from '../core/invoices/line.ts';
import type { JsonValue } from '../core/json.ts';
import type { PricedTier } from '../core/pricing/pricing.ts';
import { formatInstant } from '../core/time/instant.ts';
import { instantOf } from './columns.ts';
import type { Queryable } from './sql/statement.ts';

type InvoiceKey = { readonly customerId: string; readonly id: string };

type ValueTier = InvoiceLine['tiers'][number];

type TierColumns = {
  from: string;
  upTo: string | null;
  quantity: string;
  unitAmount: string;
  flatAmount: string;
  amount: string;
  value: JsonValue;
};

type Columns = {
  invoice_id: string;
  kind: InvoiceLineKind;
  name: string;
  charge: number | null;
  period_index: number | null;
  starts_at: string | null;
  ends_at: string | null;
  meter_id: string | null;
  quantity: string;
  included: string | null;
  billable: string | null;
  tiers: TierColumns[];
  amount: string;
  credit_type_id: string | null;
  credits_applied: string | null;
  credits_uncovered: string | null;
};

/** The stored lines of final invoices, in order, by invoice. */
export async function readLines(on: Queryable, invoices: readonly InvoiceKey[]): Promise<Map<string, InvoiceLine[]>> {
  const lines = new Map<string, InvoiceLine[]>(invoices.map(({ id }) => [id, []]));
  const { rows } = await on.query<Columns>({
    name: 'read_invoice_lines',
    text: `
      SELECT l.* FROM unnest($1::uuid[], $2::uuid[]) AS i (customer_id, invoice_id)
      JOIN invoice_line l USING (customer_id, invoice_id)
      ORDER BY l.invoice_id, l.position`,
    values: [invoices.map((invoice) => invoice.customerId), invoices.map((invoice) => invoice.id)],
  });
  for (const row of rows) lines.get(row.invoice_id)?.push(lineOf(row));
  return lines;
}

/** Stores the lines of invoices that become final. */
export async function insertLines(
  on: Queryable,
  invoices: readonly (InvoiceKey & { readonly lines: readonly InvoiceLine[] })[],
): Promise<void> {
  const rows = invoices.flatMap(({ customerId, id, lines }) =>
    lines.map((line, position) => ({ customerId, id, position, line })),
  );
  if (rows.length === 0) return;
  const text = (value: Decimal | null) => (value === null ? null : formatDecimal(value));
  await on.query({
    name: 'insert_invoice_lines',
    text: `
      INSERT INTO invoice_line (
        customer_id, invoice_id, position, kind, name, charge, period_index, starts_at, ends_at, meter_id,
        quantity, included, billable, tiers, amount, credit_type_id, credits_applied, credits_uncovered
      )
      SELECT * FROM unnest(
        $1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::text[], $6::integer[], $7::integer[], $8::timestamptz[],
        $9::timestamptz[], $10::uuid[], $11::numeric[], $12::numeric[], $13::numeric[], $14::jsonb[], $15::numeric[],
        $16::uuid[], $17::numeric[], $18::numeric[]
      )`,
    values: [
      rows.map((row) => row.customerId),
      rows.map((row) => row.id),
      rows.map((row) => row.position),
      rows.map(({ line }) => line.kind),
      rows.map(({ line }) => line.name),
      rows.map(({ line }) => line.charge),
      rows.map(({ line }) => line.period),
      rows.map(({ line }) => (line.from === null ? null : formatInstant(line.from))),
      rows.map(({ line }) => (line.to === null ? null : formatInstant(line.to))),
      rows.map(({ line }) => line.meterId),
      rows.map(({ line }) => formatDecimal(line.quantity)),
      rows.map(({ line }) => text(line.included)),
      rows.map(({ line }) => text(line.billable)),
      rows.map(({ line }) => JSON.stringify(line.tiers.map(tierColumns))),
      rows.map(({ line }) => formatDecimal(line.amount)),
      rows.map(({ line }) => line.credits?.creditTypeId ?? null),
      rows.map(({ line }) => text(line.credits?.applied ?? null)),
      rows.map(({ line }) => text(line.credits?.uncovered ?? null)),
    ],
  });
}

function lineOf(row: Columns): InvoiceLine {
  const optional = (text: string | null) => (text === null ? null : new Decimal(text));
  return {
    kind: row.kind,
    name: row.name,
    charge: row.charge,
    period: row.period_index,
    from: row.starts_at === null ? null : instantOf(row.starts_at),
    to: row.ends_at === null ? null : instantOf(row.ends_at),
    meterId: row.meter_id,
    quantity: new Decimal(row.quantity),
    included: optional(row.included),
    billable: optional(row.billable),
    tiers: row.tiers.map(tierOf),
    amount: new Decimal(row.amount),
    ...(row.credit_type_id === null
      ? {}
      : {
          credits: {
            creditTypeId: row.credit_type_id,
            applied: new Decimal(row.credits_applied ?? 0),
            uncovered: new Decimal(row.credits_uncovered ?? 0),
          },
        }),
  };
}

const tierDecimals = ['from', 'quantity', 'unitAmount', 'flatAmount', 'amount'] as const satisfies (keyof PricedTier)[];

function tierColumns(tier: ValueTier): TierColumns {
  const texts = Object.fromEntries(tierDecimals.map((field) => [field, formatDecimal(tier[field])]));
  const upTo = tier.upTo === null ? null : formatDecimal(tier.upTo);
  return { ...(texts as Record<(typeof tierDecimals)[number], string>), upTo, value: tier.value };
}

function tierOf(tier: TierColumns): ValueTier {
  const decimals = Object.fromEntries(tierDecimals.map((field) => [field, new Decimal(tier[field])]));
  const upTo = tier.upTo === null ? null : new Decimal(tier.upTo);
  return { ...(decimals as Record<(typeof tierDecimals)[number], Decimal>), upTo, value: tier.value };
}
