import { Empty } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { Table } from '../../design/table.tsx';
import { Instant, Quantity } from '../../design/value.tsx';
import type { EventDetail } from './event.tsx';

type Entry = EventDetail['creditEntries'][number];

/** The entries of the ledger that it is in. One entry may be for several events of one request. */
export function EventCredits({ event }: { readonly event: EventDetail }) {
  return (
    <Panel title="Credits" flush>
      {event.creditEntries.length === 0 ? (
        <Empty title="It moved no credits" />
      ) : (
        <Table
          caption="Credits that it moved"
          rows={event.creditEntries}
          keyOf={({ id }) => id}
          columns={[
            { title: 'Recorded', cell: ({ recordedAt }) => <Instant at={recordedAt} fineness="second" /> },
            { title: 'What', cell: kindText, isWide: true, onCard: 'title' },
            {
              title: 'Amount',
              cell: ({ amount, creditType }) => <Quantity value={amount} unit={creditType.unit ?? creditType.name} />,
              atEnd: true,
              onCard: 'figure',
            },
            { title: 'Balance after', cell: ({ balanceAfter }) => <Quantity value={balanceAfter} />, atEnd: true },
          ]}
        />
      )}
    </Panel>
  );
}

function kindText({ kind, meter }: Entry): string {
  const words = kind.charAt(0) + kind.slice(1).toLowerCase();
  return meter === null ? words : `${words} for ${meter.name}`;
}
