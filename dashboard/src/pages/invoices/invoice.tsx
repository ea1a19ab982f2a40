import { useState } from 'react';
import { useParameters, usePart } from '../../data/address.ts';
import { useAsk } from '../../data/ask.ts';
import { paths } from '../../data/paths.ts';
import { Answer } from '../../design/answer.tsx';
import { Button } from '../../design/button.tsx';
import { Facts } from '../../design/facts.tsx';
import { PageLink } from '../../design/link.tsx';
import { Empty } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { Cash, Instant } from '../../design/value.tsx';
import { invoiceTitle } from '../../format/invoice.ts';
import { InvoicePageDocument } from '../../generated/documents.ts';
import type { InvoicePageQuery } from '../../generated/types.ts';
import { InvoiceLines } from '../../parts/invoice-lines.tsx';
import { InvoiceStatus } from '../../parts/invoice-status.tsx';
import { Span } from '../../parts/span.tsx';
import { InvoiceTools } from './invoice-tools.tsx';
import { LineEvents } from './line-events.tsx';

export type InvoiceFacts = NonNullable<InvoicePageQuery['invoice']>;

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

function InvoiceAbout({ invoice }: { readonly invoice: InvoiceFacts }) {
  const { customer, subscription, status, finalizesAt, finalizedAt, reissueOf, reissuedAs } = invoice;
  return (
    <Panel title={<Cash money={invoice.total} />} note="total">
      <Facts
        of={[
          [
            'Customer',
            <PageLink key="customer" to={paths.customer(customer.externalId)}>
              {customer.name ?? customer.externalId}
            </PageLink>,
          ],
          [
            'Product',
            <PageLink key="product" to={paths.product(subscription.product.key)}>
              {subscription.product.name}
            </PageLink>,
          ],
          ['Period', <Span key="period" from={invoice.periodStart} to={invoice.periodEnd} />],
          status === 'DRAFT' && ['Becomes final', <Instant key="finalizes" at={finalizesAt} />],
          finalizedAt !== null && ['Final since', <Instant key="final" at={finalizedAt} />],
          invoice.voidedAt !== null && ['Void since', <Instant key="void" at={invoice.voidedAt} />],
          invoice.voidReason !== null && ['Because', invoice.voidReason],
          reissueOf !== null && [
            'Issued instead of',
            <PageLink key="of" to={paths.invoice(reissueOf.id)}>
              {reissueOf.number ?? 'another'}
            </PageLink>,
          ],
          reissuedAs !== null && [
            'Issued anew as',
            <PageLink key="as" to={paths.invoice(reissuedAs.id)}>
              {reissuedAs.number ?? 'a draft'}
            </PageLink>,
          ],
        ]}
      />
    </Panel>
  );
}

/** The lines, and below them the events of the one that is in the address. */
function InvoiceBody({ invoice }: { readonly invoice: InvoiceFacts }) {
  const [parameters, setParameters] = useParameters();
  const [hasOpened, setOpened] = useState(false);
  const asked = parameters.get('line');
  const place = asked === null ? -1 : Number(asked);
  const line = invoice.lines[place];
  return (
    <>
      <Panel title="Lines" flush>
        <InvoiceLines
          lines={invoice.lines}
          total={invoice.total}
          toolOf={(own) => (
            <Button
              small
              aria-pressed={own === place}
              onClick={() => {
                setOpened(true);
                setParameters({ line: own === place ? null : String(own) }, { replace: false });
              }}
            >
              {own === place ? 'Hide events' : 'Events'}
            </Button>
          )}
        />
      </Panel>
      {line && <LineEvents key={place} invoice={invoice} place={place} name={line.name} goThere={hasOpened} />}
    </>
  );
}
