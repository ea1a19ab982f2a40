import { useState } from 'react';
import { useParameters } from '../../data/address.ts';
import { usePages } from '../../data/pages.ts';
import { paths } from '../../data/paths.ts';
import { useSearch } from '../../data/search.ts';
import { Answer } from '../../design/answer.tsx';
import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { PageLink } from '../../design/link.tsx';
import { Empty } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { type Column, Pager, Table } from '../../design/table.tsx';
import { Id, Instant, None } from '../../design/value.tsx';
import { CustomerListDocument } from '../../generated/documents.ts';
import type { CustomerListQuery } from '../../generated/types.ts';
import { ListTools } from '../../parts/list-tools.tsx';
import { NewCustomer } from './new-customer.tsx';

type Row = CustomerListQuery['customers']['nodes'][number];

export default function Customers() {
  const [parameters, setParameters] = useParameters();
  const [isMaking, setMaking] = useState(false);
  const { text, setText, search, isSettled } = useSearch();
  const isArchived = parameters.get('show') === 'archived';
  const pages = usePages(CustomerListDocument, { search, archived: isArchived });
  return (
    <Page
      title="Customers"
      lead="Who uses what you sell: what they used, owe and hold."
      tools={
        <Button look="main" onClick={() => setMaking(true)}>
          <Icon name="plus" /> New customer
        </Button>
      }
    >
      <Panel
        title={isArchived ? 'Archived customers' : 'Customers'}
        flush
        tools={
          <ListTools
            label="Id, name or email"
            search={{ text, setText }}
            isArchived={isArchived}
            setParameters={setParameters}
          />
        }
      >
        <Answer of={pages} lines={8}>
          {({ customers }) =>
            customers.nodes.length === 0 ? (
              <NoCustomers search={search} isArchived={isArchived} />
            ) : (
              <>
                <Table
                  caption="Customers"
                  columns={columns}
                  rows={customers.nodes}
                  keyOf={({ id }) => id}
                  isStale={pages.isPlaceholderData || !isSettled}
                />
                <Pager pages={pages} info={customers.pageInfo} />
              </>
            )
          }
        </Answer>
      </Panel>
      {isMaking && <NewCustomer onClose={() => setMaking(false)} />}
    </Page>
  );
}

const columns: readonly Column<Row>[] = [
  {
    title: 'Customer',
    cell: ({ externalId, name }) => (
      <>
        <PageLink to={paths.customer(externalId)}>{name ?? externalId}</PageLink>
        {name !== null && name !== externalId && (
          <>
            {' '}
            <Id>{externalId}</Id>
          </>
        )}
      </>
    ),
  },
  { title: 'Email', cell: ({ email }) => email ?? <None />, isWide: true },
  { title: 'Subscribed to', cell: ({ subscriptions }) => productNames(subscriptions.nodes) || <None /> },
  { title: 'Made', cell: ({ createdAt }) => <Instant at={createdAt} fineness="day" /> },
];

function productNames(subscriptions: Row['subscriptions']['nodes']): string {
  const names = subscriptions.filter(({ status }) => status !== 'ENDED').map(({ product }) => product.name);
  return [...new Set(names)].join(', ');
}

function NoCustomers({ search, isArchived }: { readonly search: string | null; readonly isArchived: boolean }) {
  if (search !== null)
    return <Empty title={`Nobody is called “${search}”`}>No id, name or email has this in it.</Empty>;
  if (isArchived) return <Empty title="Nobody is archived">Events of an archived customer are rejected.</Empty>;
  return (
    <Empty title="No customer yet">
      They are made here, by createCustomer, or with the first event that is recorded with createCustomers.
    </Empty>
  );
}
