import type { ReactNode } from 'react';
import { type Column, Table } from '../design/table.tsx';
import { Cash, Quantity } from '../design/value.tsx';
import { decimalText, isZero } from '../format/decimal.ts';
import { lineKindLabels, tierText } from '../format/invoice.ts';
import type { Money } from '../format/money.ts';
import type { LineFieldsFragment } from '../generated/types.ts';
import style from './invoice-lines.module.css';
import { Span } from './span.tsx';

type Row = LineFieldsFragment & { readonly place: number };

type InvoiceLinesProps = {
  readonly lines: readonly LineFieldsFragment[];
  readonly total: Money;
  /** What can be done with a line of usage, by its place. */
  readonly toolOf?: (place: number) => ReactNode;
};

/** What an invoice is made of, and how each amount came about. The lines add up to the total. */
export function InvoiceLines({ lines, total, toolOf }: InvoiceLinesProps) {
  const tools: readonly Column<Row>[] =
    toolOf === undefined
      ? []
      : [{ title: 'Made of', cell: ({ kind, meter, place }) => isOfEvents(kind, meter) && toolOf(place) }];
  return (
    <>
      <Table
        caption="Lines"
        rows={lines.map((line, place) => ({ ...line, place }))}
        keyOf={({ place }) => String(place)}
        columns={[...columns, ...tools, amountColumn]}
      />
      <p className={style.total}>
        <span>Total</span>
        <strong>
          <Cash money={total} />
        </strong>
      </p>
    </>
  );
}

function isOfEvents(kind: string, meter: object | null): boolean {
  return meter !== null && (kind === 'USAGE' || kind === 'ADJUSTMENT');
}

const columns: readonly Column<Row>[] = [
  { title: 'Line', isWide: true, cell: (line) => <LineName line={line} /> },
  {
    title: 'Quantity',
    cell: ({ quantity, meter }) => <Quantity value={quantity} unit={meter?.unit} />,
    atEnd: true,
  },
  { title: 'Included', cell: ({ included }) => <Quantity value={included} />, atEnd: true },
  { title: 'Billable', cell: ({ billable }) => <Quantity value={billable} />, atEnd: true },
];

const amountColumn: Column<Row> = { title: 'Amount', cell: ({ amount }) => <Cash money={amount} />, atEnd: true };

function LineName({ line }: { readonly line: Row }) {
  const { kind, name, from, to, credits, tiers } = line;
  return (
    <div className={style.line}>
      <span>
        {name} <span className={style.kind}>{lineKindLabels[kind] ?? kind}</span>
      </span>
      {(from !== null || to !== null) && (
        <span className={style.about}>
          <Span from={from} to={to} />
        </span>
      )}
      {credits !== null && (
        <span className={style.about}>
          {decimalText(credits.applied)} {credits.creditType.name} applied
          {!isZero(credits.uncovered) && `, ${decimalText(credits.uncovered)} not covered`}
        </span>
      )}
      {tiers
        .filter(({ quantity }) => !isZero(quantity))
        .map((tier) => (
          <span key={tierText(tier)} className={style.tier}>
            {tierText(tier)}
          </span>
        ))}
    </div>
  );
}
