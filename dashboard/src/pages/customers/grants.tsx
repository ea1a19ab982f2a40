import { useState } from 'react';
import { useAsk, useSend } from '../../data/ask.ts';
import { useRequestName } from '../../data/request-name.ts';
import { Answer } from '../../design/answer.tsx';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { Empty } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { Table } from '../../design/table.tsx';
import { say } from '../../design/toast.tsx';
import { Instant, None, Quantity } from '../../design/value.tsx';
import { grantSourceLabels, grantStatusLabels } from '../../format/credits.ts';
import { decimalText } from '../../format/decimal.ts';
import { CreditGrantsDocument, FreeHoldDocument, WithdrawGrantDocument } from '../../generated/documents.ts';
import type { CreditGrantsQuery, GrantFieldsFragment } from '../../generated/types.ts';
import style from './customer.module.css';

type Hold = NonNullable<CreditGrantsQuery['customer']>['creditHolds']['nodes'][number];
type GrantsProps = { readonly customer: string; readonly type: string };

/** The grants that make up a balance, in the order they are drawn, and what is reserved of them. */
export function Grants({ customer, type }: GrantsProps) {
  const answer = useAsk(CreditGrantsDocument, { customer, type });
  const [voiding, setVoiding] = useState<GrantFieldsFragment | null>(null);
  const [freeing, setFreeing] = useState<Hold | null>(null);
  return (
    <Answer of={answer}>
      {(data) => {
        const grants = data.customer?.creditBalance?.grants ?? [];
        const holds = (data.customer?.creditHolds.nodes ?? []).filter(({ creditType }) => creditType.key === type);
        return (
          <div className={style.stack}>
            <Panel title="Grants" note="in the order they are drawn" flush>
              {grants.length === 0 ? (
                <Empty title="No grant is left" />
              ) : (
                <GrantTable grants={grants} onVoid={setVoiding} />
              )}
            </Panel>
            {holds.length > 0 && (
              <Panel title="Holds" note="reserved, and not used yet" flush>
                <HoldTable holds={holds} onFree={setFreeing} />
              </Panel>
            )}
            {voiding && <VoidGrant grant={voiding} onClose={() => setVoiding(null)} />}
            {freeing && <FreeHold hold={freeing} onClose={() => setFreeing(null)} />}
          </div>
        );
      }}
    </Answer>
  );
}

type GrantTableProps = {
  readonly grants: readonly GrantFieldsFragment[];
  readonly onVoid: (grant: GrantFieldsFragment) => void;
};

function GrantTable({ grants, onVoid }: GrantTableProps) {
  return (
    <Table
      caption="Grants"
      rows={grants}
      keyOf={({ id }) => id}
      columns={[
        { title: 'From', cell: ({ source }) => grantSourceLabels[source] ?? source },
        { title: 'Note', cell: ({ note }) => note ?? <None />, isWide: true },
        {
          title: 'Status',
          cell: ({ status }) => (
            <Badge tone={status === 'ACTIVE' ? 'good' : 'plain'}>{grantStatusLabels[status] ?? status}</Badge>
          ),
        },
        { title: 'Priority', cell: ({ priority }) => priority, atEnd: true },
        { title: 'Begins', cell: ({ effectiveAt }) => <Instant at={effectiveAt} fineness="day" /> },
        { title: 'Expires', cell: ({ expiresAt }) => <Instant at={expiresAt} fineness="day" /> },
        { title: 'Granted', cell: ({ amount }) => <Quantity value={amount} />, atEnd: true },
        { title: 'Left', cell: ({ remaining }) => <Quantity value={remaining} />, atEnd: true, onCard: 'figure' },
        {
          title: 'Actions',
          cell: (grant) =>
            (grant.status === 'ACTIVE' || grant.status === 'PENDING') && (
              <Button small onClick={() => onVoid(grant)}>
                Void
              </Button>
            ),
        },
      ]}
    />
  );
}

type HoldTableProps = { readonly holds: readonly Hold[]; readonly onFree: (hold: Hold) => void };

function HoldTable({ holds, onFree }: HoldTableProps) {
  return (
    <Table
      caption="Holds"
      rows={holds}
      keyOf={({ id }) => id}
      columns={[
        { title: 'Placed', cell: ({ createdAt }) => <Instant at={createdAt} fineness="second" /> },
        { title: 'Free again', cell: ({ expiresAt }) => <Instant at={expiresAt} fineness="second" />, isWide: true },
        { title: 'Held', cell: ({ amount }) => <Quantity value={amount} />, atEnd: true, onCard: 'figure' },
        {
          title: 'Actions',
          cell: (hold) => (
            <Button small onClick={() => onFree(hold)}>
              Release
            </Button>
          ),
        },
      ]}
    />
  );
}

function VoidGrant({ grant, onClose }: { readonly grant: GrantFieldsFragment; readonly onClose: () => void }) {
  const send = useSend(WithdrawGrantDocument);
  const nameOf = useRequestName();
  const [note, setNote] = useState('');
  const input = { grant: grant.id, note: note || null };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title="Void a grant"
      submit="Void it"
      send={async () => (await send.mutateAsync({ input: { ...input, idempotencyKey: nameOf(input) } })).voidGrant}
      onDone={() => say('The grant is void')}
    >
      <p>{decimalText(grant.remaining)} that are left of it are taken back. What was drawn from it stays so.</p>
      <TextField name="note" label="Why" optional value={note} onValue={setNote} />
    </ConfirmDialog>
  );
}

function FreeHold({ hold, onClose }: { readonly hold: Hold; readonly onClose: () => void }) {
  const send = useSend(FreeHoldDocument);
  const nameOf = useRequestName();
  const input = { hold: hold.id };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title="Release a hold"
      submit="Release it"
      send={async () => (await send.mutateAsync({ input: { ...input, idempotencyKey: nameOf(input) } })).releaseHold}
      onDone={() => say('The hold is released')}
    >
      <p>{decimalText(hold.amount)} are free again. Whoever placed it cannot capture it any more.</p>
    </ConfirmDialog>
  );
}
