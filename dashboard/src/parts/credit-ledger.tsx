import type { ReactNode } from 'react';
import { usePages } from '../data/pages.ts';
import { usePeriod } from '../data/period.ts';
import { Answer } from '../design/answer.tsx';
import { Empty } from '../design/notice.tsx';
import { Panel } from '../design/panel.tsx';
import { type Column, Pager, Table } from '../design/table.tsx';
import { Instant, Quantity } from '../design/value.tsx';
import { entryCauseLabels, entryKindLabels } from '../format/credits.ts';
import { decimalText, isNegative, isZero } from '../format/decimal.ts';
import { CreditLedgerDocument } from '../generated/documents.ts';
import type { EntryFieldsFragment } from '../generated/types.ts';
import style from './credit-ledger.module.css';

type CreditLedgerProps = { readonly customer: string; readonly type: string };

/** Every movement of one type in the chosen period, each with the balance before and after it. */
export function CreditLedger({ customer, type }: CreditLedgerProps) {
  const { span } = usePeriod();
  const pages = usePages(CreditLedgerDocument, { customer, type, ...span }, { size: 25 });
  return (
    <Panel title="Ledger" note="in the order it was counted" flush>
      <Answer of={pages} lines={6}>
        {(data) => {
          const entries = data.customer?.creditLedger;
          if (entries === undefined || entries.nodes.length === 0) {
            return <Empty title="Nothing moved in this period">Another period is chosen at the top.</Empty>;
          }
          return (
            <>
              <Table
                caption="Ledger"
                columns={columns}
                rows={entries.nodes}
                keyOf={({ id }) => id}
                isStale={pages.isPlaceholderData}
              />
              <Pager pages={pages} info={entries.pageInfo} />
            </>
          );
        }}
      </Answer>
    </Panel>
  );
}

const columns: readonly Column<EntryFieldsFragment>[] = [
  { title: 'No.', cell: ({ version }) => <Quantity value={version} />, atEnd: true },
  { title: 'Counted', cell: ({ countedAt }) => <Instant at={countedAt} fineness="second" /> },
  { title: 'What', cell: (entry) => <span className={style.what}>{whatText(entry)}</span>, onCard: 'title' },
  { title: 'Why', cell: (entry) => <span className={style.why}>{whyText(entry)}</span>, isWide: 'text' },
  { title: 'Before', cell: ({ balanceBefore }) => <Quantity value={balanceBefore} />, atEnd: true },
  { title: 'Moved', cell: ({ amount }) => signed(amount), atEnd: true, onCard: 'figure' },
  { title: 'After', cell: ({ balanceAfter }) => <Quantity value={balanceAfter} />, atEnd: true },
];

function signed(amount: string): ReactNode {
  return (
    <strong className={isNegative(amount) ? style.went : style.came}>
      {isNegative(amount) ? '' : '+'}
      <Quantity value={amount} />
    </strong>
  );
}

function whatText({ kind, debt }: EntryFieldsFragment): string {
  return `${entryKindLabels[kind] ?? kind}${debt ? ', as a debt' : ''}`;
}

function whyText({ cause, meter, eventCount, note, actor }: EntryFieldsFragment): string {
  const parts = [
    isZero(eventCount)
      ? (entryCauseLabels[cause] ?? cause)
      : `${decimalText(eventCount)} ${entryCauseLabels[cause] ?? cause}`,
    meter && `of ${meter.name}`,
    actor && `by ${actor.name}`,
    note && `“${note}”`,
  ];
  return parts.filter(Boolean).join(' ');
}
