import { usePages } from '../../data/pages.ts';
import { paths } from '../../data/paths.ts';
import { Answer } from '../../design/answer.tsx';
import { PageLink } from '../../design/link.tsx';
import { Empty } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { type Column, Pager, Table } from '../../design/table.tsx';
import { Cash, Instant, None } from '../../design/value.tsx';
import { InvoiceListDocument, UpcomingInvoicesDocument } from '../../generated/documents.ts';
import type { InvoiceListQuery, UpcomingInvoicesQuery } from '../../generated/types.ts';
import { InvoiceTable } from '../../parts/invoice-table.tsx';

type Upcoming = UpcomingInvoicesQuery['customers']['nodes'][number];
type Latest = InvoiceListQuery['invoices']['nodes'][number];

/** What each customer would owe at this moment. */
export function UpcomingInvoices() {
  const pages = usePages(UpcomingInvoicesDocument, {}, { size: 8, everyMs: 15_000 });
  return (
    <Panel title="Upcoming invoices" flush>
      <Answer of={pages}>
        {({ customers }) =>
          customers.nodes.length === 0 ? (
            <Empty title="There is no customer yet" />
          ) : (
            <>
              <Table
                caption="Upcoming invoices"
                columns={upcomingColumns}
                rows={customers.nodes}
                keyOf={({ externalId }) => externalId}
                isStale={pages.isPlaceholderData}
              />
              <Pager pages={pages} info={customers.pageInfo} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

const upcomingColumns: readonly Column<Upcoming>[] = [
  {
    title: 'Customer',
    isWide: true,
    cell: ({ externalId, name }) => <PageLink to={paths.customer(externalId)}>{name ?? externalId}</PageLink>,
  },
  {
    title: 'Due',
    cell: ({ upcomingInvoice: invoice }) =>
      invoice === null ? <None /> : <Instant at={invoice.periodEnd} fineness="day" />,
  },
  {
    title: 'So far',
    atEnd: true,
    cell: ({ upcomingInvoice: invoice }) => (invoice === null ? <None /> : <Cash money={invoice.total} />),
  },
];

/** What was invoiced last, the newest first. */
export function LatestInvoices() {
  const pages = usePages(InvoiceListDocument, { status: null }, { size: 5, everyMs: 15_000 });
  return (
    <Panel title="Latest invoices" flush>
      <Answer of={pages}>
        {({ invoices }) =>
          invoices.nodes.length === 0 ? (
            <Empty title="No invoice yet">The first one comes when a period of a subscription begins or ends.</Empty>
          ) : (
            <>
              <InvoiceTable
                caption="Latest invoices"
                isBrief
                first={latestColumns}
                rows={invoices.nodes}
                isStale={pages.isPlaceholderData}
              />
              <Pager pages={pages} info={invoices.pageInfo} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

const latestColumns: readonly Column<Latest>[] = [
  {
    title: 'Customer',
    isWide: true,
    cell: ({ id, customer }) => <PageLink to={paths.invoice(id)}>{customer.name ?? customer.externalId}</PageLink>,
  },
];
