import { paths } from '../../data/paths.ts';
import { useZone } from '../../data/period.ts';
import { Badge } from '../../design/badge.tsx';
import { PageLink } from '../../design/link.tsx';
import { Empty } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { Table } from '../../design/table.tsx';
import { Cash, Quantity } from '../../design/value.tsx';
import { spanText } from '../../format/instant.ts';
import type { EventDetail } from './event.tsx';

/** The invoice lines that it is part of, also of the invoice that is still growing. */
export function EventInvoices({ event }: { readonly event: EventDetail }) {
  const zone = useZone();
  return (
    <Panel title="Invoices" flush>
      {event.invoiceLines.length === 0 ? (
        <Empty title="It is on no invoice">
          {event.voidedAt === null ? 'No subscription charged for it.' : 'It was voided.'}
        </Empty>
      ) : (
        <Table
          caption="Invoice lines that it is part of"
          rows={event.invoiceLines}
          keyOf={({ invoice, line }) => `${invoice.id} ${line.name} ${line.kind}`}
          columns={[
            {
              title: 'Invoice',
              cell: ({ invoice: { id, number, status, periodStart, periodEnd } }) =>
                status === 'UPCOMING' ? (
                  <>
                    <Badge tone="accent">Upcoming</Badge> {spanText(periodStart, periodEnd, zone)}
                  </>
                ) : (
                  <PageLink to={paths.invoice(id)}>{number ?? spanText(periodStart, periodEnd, zone)}</PageLink>
                ),
            },
            { title: 'Line', cell: ({ line }) => line.name, isWide: true },
            {
              title: 'Quantity',
              cell: ({ line }) => <Quantity value={line.quantity} unit={line.meter?.unit} />,
              atEnd: true,
            },
            { title: 'Amount', cell: ({ line }) => <Cash money={line.amount} />, atEnd: true },
          ]}
        />
      )}
    </Panel>
  );
}
