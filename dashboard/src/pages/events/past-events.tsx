import { usePages } from '../../data/pages.ts';
import { usePeriod } from '../../data/period.ts';
import { Answer } from '../../design/answer.tsx';
import { Empty } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { Pager } from '../../design/table.tsx';
import { spanText } from '../../format/instant.ts';
import { EventListDocument } from '../../generated/documents.ts';
import { EventTable } from './event-table.tsx';

type PastEventsProps = { readonly filter: { readonly customer: string | null; readonly name: string | null } };

/** The events that happened in the chosen period, page by page. */
export function PastEvents({ filter }: PastEventsProps) {
  const { span, zone } = usePeriod();
  const pages = usePages(EventListDocument, { ...filter, ...span });
  return (
    <Panel title="Events" note={spanText(span.from, span.to, zone)} flush>
      <Answer of={pages} lines={8}>
        {({ events }) =>
          events.nodes.length === 0 ? (
            <Empty title="No event in this period">Another period, name or customer may have some.</Empty>
          ) : (
            <>
              <EventTable caption="Events of the period" events={events.nodes} isStale={pages.isPlaceholderData} />
              <Pager pages={pages} info={events.pageInfo} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}
