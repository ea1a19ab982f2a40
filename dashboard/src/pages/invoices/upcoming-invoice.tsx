import { usePart } from '../../data/address.ts';
import { useAsk } from '../../data/ask.ts';
import { paths } from '../../data/paths.ts';
import { useInvoiceFeed } from '../../data/upcoming.ts';
import { Answer } from '../../design/answer.tsx';
import { Empty } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { invoiceTitle } from '../../format/invoice.ts';
import { UpcomingPageDocument } from '../../generated/documents.ts';
import { InvoiceAbout } from './invoice-about.tsx';
import { InvoiceBody } from './invoice-body.tsx';

/** The next invoice of a subscription, as if its period ended now. It moves with each event, and has no number yet. */
export default function UpcomingInvoice() {
  const subscription = usePart('subscription');
  const answer = useAsk(UpcomingPageDocument, { subscription }, { everyMs: 30_000 });
  const invoice = answer.data?.subscription?.upcomingInvoice ?? null;
  useInvoiceFeed(invoice?.customer.externalId ?? null, () => void answer.refetch());
  return (
    <Page
      title={invoiceTitle({ number: null, status: 'UPCOMING' })}
      back={{ to: paths.invoices, label: 'Invoices' }}
      lead="As if the period ended now."
    >
      <Answer of={answer} lines={8}>
        {() =>
          invoice === null ? (
            <Panel title="Invoice">
              <Empty title="No invoice is to come">The subscription has ended, or there is none such.</Empty>
            </Panel>
          ) : (
            <>
              <InvoiceAbout invoice={invoice} />
              <InvoiceBody invoice={invoice} />
            </>
          )
        }
      </Answer>
    </Page>
  );
}
