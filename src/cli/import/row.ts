import type { JsonObject } from '../../core/json.ts';

/** A row of the file, or why it could not be read. `index` counts rows from 0, `line` lines of the file from 1. */
export type Row = { readonly index: number; readonly line: number } & (
  | { readonly columns: JsonObject }
  | { readonly problem: string }
);

export type Rows = {
  /** The names of the columns; null where every row has its own. */
  readonly header: readonly string[] | null;
  readonly rows: AsyncIterable<Row>;
};
