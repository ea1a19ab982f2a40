import { usePart } from '../../data/address.ts';
import { useAsk } from '../../data/ask.ts';
import { paths } from '../../data/paths.ts';
import { Answer } from '../../design/answer.tsx';
import { Empty } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { invoiceTitle } from '../../format/invoice.ts';
import { InvoicePageDocument } from '../../generated/documents.ts';
import { InvoiceStatus } from '../../parts/invoice-status.tsx';
import { InvoiceAbout } from './invoice-about.tsx';
import { InvoiceBody } from './invoice-body.tsx';
import { InvoiceTools } from './invoice-tools.tsx';

const back = { to: paths.invoices, label: 'Invoices' };

export default function Invoice() {
  const id = usePart('id');
  const answer = useAsk(InvoicePageDocument, { id }, { everyMs: 5_000 });
  const invoice = answer.data?.invoice;
  if (invoice == null) {
    return (
      <Page title="Invoice" back={back}>
        <Panel title="Invoice">
          <Answer of={answer}>{() => <Empty title="There is no such invoice" />}</Answer>
        </Panel>
      </Page>
    );
  }
  return (
    <Page
      title={invoiceTitle(invoice)}
      badge={<InvoiceStatus status={invoice.status} />}
      back={back}
      tools={<InvoiceTools invoice={invoice} />}
    >
      <Answer of={answer}>
        {() => (
          <>
            <InvoiceAbout invoice={invoice} />
            <InvoiceBody invoice={invoice} />
          </>
        )}
      </Answer>
    </Page>
  );
}
