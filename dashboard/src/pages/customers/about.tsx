import { Facts } from '../../design/facts.tsx';
import { JsonView } from '../../design/json-view.tsx';
import { Panel } from '../../design/panel.tsx';
import { Id, Instant, None } from '../../design/value.tsx';
import style from './customer.module.css';
import type { CustomerFacts } from './customer.tsx';

/** What is known of a customer. */
export function About({ customer }: { readonly customer: CustomerFacts }) {
  return (
    <div className={style.two}>
      <Panel title="About">
        <Facts
          of={[
            ['Id', <Id key="own">{customer.externalId}</Id>],
            ['Name', customer.name ?? <None key="name" />],
            ['Email', customer.email ?? <None key="email" />],
            ['Made', <Instant key="made" at={customer.createdAt} />],
            customer.archivedAt !== null && ['Archived', <Instant key="archived" at={customer.archivedAt} />],
            ['Global id', <Id key="id">{customer.id}</Id>],
          ]}
        />
      </Panel>
      <Panel title="Metadata" note="they can read it with a token">
        <JsonView value={customer.metadata} label="Metadata" />
      </Panel>
    </div>
  );
}
