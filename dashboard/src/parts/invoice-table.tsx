import { type Column, Table } from '../design/table.tsx';
import { Cash, Instant } from '../design/value.tsx';
import type { InvoiceBriefFragment } from '../generated/types.ts';
import { InvoiceStatus } from './invoice-status.tsx';
import { Span } from './span.tsx';

type Row = InvoiceBriefFragment & { readonly subscription: { readonly product: { readonly name: string } } };

type InvoiceTableProps<TRow extends Row> = {
  readonly caption?: string;
  readonly rows: readonly TRow[];
  readonly isStale: boolean;
  /** What it is called and whose it is, and where that leads. */
  readonly first: readonly Column<TRow>[];
  /** Of the rest only how firm it is, and the total. */
  readonly isBrief?: boolean;
};

/** Invoices in a list, wherever there is one. */
export function InvoiceTable<TRow extends Row>({
  caption = 'Invoices',
  rows,
  isStale,
  first,
  isBrief = false,
}: InvoiceTableProps<TRow>) {
  const columns = isBrief ? [status, total] : [status, product, period, final, total];
  return <Table columns={[...first, ...columns]} keyOf={({ id }) => id} {...{ caption, rows, isStale }} />;
}

const status: Column<Row> = { title: 'Status', cell: (row) => <InvoiceStatus status={row.status} /> };
const product: Column<Row> = { title: 'Product', cell: ({ subscription }) => subscription.product.name };
const period: Column<Row> = {
  title: 'Period',
  cell: ({ periodStart, periodEnd }) => <Span from={periodStart} to={periodEnd} isBrief />,
};
const final: Column<Row> = {
  title: 'Final',
  cell: ({ finalizedAt, finalizesAt }) => <Instant at={finalizedAt ?? finalizesAt} fineness="day" />,
};
const total: Column<Row> = { title: 'Total', cell: (row) => <Cash money={row.total} />, atEnd: true };
