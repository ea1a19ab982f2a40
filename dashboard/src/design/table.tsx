import { memo, type ReactNode, useMemo } from 'react';
import type { PageInfo, usePages } from '../data/pages.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import style from './table.module.css';

export type Column<TRow> = {
  readonly title: string;
  readonly cell: (row: TRow) => ReactNode;
  /** Numbers stand at the end, so that their digits are below each other. */
  readonly atEnd?: boolean;
  /** Takes what place is left over. `text`: a sentence, which on a small screen is scrolled to sooner than broken up. */
  readonly isWide?: boolean | 'text';
  /**
   * Where there is no place for more than three columns, a row is a card: its title and its figure in one line, the rest below with their
   * names. Unless a column says so, the first is the title, and the last the figure if it is a number.
   */
  readonly onCard?: 'title' | 'figure';
};

type TableProps<TRow> = {
  /** What it lists, for who hears it. */
  readonly caption: string;
  readonly columns: readonly Column<TRow>[];
  readonly rows: readonly TRow[];
  readonly keyOf: (row: TRow) => string;
  /** `new` has just come, `faint` counts no more. */
  readonly toneOf?: (row: TRow) => 'new' | 'faint' | undefined;
  /** The rows are of another page or period than the one asked for. */
  readonly isStale?: boolean;
};

export function Table<TRow>({ caption, columns, rows, keyOf, toneOf, isStale = false }: TableProps<TRow>) {
  const cells = useMemo(() => cellsOf(columns as readonly Column<unknown>[]), [columns]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    // biome-ignore lint/a11y/useSemanticElements: no group of fields.
    <div className={style.scroll} role="group" tabIndex={0} aria-label={caption} aria-busy={isStale}>
      <table className={`${style.table} ${columns.length > mostAlways ? style.cards : ''}`} {...roles.table}>
        <caption>{caption}</caption>
        <thead {...roles.group}>
          <tr {...roles.row}>
            {cells.map(({ title, className }) => (
              <th key={title} scope="col" className={className} {...roles.head}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...roles.group}>
          {rows.map((row) => (
            <Row key={keyOf(row)} row={row} cells={cells} tone={toneOf?.(row)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** So many columns have place on the smallest screen. */
const mostAlways = 3;

/** Said once more, since a table that is not displayed as one is none any longer for some who hear it. */
const roles = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  head: { role: 'columnheader' },
  cell: { role: 'cell' },
} as const;

type Cell = Pick<Column<unknown>, 'title' | 'cell'> & { readonly className: string };

function cellsOf(columns: readonly Column<unknown>[]): readonly Cell[] {
  const marked = (place: Column<unknown>['onCard']) => columns.find(({ onCard }) => onCard === place);
  const title = marked('title') ?? columns[0];
  const last = columns.at(-1);
  const figure = marked('figure') ?? (last?.atEnd ? last : undefined);
  return columns.map((column) => {
    const { atEnd, isWide } = column;
    const onCard = column === title ? style.title : column === figure ? style.figure : style.detail;
    const names = [onCard, atEnd && style.end, isWide && style.wide, isWide === 'text' && style.text];
    return { title: column.title, cell: column.cell, className: names.filter(Boolean).join(' ') };
  });
}

type RowProps = {
  readonly row: unknown;
  readonly cells: readonly Cell[];
  readonly tone: 'new' | 'faint' | undefined;
};

/** Drawn again only if it is another row, or the columns are others: a tail of events moves many times a second. */
const Row = memo(function Row({ row, cells, tone }: RowProps) {
  return (
    <tr className={style[tone ?? '']} {...roles.row}>
      {cells.map(({ title, cell, className }) => (
        <td key={title} className={className} data-title={title} {...roles.cell}>
          {cell(row)}
        </td>
      ))}
    </tr>
  );
});

type PagerProps = {
  readonly pages: Pick<ReturnType<typeof usePages>, 'isFirst' | 'goTo'>;
  readonly info: PageInfo;
};

/** Steps through a list. Not there where the list has one page only. */
export function Pager({ pages, info }: PagerProps) {
  const hasPrevious = !pages.isFirst && info.hasPreviousPage && info.startCursor !== null;
  const hasNext = info.hasNextPage && info.endCursor !== null;
  if (pages.isFirst && !hasNext) return null;
  return (
    <div className={style.pager}>
      {!pages.isFirst && (
        <Button small look="plain" onClick={() => pages.goTo(null)}>
          First page
        </Button>
      )}
      <Button small disabled={!hasPrevious} onClick={() => pages.goTo({ before: info.startCursor ?? '' })}>
        <Icon name="left" size={14} /> Previous
      </Button>
      <Button small disabled={!hasNext} onClick={() => pages.goTo({ after: info.endCursor ?? '' })}>
        Next <Icon name="right" size={14} />
      </Button>
    </div>
  );
}
