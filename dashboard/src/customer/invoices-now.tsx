import { useState } from 'react';
import { usePages } from '../data/pages.ts';
import { useUpcoming } from '../data/upcoming.ts';
import { Answer } from '../design/answer.tsx';
import { Button } from '../design/button.tsx';
import { Empty } from '../design/notice.tsx';
import { Panel } from '../design/panel.tsx';
import { Pager } from '../design/table.tsx';
import { invoiceTitle } from '../format/invoice.ts';
import { CustomerInvoicesDocument } from '../generated/documents.ts';
import { InvoiceLines } from '../parts/invoice-lines.tsx';
import { InvoiceSheet } from '../parts/invoice-sheet.tsx';
import { InvoiceTable } from '../parts/invoice-table.tsx';

/** What comes next, and what was invoiced, each to be printed. */
export default function InvoicesNow({ externalId }: { readonly externalId: string }) {
  const upcoming = useUpcoming(externalId, { isLive: false }).data?.customer?.subscriptions.nodes ?? [];
  const pages = usePages(CustomerInvoicesDocument, { externalId }, { size: 20, everyMs: 30_000 });
  const [shown, setShown] = useState<{ readonly id: string; readonly title: string } | null>(null);
  return (
    <>
      {upcoming.map(
        ({ id, product, upcomingInvoice: invoice }) =>
          invoice && (
            <Panel key={id} title={`Upcoming invoice: ${product.name}`} flush>
              <InvoiceLines lines={invoice.lines} total={invoice.total} />
            </Panel>
          ),
      )}
      <Panel title="Invoices" flush>
        <Answer of={pages}>
          {({ customer }) =>
            customer === null || customer.invoices.nodes.length === 0 ? (
              <Empty title="No invoice yet" />
            ) : (
              <>
                <InvoiceTable
                  rows={customer.invoices.nodes}
                  isStale={pages.isPlaceholderData}
                  first={[
                    {
                      title: 'Invoice',
                      cell: (invoice) => (
                        <Button small onClick={() => setShown({ id: invoice.id, title: invoiceTitle(invoice) })}>
                          {invoiceTitle(invoice)}
                        </Button>
                      ),
                    },
                  ]}
                />
                <Pager pages={pages} info={customer.invoices.pageInfo} />
              </>
            )
          }
        </Answer>
      </Panel>
      <InvoiceSheet
        id={shown?.id ?? ''}
        title={shown?.title ?? ''}
        open={shown !== null}
        onClose={() => setShown(null)}
      />
    </>
  );
}
