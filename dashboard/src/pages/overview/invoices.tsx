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

type Upcoming = UpcomingInvoicesQuery['subscriptions']['nodes'][number];
type Latest = InvoiceListQuery['invoices']['nodes'][number];

/** What each subscription comes to at this moment. */
export function UpcomingInvoices() {
  const pages = usePages(UpcomingInvoicesDocument, {}, { size: 8, everyMs: 15_000 });
  return (
    <Panel title="Upcoming invoices" flush>
      <Answer of={pages}>
        {({ subscriptions }) =>
          subscriptions.nodes.length === 0 ? (
            <Empty title="Nobody is subscribed">A subscription puts a customer on a product’s prices.</Empty>
          ) : (
            <>
              <Table
                caption="Upcoming invoices"
                columns={upcomingColumns}
                rows={subscriptions.nodes}
                keyOf={({ id }) => id}
                isStale={pages.isPlaceholderData}
              />
              <Pager pages={pages} info={subscriptions.pageInfo} />
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
    cell: ({ customer, product }) => (
      <>
        <PageLink to={paths.customer(customer.externalId)}>{customer.name ?? customer.externalId}</PageLink>{' '}
        {product.name}
      </>
    ),
  },
  {
    title: 'Due',
    cell: ({ id, upcomingInvoice: invoice }) =>
      invoice === null ? (
        <None />
      ) : (
        <PageLink to={paths.upcoming(id)}>
          <Instant at={invoice.periodEnd} fineness="day" />
        </PageLink>
      ),
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
