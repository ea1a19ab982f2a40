import { paths } from '../../data/paths.ts';
import { Facts } from '../../design/facts.tsx';
import { PageLink } from '../../design/link.tsx';
import { Panel } from '../../design/panel.tsx';
import { Cash, Instant } from '../../design/value.tsx';
import type { InvoiceFieldsFragment } from '../../generated/types.ts';
import { Span } from '../../parts/span.tsx';

/** Whose invoice it is, for when, and how much. */
export function InvoiceAbout({ invoice }: { readonly invoice: InvoiceFieldsFragment }) {
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
