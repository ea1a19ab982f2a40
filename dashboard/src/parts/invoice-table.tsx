import type { ReactNode } from 'react';
import { Table } from '../design/table.tsx';
import { Cash, Instant } from '../design/value.tsx';
import type { InvoiceBriefFragment } from '../generated/types.ts';
import { InvoiceStatus } from './invoice-status.tsx';
import { Span } from './span.tsx';

type Row = InvoiceBriefFragment & { readonly subscription: { readonly product: { readonly name: string } } };

type InvoiceTableProps = {
  readonly rows: readonly Row[];
  readonly isStale: boolean;
  /** Its name, and where it leads. */
  readonly nameOf: (invoice: Row) => ReactNode;
};

/** The invoices of one customer. */
export function InvoiceTable({ rows, isStale, nameOf }: InvoiceTableProps) {
  return (
    <Table
      caption="Invoices"
      rows={rows}
      keyOf={({ id }) => id}
      isStale={isStale}
      columns={[
        { title: 'Invoice', cell: nameOf },
        { title: 'Status', cell: ({ status }) => <InvoiceStatus status={status} /> },
        { title: 'Product', cell: ({ subscription }) => subscription.product.name, isWide: true },
        { title: 'Period', cell: ({ periodStart, periodEnd }) => <Span from={periodStart} to={periodEnd} /> },
        {
          title: 'Final',
          cell: ({ finalizedAt, finalizesAt }) => <Instant at={finalizedAt ?? finalizesAt} fineness="day" />,
        },
        { title: 'Total', cell: ({ total }) => <Cash money={total} />, atEnd: true },
      ]}
    />
  );
}
