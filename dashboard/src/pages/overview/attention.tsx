import type { ReactNode } from 'react';
import { useAsk } from '../../data/ask.ts';
import { paths } from '../../data/paths.ts';
import { Answer } from '../../design/answer.tsx';
import { Icon } from '../../design/icon.tsx';
import { PageLink } from '../../design/link.tsx';
import { Panel } from '../../design/panel.tsx';
import { type LatelyEvent, type Uncounted, uncountedEvents } from '../../format/lately.ts';
import { LatelyDocument } from '../../generated/documents.ts';
import style from './attention.module.css';

/** What an operator should look at: of the latest events, those that did not count. */
export function AttentionPanel() {
  const answer = useAsk(LatelyDocument, {}, { everyMs: 15_000, keep: true });
  return (
    <Panel title="Needs attention" flush>
      <Answer of={answer}>{({ events }) => <AttentionList events={events.nodes} />}</Answer>
    </Panel>
  );
}

function AttentionList({ events }: { readonly events: readonly LatelyEvent[] }) {
  const found = uncountedEvents(events);
  if (found.length === 0) {
    return (
      <p className={style.well}>
        <Icon name="check" />
        {events.length === 0 ? 'No event was recorded yet.' : `Each of the latest ${events.length} events counted.`}
      </p>
    );
  }
  return (
    <ul className={style.list}>
      {found.map((kind) => (
        <Item key={`${kind.name} ${kind.reason} ${kind.meter?.key ?? ''}`} kind={kind} />
      ))}
    </ul>
  );
}

function Item({ kind }: { readonly kind: Uncounted }) {
  const { name, count, meter, sample } = kind;
  return (
    <li className={style.item}>
      <Icon name="warning" />
      <div>
        <p>
          {count} of the latest events called{' '}
          <PageLink to={`${paths.events}?${new URLSearchParams({ name })}`}>{name}</PageLink>{' '}
          {count === 1 ? 'is' : 'are'} not counted
          {meter !== null && (
            <>
              {' '}
              by <PageLink to={paths.meter(meter.key)}>{meter.name}</PageLink>
            </>
          )}
        </p>
        <p className={style.why}>
          {reasonText(kind)} <PageLink to={paths.event(sample.customer.externalId, sample.eventId)}>See one</PageLink>
          {meter === null && newMeterLink(name)}
        </p>
      </div>
    </li>
  );
}

function newMeterLink(event: string): ReactNode {
  return (
    <>
      {' '}
      or <PageLink to={`${paths.newMeter}?${new URLSearchParams({ event })}`}>make a meter</PageLink>
    </>
  );
}

function reasonText({ reason, meter }: Uncounted): string {
  const property = meter?.valueProperty ?? 'value';
  if (reason === 'NO_METER') return 'No meter counts events of this name.';
  if (reason === 'VALUE_MISSING') return `There is no ${property}.`;
  return `The ${property} is no number.`;
}
