import type { ReactNode } from 'react';
import { useAsk } from '../../data/ask.ts';
import { paths } from '../../data/paths.ts';
import { Answer } from '../../design/answer.tsx';
import { Icon } from '../../design/icon.tsx';
import { PageLink } from '../../design/link.tsx';
import { Panel } from '../../design/panel.tsx';
import { Ago, Quantity } from '../../design/value.tsx';
import { decimalText } from '../../format/decimal.ts';
import { AttentionDocument } from '../../generated/documents.ts';
import type { AttentionQuery } from '../../generated/types.ts';
import style from './attention.module.css';

type Attention = AttentionQuery['attention'];

/** What an operator should look at, each with the way to it. */
export function AttentionPanel() {
  const answer = useAsk(AttentionDocument, {}, { everyMs: 30_000, keep: true });
  return (
    <Panel title="Needs attention" flush>
      <Answer of={answer}>{({ attention }) => <AttentionList attention={attention} />}</Answer>
    </Panel>
  );
}

function AttentionList({ attention }: { readonly attention: Attention }) {
  const { quietMeters, uncounted, lowCredits, eventsRead } = attention;
  if (quietMeters.length + uncounted.length + lowCredits.length === 0) {
    return (
      <p className={style.well}>
        <Icon name="check" /> All is well: meters are fed, the latest {decimalText(String(eventsRead))} events counted,
        and no credits run low.
      </p>
    );
  }
  return (
    <ul className={style.list}>
      {uncounted.map((events) => (
        <Uncounted key={`${events.name} ${events.code} ${events.meter?.key ?? ''}`} events={events} />
      ))}
      {quietMeters.map(({ meter, lastUsageAt }) => (
        <Item
          key={meter.key}
          why={
            <>
              Its last event was <Ago at={lastUsageAt} />.
            </>
          }
        >
          <PageLink to={paths.meter(meter.key)}>{meter.name}</PageLink> has gone quiet
        </Item>
      ))}
      {lowCredits.map(({ id, customer, creditType, available, below, raisedAt }) => (
        <Item
          key={id}
          why={
            <>
              Less than <Quantity value={below} />, since <Ago at={raisedAt} />.
            </>
          }
        >
          <PageLink to={paths.customer(customer.externalId)}>{customer.name ?? customer.externalId}</PageLink> had{' '}
          <Quantity value={available} unit={creditType.unit ?? creditType.name} /> left
        </Item>
      ))}
    </ul>
  );
}

function Uncounted({ events }: { readonly events: Attention['uncounted'][number] }) {
  const { name, code, meter, eventCount, sample } = events;
  const property = meter?.valueProperty ?? 'value';
  const why = {
    NO_METER: 'No meter counts events of this name.',
    VALUE_MISSING: `They have no ${property}.`,
    VALUE_NOT_NUMERIC: `Their ${property} is no number.`,
  }[code];
  return (
    <Item
      why={
        <>
          {why} <PageLink to={paths.event(sample.customer.externalId, sample.eventId)}>See one</PageLink>
        </>
      }
    >
      <Quantity value={String(eventCount)} /> of the latest events called{' '}
      <PageLink to={`${paths.events}?${new URLSearchParams({ name })}`}>{name}</PageLink> are not counted
      {meter !== null && (
        <>
          {' '}
          by <PageLink to={paths.meter(meter.key)}>{meter.name}</PageLink>
        </>
      )}
    </Item>
  );
}

function Item({ why, children }: { readonly why: ReactNode; readonly children: ReactNode }) {
  return (
    <li className={style.item}>
      <Icon name="warning" />
      <div>
        <p>{children}</p>
        <p className={style.why}>{why}</p>
      </div>
    </li>
  );
}
