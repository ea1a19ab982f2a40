import { useParameters } from '../../data/address.ts';
import { usePages } from '../../data/pages.ts';
import { paths } from '../../data/paths.ts';
import { Answer } from '../../design/answer.tsx';
import { BarSelect } from '../../design/field.tsx';
import { PageLink } from '../../design/link.tsx';
import { Empty } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { type Column, Pager } from '../../design/table.tsx';
import { invoiceStatuses, invoiceStatusLabels, invoiceTitle } from '../../format/invoice.ts';
import { InvoiceListDocument } from '../../generated/documents.ts';
import type { InvoiceListQuery } from '../../generated/types.ts';
import { InvoiceTable } from '../../parts/invoice-table.tsx';

type Row = InvoiceListQuery['invoices']['nodes'][number];

const choices = [
  { value: 'all', label: 'All' },
  ...invoiceStatuses.map((value) => ({ value, label: invoiceStatusLabels[value] ?? value })),
];

export default function Invoices() {
  const [parameters, setParameters] = useParameters();
  const status = invoiceStatuses.find((known) => known === parameters.get('status')) ?? null;
  const pages = usePages(InvoiceListDocument, { status }, { everyMs: 5_000 });
  return (
    <Page
      title="Invoices"
      lead="What was billed, down to the events it is made of. A draft becomes final when the grace time is over."
    >
      <Panel
        title="Invoices"
        flush
        tools={
          <BarSelect
            label="Status"
            isLabelShown
            value={status ?? 'all'}
            onValue={(next) => setParameters({ status: next === 'all' ? null : next })}
            choices={choices}
          />
        }
      >
        <Answer of={pages} lines={8}>
          {({ invoices }) =>
            invoices.nodes.length === 0 ? (
              <Empty title={status === null ? 'No invoice yet' : 'No invoice in this state'}>
                Each period of a subscription ends with one. What comes next is on the customer’s page, as it grows.
              </Empty>
            ) : (
              <>
                <InvoiceTable first={columns} rows={invoices.nodes} isStale={pages.isPlaceholderData} />
                <Pager pages={pages} info={invoices.pageInfo} />
              </>
            )
          }
        </Answer>
      </Panel>
    </Page>
  );
}

const columns: readonly Column<Row>[] = [
  { title: 'Invoice', cell: (invoice) => <PageLink to={paths.invoice(invoice.id)}>{invoiceTitle(invoice)}</PageLink> },
  {
    title: 'Customer',
    cell: ({ customer }) => (
      <PageLink to={paths.customer(customer.externalId)}>{customer.name ?? customer.externalId}</PageLink>
    ),
    isWide: true,
  },
];
