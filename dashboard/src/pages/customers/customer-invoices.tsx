import { usePages } from '../../data/pages.ts';
import { paths } from '../../data/paths.ts';
import { useUpcoming } from '../../data/upcoming.ts';
import { Answer } from '../../design/answer.tsx';
import { PageLink } from '../../design/link.tsx';
import { Empty } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { type Column, Pager } from '../../design/table.tsx';
import { invoiceTitle } from '../../format/invoice.ts';
import { CustomerInvoicesDocument } from '../../generated/documents.ts';
import type { CustomerInvoicesQuery } from '../../generated/types.ts';
import { InvoiceTable } from '../../parts/invoice-table.tsx';

/** The invoices of a customer, with those to come first. */
export function CustomerInvoices({ externalId }: { readonly externalId: string }) {
  const upcoming = useUpcoming(externalId).data?.customer?.subscriptions.nodes ?? [];
  const pages = usePages(CustomerInvoicesDocument, { externalId }, { everyMs: 10_000 });
  const next = upcoming.flatMap(({ id, product, upcomingInvoice }) =>
    upcomingInvoice === null ? [] : [{ ...upcomingInvoice, subscription: { id, product } }],
  );
  return (
    <Panel title="Invoices" flush>
      <Answer of={pages} lines={6}>
        {({ customer }) => {
          const rows = [...(pages.isFirst ? next : []), ...(customer?.invoices.nodes ?? [])];
          if (rows.length === 0)
            return <Empty title="No invoice yet">Each period of a subscription ends with one.</Empty>;
          return (
            <>
              <InvoiceTable rows={rows} isStale={pages.isPlaceholderData} first={columns} />
              {customer && <Pager pages={pages} info={customer.invoices.pageInfo} />}
            </>
          );
        }}
      </Answer>
    </Panel>
  );
}

type Row = NonNullable<CustomerInvoicesQuery['customer']>['invoices']['nodes'][number];

const columns: readonly Column<Row>[] = [
  {
    title: 'Invoice',
    cell: (invoice) => (
      <PageLink
        to={invoice.status === 'UPCOMING' ? paths.upcoming(invoice.subscription.id) : paths.invoice(invoice.id)}
      >
        {invoiceTitle(invoice)}
      </PageLink>
    ),
  },
];
