import { paths } from '../../data/paths.ts';
import { useZone } from '../../data/period.ts';
import { Badge } from '../../design/badge.tsx';
import { PageLink } from '../../design/link.tsx';
import { type Column, Table } from '../../design/table.tsx';
import { Id, Instant } from '../../design/value.tsx';
import { timeText } from '../../format/instant.ts';
import style from './events.module.css';
import type { EventFacts } from './use-tail.ts';

type EventTableProps = {
  readonly caption: string;
  readonly events: readonly EventFacts[];
  /** Only the time of the day is said of when they were recorded: they have just been. */
  readonly isLive?: boolean;
  readonly arrived?: ReadonlySet<string>;
  readonly isStale?: boolean;
};

export function EventTable({ caption, events, isLive = false, arrived, isStale = false }: EventTableProps) {
  return (
    <Table
      caption={caption}
      rows={events}
      keyOf={({ id }) => id}
      toneOf={({ id, voidedAt }) => (voidedAt !== null ? 'faint' : arrived?.has(id) ? 'new' : undefined)}
      isStale={isStale}
      columns={isLive ? liveColumns : pastColumns}
    />
  );
}

const recorded: Column<EventFacts> = { title: 'Recorded', cell: ({ recordedAt }) => <Clock at={recordedAt} /> };
const happened: Column<EventFacts> = {
  title: 'Happened',
  cell: ({ timestamp }) => <Instant at={timestamp} fineness="second" />,
};

const columns: readonly Column<EventFacts>[] = [
  {
    title: 'Event',
    onCard: 'title',
    cell: ({ name, customer, eventId, voidedAt }) => (
      <>
        <PageLink to={paths.event(customer.externalId, eventId)}>{name}</PageLink>{' '}
        {voidedAt !== null && <Badge tone="warn">Voided</Badge>}
      </>
    ),
  },
  {
    title: 'Customer',
    cell: ({ customer }) => (
      <PageLink to={paths.customer(customer.externalId)}>{customer.name ?? customer.externalId}</PageLink>
    ),
  },
  {
    title: 'Id',
    cell: ({ eventId }) => (
      <span className={style.id} title={eventId}>
        {eventId}
      </span>
    ),
  },
  {
    title: 'Properties',
    isWide: true,
    cell: ({ properties }) => (
      <span className={style.shrink}>
        <span className={style.properties}>{propertiesText(properties)}</span>
      </span>
    ),
  },
];

const liveColumns = [recorded, ...columns];
const pastColumns = [happened, ...columns];

/** In one line, the way they are read: `tokens 1200, model "large"`. */
function propertiesText(properties: EventFacts['properties']): string {
  return Object.entries(properties)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(', ');
}

function Clock({ at }: { readonly at: string }) {
  const zone = useZone();
  return (
    <time dateTime={at} title={at}>
      <Id>{timeText(at, zone)}</Id>
    </time>
  );
}
