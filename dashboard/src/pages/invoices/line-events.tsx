import { useEffect, useRef } from 'react';
import { usePages } from '../../data/pages.ts';
import { paths } from '../../data/paths.ts';
import { Answer } from '../../design/answer.tsx';
import { PageLink } from '../../design/link.tsx';
import { Empty } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { type Column, Pager, Table } from '../../design/table.tsx';
import { Id, Instant } from '../../design/value.tsx';
import { InvoiceEventsDocument } from '../../generated/documents.ts';
import type { InvoiceFieldsFragment, LineEventsFragment } from '../../generated/types.ts';
import style from './invoice.module.css';

type Row = LineEventsFragment['events']['nodes'][number];

type LineEventsProps = {
  readonly invoice: InvoiceFieldsFragment;
  readonly place: number;
  readonly name: string;
  /** It was opened by hand: look there. */
  readonly goThere: boolean;
};

/** The events that a line is made of, as they count now. */
export function LineEvents({ invoice, place, name, goThere }: LineEventsProps) {
  const { externalId } = invoice.customer;
  const isUpcoming = invoice.status === 'UPCOMING';
  const id = isUpcoming ? invoice.subscription.id : invoice.id;
  const pages = usePages(InvoiceEventsDocument, { id, isUpcoming }, { size: 25 });
  // While it is upcoming the line moves with each event, and so do those that it is made of.
  const { refetch } = pages;
  const quantity = invoice.lines[place]?.quantity;
  const shown = useRef(quantity);
  useEffect(() => {
    if (shown.current === quantity) return;
    shown.current = quantity;
    void refetch();
  }, [quantity, refetch]);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (goThere) element.current?.scrollIntoView({ block: 'nearest' });
  }, [goThere]);
  const columns: readonly Column<Row>[] = [
    { title: 'Happened', cell: ({ timestamp }) => <Instant at={timestamp} fineness="micro" /> },
    {
      title: 'Event',
      cell: ({ eventId }) => (
        <PageLink to={paths.event(externalId, eventId)}>
          <Id>{eventId}</Id>
        </PageLink>
      ),
    },
    { title: 'Name', cell: (event) => event.name },
    {
      title: 'Properties',
      cell: ({ properties }) => <code className={style.properties}>{JSON.stringify(properties)}</code>,
      isWide: true,
    },
  ];
  return (
    <div ref={element} className={style.events}>
      <Panel
        title={`Events of ${name}`}
        note={`the latest first${invoice.finalizedAt === null ? '' : ', and any that came too late for it'}`}
        flush
      >
        <Answer of={pages} lines={6}>
          {(answer) => {
            const events = (answer.invoice ?? answer.subscription?.upcomingInvoice)?.lines[place]?.events;
            if (events === undefined || events.nodes.length === 0) return <Empty title="No event is in this line" />;
            return (
              <>
                <Table
                  caption={`Events of ${name}`}
                  columns={columns}
                  rows={events.nodes}
                  keyOf={({ id }) => id}
                  isStale={pages.isPlaceholderData}
                />
                <Pager pages={pages} info={events.pageInfo} />
              </>
            );
          }}
        </Answer>
      </Panel>
    </div>
  );
}
