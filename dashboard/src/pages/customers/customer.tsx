import { useParameters, usePart } from '../../data/address.ts';
import { useAsk } from '../../data/ask.ts';
import { paths } from '../../data/paths.ts';
import { Answer } from '../../design/answer.tsx';
import { Badge } from '../../design/badge.tsx';
import { Empty } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { CustomerPageDocument, MeterChoicesDocument } from '../../generated/documents.ts';
import type { CustomerPageQuery } from '../../generated/types.ts';
import { About } from './about.tsx';
import { Credits } from './credits.tsx';
import style from './customer.module.css';
import { CustomerInvoices } from './customer-invoices.tsx';
import { CustomerTools } from './customer-tools.tsx';
import { CustomerUsage } from './customer-usage.tsx';
import { Subscriptions } from './subscriptions.tsx';
import { Upcoming } from './upcoming.tsx';

export type CustomerFacts = NonNullable<CustomerPageQuery['customer']>;

const back = { to: paths.customers, label: 'Customers' };

const views = [
  { name: 'usage', label: 'Usage and subscriptions' },
  { name: 'credits', label: 'Credits' },
  { name: 'invoices', label: 'Invoices' },
  { name: 'about', label: 'About' },
] as const;

export default function Customer() {
  const externalId = usePart('externalId');
  const [parameters, setParameters] = useParameters();
  const shown = views.find(({ name }) => name === parameters.get('show'))?.name ?? 'usage';
  const answer = useAsk(CustomerPageDocument, { externalId });
  // Asked for together with the customer, for the chart of their usage needs both.
  useAsk(MeterChoicesDocument, {}, { when: shown === 'usage' });
  const customer = answer.data?.customer;
  if (customer == null) {
    return (
      <Page title={externalId} back={back}>
        <Panel title="Customer">
          <Answer of={answer}>
            {() => <Empty title="There is no such customer">Your workspace has nobody with this id.</Empty>}
          </Answer>
        </Panel>
      </Page>
    );
  }
  return (
    <Page
      title={customer.name ?? customer.externalId}
      badge={customer.archivedAt !== null && <Badge>Archived</Badge>}
      back={back}
      tools={<CustomerTools customer={customer} />}
    >
      <nav className={style.views} aria-label="Of this customer">
        {views.map(({ name, label }) => (
          <button
            key={name}
            type="button"
            className={style.view}
            aria-current={shown === name ? 'true' : undefined}
            onClick={() => setParameters({ show: name === 'usage' ? null : name }, { replace: false })}
          >
            {label}
          </button>
        ))}
      </nav>
      <Answer of={answer}>
        {() => (
          <>
            {shown === 'usage' && (
              <>
                <Upcoming externalId={customer.externalId} />
                <CustomerUsage externalId={customer.externalId} />
                <Subscriptions customer={customer} />
              </>
            )}
            {shown === 'credits' && <Credits customer={customer} />}
            {shown === 'invoices' && <CustomerInvoices externalId={customer.externalId} />}
            {shown === 'about' && <About customer={customer} />}
          </>
        )}
      </Answer>
    </Page>
  );
}
