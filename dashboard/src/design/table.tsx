import { memo, type ReactNode } from 'react';
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
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    // biome-ignore lint/a11y/useSemanticElements: no group of fields.
    <div className={style.scroll} role="group" tabIndex={0} aria-label={caption} aria-busy={isStale}>
      <table className={style.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" className={place(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={keyOf(row)} row={row} columns={columns as readonly Column<unknown>[]} tone={toneOf?.(row)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function place({ atEnd, isWide }: Column<never>): string | undefined {
  return (
    [atEnd && style.end, isWide && style.wide, isWide === 'text' && style.text].filter(Boolean).join(' ') || undefined
  );
}

type RowProps = {
  readonly row: unknown;
  readonly columns: readonly Column<unknown>[];
  readonly tone: 'new' | 'faint' | undefined;
};

/** Drawn again only if it is another row, or the columns are others: a tail of events moves many times a second. */
const Row = memo(function Row({ row, columns, tone }: RowProps) {
  return (
    <tr className={style[tone ?? '']}>
      {columns.map((column) => (
        <td key={column.title} className={place(column)}>
          {column.cell(row)}
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
