import { paths } from '../../data/paths.ts';
import { Badge } from '../../design/badge.tsx';
import { ButtonLink } from '../../design/button.tsx';
import { PageLink } from '../../design/link.tsx';
import { Empty } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { Table } from '../../design/table.tsx';
import { None, Quantity } from '../../design/value.tsx';
import type { EventDetail } from './event.tsx';

type Outcome = EventDetail['meterOutcomes'][number];

/** The meters that count events of its name: what each made of it, or why it did not count. */
export function EventMeters({ event }: { readonly event: EventDetail }) {
  return (
    <Panel title="Meters" flush>
      {event.meterOutcomes.length === 0 ? (
        <Empty
          title="No meter counts it"
          action={
            <ButtonLink to={`${paths.newMeter}?${new URLSearchParams({ event: event.name })}`}>
              Make a meter for {event.name}
            </ButtonLink>
          }
        >
          It is kept, and a meter that is made later counts it too.
        </Empty>
      ) : (
        <Table
          caption="What meters made of it"
          rows={event.meterOutcomes}
          keyOf={({ meter }) => meter.key}
          columns={[
            { title: 'Meter', cell: ({ meter }) => <PageLink to={paths.meter(meter.key)}>{meter.name}</PageLink> },
            { title: 'Counted', cell: (outcome) => <Counted outcome={outcome} />, isWide: true },
            {
              title: 'Value',
              cell: ({ counted, value }) => (counted && value !== null ? <Quantity value={value} /> : <None />),
              atEnd: true,
            },
          ]}
        />
      )}
    </Panel>
  );
}

function Counted({ outcome }: { readonly outcome: Outcome }) {
  if (outcome.counted) return <Badge tone="good">{outcome.meter.status === 'BUILDING' ? 'Will be' : 'Yes'}</Badge>;
  return (
    <>
      <Badge tone="warn">No</Badge> {reasonText(outcome)}
    </>
  );
}

function reasonText({ reason, meter }: Outcome): string {
  switch (reason) {
    case 'FILTERED_OUT':
      return 'its filter leaves it out';
    case 'VALUE_MISSING':
      return `it has no ${meter.valueProperty ?? 'value'}`;
    case 'VALUE_NOT_NUMERIC':
      return `its ${meter.valueProperty ?? 'value'} is no number`;
    case 'VOIDED':
      return 'it was voided';
    default:
      return reason ?? '';
  }
}
