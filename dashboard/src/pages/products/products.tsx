import { useParameters } from '../../data/address.ts';
import { usePages } from '../../data/pages.ts';
import { paths } from '../../data/paths.ts';
import { useSearch } from '../../data/search.ts';
import { Answer } from '../../design/answer.tsx';
import { ButtonLink } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { PageLink } from '../../design/link.tsx';
import { Empty } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { type Column, Pager, Table } from '../../design/table.tsx';
import { Id, Instant } from '../../design/value.tsx';
import { intervalText } from '../../format/interval.ts';
import { moneyText } from '../../format/money.ts';
import { ProductListDocument } from '../../generated/documents.ts';
import type { ProductListQuery } from '../../generated/types.ts';
import { ListTools } from '../../parts/list-tools.tsx';

type Row = ProductListQuery['products']['nodes'][number];

export default function Products() {
  const [parameters, setParameters] = useParameters();
  const { text, setText, search, isSettled } = useSearch();
  const isArchived = parameters.get('show') === 'archived';
  const pages = usePages(ProductListDocument, { search, archived: isArchived });
  return (
    <Page
      title="Products"
      lead="What you sell, and what it costs. A change of prices is a new version: who subscribed before keeps theirs."
      tools={
        <ButtonLink to={paths.newProduct} look="main">
          <Icon name="plus" /> New product
        </ButtonLink>
      }
    >
      <Panel
        title={isArchived ? 'Archived products' : 'Products'}
        flush
        tools={
          <ListTools
            label="Key or name"
            search={{ text, setText }}
            isArchived={isArchived}
            setParameters={setParameters}
          />
        }
      >
        <Answer of={pages}>
          {({ products }) =>
            products.nodes.length === 0 ? (
              <NoProducts search={search} isArchived={isArchived} />
            ) : (
              <>
                <Table
                  caption="Products"
                  columns={columns}
                  rows={products.nodes}
                  keyOf={({ id }) => id}
                  isStale={pages.isPlaceholderData || !isSettled}
                />
                <Pager pages={pages} info={products.pageInfo} />
              </>
            )
          }
        </Answer>
      </Panel>
    </Page>
  );
}

const columns: readonly Column<Row>[] = [
  {
    title: 'Product',
    cell: ({ key, name }) => (
      <>
        <PageLink to={paths.product(key)}>{name}</PageLink>
        {name !== key && (
          <>
            {' '}
            <Id>{key}</Id>
          </>
        )}
      </>
    ),
  },
  { title: 'Charges for', cell: ({ version }) => version.charges.map(chargeWords).join(', '), isWide: 'text' },
  { title: 'Every', cell: ({ version }) => intervalText(version.interval) },
  { title: 'Currency', cell: ({ currency }) => currency },
  { title: 'Version', cell: ({ version }) => version.number, atEnd: true },
  { title: 'Made', cell: ({ createdAt }) => <Instant at={createdAt} fineness="day" /> },
];

function chargeWords(charge: Row['version']['charges'][number]): string {
  return charge.__typename === 'FlatCharge' ? `${charge.name} (${moneyText(charge.amount)})` : charge.name;
}

function NoProducts({ search, isArchived }: { readonly search: string | null; readonly isArchived: boolean }) {
  if (search !== null) return <Empty title={`No product is called “${search}”`}>No key or name has this in it.</Empty>;
  if (isArchived) return <Empty title="No product is archived">Who is subscribed to one that is stays so.</Empty>;
  return (
    <Empty title="No product yet" action={<ButtonLink to={paths.newProduct}>Make the first product</ButtonLink>}>
      A product is a list of charges: flat, or for what a meter counts. Customers subscribe to it.
    </Empty>
  );
}
