import { useState } from 'react';
import { usePart } from '../../data/address.ts';
import { useAsk, useSend } from '../../data/ask.ts';
import { paths } from '../../data/paths.ts';
import { Answer } from '../../design/answer.tsx';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { Facts } from '../../design/facts.tsx';
import { JsonView } from '../../design/json-view.tsx';
import { PageLink } from '../../design/link.tsx';
import { Empty } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { say } from '../../design/toast.tsx';
import { Id, Instant } from '../../design/value.tsx';
import { EventPageDocument, VoidEventDocument } from '../../generated/documents.ts';
import type { EventPageQuery } from '../../generated/types.ts';
import style from './event.module.css';
import { EventCredits } from './event-credits.tsx';
import { EventInvoices } from './event-invoices.tsx';
import { EventMeters } from './event-meters.tsx';

export type EventDetail = NonNullable<EventPageQuery['event']>;

/** One event, and everything that came of it. */
export default function Event() {
  const [customer, eventId] = [usePart('customer'), usePart('eventId')];
  const answer = useAsk(EventPageDocument, { customer, eventId });
  const event = answer.data?.event ?? null;
  return (
    <Page
      title={event?.name ?? 'Event'}
      badge={event?.voidedAt != null && <Badge tone="warn">Voided</Badge>}
      back={{ to: paths.events, label: 'Events' }}
      tools={event !== null && event.voidedAt === null && <VoidEvent event={event} />}
    >
      <Answer of={answer} lines={8}>
        {() =>
          event === null ? (
            <Panel title="Event">
              <Empty title={`${customer} has no event ${eventId}`}>
                An event is known by its customer and its id together.
              </Empty>
            </Panel>
          ) : (
            <div className={style.two}>
              <div className={style.stack}>
                <EventFactsPanel event={event} />
                <Panel title="Properties">
                  <JsonView value={event.properties} label="Properties" />
                </Panel>
              </div>
              <div className={style.stack}>
                <EventMeters event={event} />
                <EventCredits event={event} />
                <EventInvoices event={event} />
              </div>
            </div>
          )
        }
      </Answer>
    </Page>
  );
}

function EventFactsPanel({ event }: { readonly event: EventDetail }) {
  const { customer, eventId, timestamp, recordedAt, voidedAt, subscription } = event;
  return (
    <Panel title="What was reported">
      <Facts
        of={[
          ['Id', <Id key="id">{eventId}</Id>],
          [
            'Customer',
            <PageLink key="customer" to={paths.customer(customer.externalId)}>
              {customer.name ?? customer.externalId}
            </PageLink>,
          ],
          ['Happened', <Instant key="happened" at={timestamp} fineness="micro" />],
          ['Recorded', <Instant key="recorded" at={recordedAt} fineness="micro" />],
          voidedAt !== null && ['Voided', <Instant key="voided" at={voidedAt} fineness="micro" />],
          subscription !== null && [
            'Paid by the subscription to',
            <PageLink key="subscription" to={paths.product(subscription.product.key)}>
              {subscription.product.name}
            </PageLink>,
          ],
        ]}
      />
    </Panel>
  );
}

function VoidEvent({ event }: { readonly event: EventDetail }) {
  const [isOpen, setOpen] = useState(false);
  const send = useSend(VoidEventDocument);
  const input = { customer: event.customer.externalId, ids: [event.eventId] };
  return (
    <>
      <Button onClick={() => setOpen(true)}>Void</Button>
      <ConfirmDialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title="Void this event"
        submit="Void it"
        send={async () => (await send.mutateAsync({ input })).voidEvents}
        onDone={() => say('The event is voided', 'It counts nowhere any more.')}
      >
        <p>
          It is taken out of all usage. Credits that it drew come back, and open invoices follow. It stays visible here,
          and its id stays taken. This cannot be undone.
        </p>
      </ConfirmDialog>
    </>
  );
}
