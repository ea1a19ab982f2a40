import { useState } from 'react';
import { useAsk } from '../../data/ask.ts';
import { paths } from '../../data/paths.ts';
import { Answer } from '../../design/answer.tsx';
import { Badge, type Tone } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { PageLink } from '../../design/link.tsx';
import { Empty } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { type Column, Table } from '../../design/table.tsx';
import { Instant, None } from '../../design/value.tsx';
import { pendingText } from '../../format/subscription.ts';
import { CustomerSubscriptionsDocument, WorkspaceDocument } from '../../generated/documents.ts';
import type { SubscriptionFieldsFragment } from '../../generated/types.ts';
import { MoveClockButton } from '../../parts/move-clock.tsx';
import { Span } from '../../parts/span.tsx';
import style from './customer.module.css';
import type { CustomerFacts } from './customer.tsx';
import { CancelSubscription, ChangeSubscription, Subscribe } from './subscription-dialogs.tsx';

type Doing = { readonly what: 'change' | 'cancel'; readonly subscription: SubscriptionFieldsFragment };

/** What a customer is and was subscribed to. */
export function Subscriptions({ customer }: { readonly customer: CustomerFacts }) {
  const answer = useAsk(CustomerSubscriptionsDocument, { externalId: customer.externalId }, { everyMs: 15_000 });
  const isTest = useAsk(WorkspaceDocument, {}).data?.workspace.mode === 'TEST';
  const [doing, setDoing] = useState<Doing | 'subscribe' | null>(null);
  const close = () => setDoing(null);
  return (
    <Panel
      title="Subscriptions"
      flush
      tools={
        <Button small look="main" onClick={() => setDoing('subscribe')}>
          <Icon name="plus" size={14} /> Subscribe
        </Button>
      }
    >
      <Answer of={answer}>
        {(data) => {
          const rows = [...(data.customer?.subscriptions.nodes ?? [])].reverse();
          if (rows.length === 0) {
            return (
              <Empty title="Subscribed to nothing yet">Usage is counted all the same; a subscription prices it.</Empty>
            );
          }
          return (
            <Table
              caption="Subscriptions"
              rows={rows}
              keyOf={({ id }) => id}
              columns={[...columns, { title: 'Actions', cell: (row) => <Tools {...{ row, isTest, setDoing }} /> }]}
            />
          );
        }}
      </Answer>
      {doing === 'subscribe' && <Subscribe customer={customer.externalId} onClose={close} />}
      {doing !== null && doing !== 'subscribe' && doing.what === 'change' && (
        <ChangeSubscription subscription={doing.subscription} onClose={close} />
      )}
      {doing !== null && doing !== 'subscribe' && doing.what === 'cancel' && (
        <CancelSubscription subscription={doing.subscription} onClose={close} />
      )}
    </Panel>
  );
}

const tones: Record<string, Tone> = { ACTIVE: 'good', SCHEDULED: 'accent', ENDED: 'plain' };
const words: Record<string, string> = { ACTIVE: 'Active', SCHEDULED: 'Not yet', ENDED: 'Ended' };

const columns: readonly Column<SubscriptionFieldsFragment>[] = [
  {
    title: 'Product',
    cell: ({ product, version }) => (
      <>
        <PageLink to={paths.product(product.key)}>{product.name}</PageLink>{' '}
        <span className={style.note}>version {version.number}</span>
      </>
    ),
    isWide: true,
  },
  {
    title: 'Status',
    cell: ({ status, pendingChange, endsAt }) => (
      <>
        <Badge tone={tones[status] ?? 'plain'}>{words[status] ?? status}</Badge>
        {pendingChange !== null && (
          <span className={style.pending}>
            {pendingText(pendingChange)} <Instant at={pendingChange.at} fineness="day" />
          </span>
        )}
        {pendingChange === null && endsAt !== null && status !== 'ENDED' && (
          <span className={style.pending}>
            ends <Instant at={endsAt} fineness="day" />
          </span>
        )}
      </>
    ),
  },
  { title: 'Seats', cell: ({ quantity }) => quantity, atEnd: true },
  { title: 'Since', cell: ({ startsAt }) => <Instant at={startsAt} fineness="day" /> },
  {
    title: 'Period',
    cell: ({ currentPeriod }) => (currentPeriod === null ? <None /> : <Span {...currentPeriod} />),
  },
];

type ToolsProps = {
  readonly row: SubscriptionFieldsFragment;
  readonly isTest: boolean;
  readonly setDoing: (doing: Doing) => void;
};

function Tools({ row, isTest, setDoing }: ToolsProps) {
  if (row.status === 'ENDED') return <None />;
  return (
    <div className={style.tools}>
      <Button small onClick={() => setDoing({ what: 'change', subscription: row })}>
        Change
      </Button>
      <Button small onClick={() => setDoing({ what: 'cancel', subscription: row })}>
        Cancel
      </Button>
      {isTest && row.currentPeriod !== null && <MoveClockButton to={row.currentPeriod.to} label="Clock to its end" />}
    </div>
  );
}
