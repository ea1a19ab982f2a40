import { useParameters } from '../../data/address.ts';
import { usePages } from '../../data/pages.ts';
import { paths } from '../../data/paths.ts';
import { usePeriod } from '../../data/period.ts';
import { useSearch } from '../../data/search.ts';
import { Answer } from '../../design/answer.tsx';
import { ButtonLink } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { PageLink } from '../../design/link.tsx';
import { Empty } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { type Column, Pager, Table } from '../../design/table.tsx';
import { Id, None, Quantity } from '../../design/value.tsx';
import { meterDefinition } from '../../format/meter.ts';
import { MeterListDocument } from '../../generated/documents.ts';
import type { MeterListQuery } from '../../generated/types.ts';
import { ListTools } from '../../parts/list-tools.tsx';
import { PeriodChooser } from '../../period/period-chooser.tsx';
import { MeterStatus } from './meter-status.tsx';

type Row = MeterListQuery['meters']['nodes'][number];

export default function Meters() {
  const { span } = usePeriod();
  const [parameters, setParameters] = useParameters();
  const { text, setText, search, isSettled } = useSearch();
  const shown = parameters.get('show') === 'archived' ? 'archived' : 'active';
  const pages = usePages(MeterListDocument, { search, archived: shown === 'archived', ...span }, { everyMs: 5_000 });
  return (
    <Page
      title="Meters"
      lead="What your customers’ events are counted by. A new one counts the past, too."
      tools={
        <>
          <PeriodChooser />
          <ButtonLink to={paths.newMeter} look="main">
            <Icon name="plus" /> New meter
          </ButtonLink>
        </>
      }
    >
      <Panel
        title={shown === 'archived' ? 'Archived meters' : 'Meters'}
        flush
        tools={
          <ListTools
            label="Key or name"
            search={{ text, setText }}
            isArchived={shown === 'archived'}
            setParameters={setParameters}
          />
        }
      >
        <Answer of={pages}>
          {({ meters }) =>
            meters.nodes.length === 0 ? (
              <NoMeters search={search} isArchived={shown === 'archived'} />
            ) : (
              <>
                <Table
                  caption="Meters"
                  columns={columns}
                  rows={meters.nodes}
                  keyOf={({ id }) => id}
                  isStale={pages.isPlaceholderData || !isSettled}
                />
                <Pager pages={pages} info={meters.pageInfo} />
              </>
            )
          }
        </Answer>
      </Panel>
    </Page>
  );
}

const columns: readonly Column<Row>[] = [
  { title: 'Meter', cell: ({ key, name }) => <PageLink to={paths.meter(key)}>{name}</PageLink> },
  {
    title: 'Usage',
    cell: ({ usage, unit }) => (usage === null ? <None /> : <Quantity value={usage.value} unit={unit} />),
    atEnd: true,
    onCard: 'figure',
  },
  {
    title: 'Events',
    cell: ({ usage }) => (usage === null ? <None /> : <Quantity value={usage.eventCount} />),
    atEnd: true,
  },
  { title: 'Status', cell: ({ status, build }) => <MeterStatus status={status} build={build} /> },
  { title: 'Counts', cell: (meter) => meterDefinition(meter), isWide: 'text' },
  { title: 'Key', cell: ({ key }) => <Id>{key}</Id> },
];

function NoMeters({ search, isArchived }: { readonly search: string | null; readonly isArchived: boolean }) {
  if (search !== null) return <Empty title={`No meter is called “${search}”`}>No key or name has this in it.</Empty>;
  if (isArchived) return <Empty title="No meter is archived">One that is keeps its numbers and counts no more.</Empty>;
  return (
    <Empty title="No meter yet" action={<ButtonLink to={paths.newMeter}>Make the first meter</ButtonLink>}>
      A meter turns events into a number: how many there were, or the sum of one of their properties.
    </Empty>
  );
}
