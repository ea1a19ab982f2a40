import type { DefaultConnectionArguments } from '@pothos/plugin-relay';
import { RequestError } from '../core/errors.ts';

const sizeDefault = 50;
const sizeMax = 200;

/** A page of a list whose cursors are of type `Cursor`; both cursors are excluded. */
export type PageRequest<Cursor> = {
  readonly limit: number;
  readonly after: Cursor | null;
  readonly before: Cursor | null;
  readonly backwards: boolean;
};

export type CursorCodec<Cursor, Row> = {
  readonly of: (row: Row) => Cursor;
  readonly format: (cursor: Cursor) => string;
  /** Null: no cursor of this list. */
  readonly parse: (text: string) => Cursor | null;
};

/**
 * A page as a Relay connection. `read` is asked for one row more than the page has, to know whether there is more.
 *
 * Cursors hold the place itself and not a row's existence, so a page goes on from a row that has gone. Throws
 * RequestError for a size that is not 1 to 200, `first` together with `last`, and a cursor of another list.
 */
export async function connectionOf<Cursor, Row>(
  args: DefaultConnectionArguments,
  codec: CursorCodec<Cursor, Row>,
  read: (page: PageRequest<Cursor>) => Promise<Row[]>,
) {
  const { first, last } = args;
  if (first != null && last != null) throw new RequestError('Give `first` or `last`, not both.');
  const size = pageSize(first ?? last);
  const backwards = last != null;
  const page = { after: cursorOf(codec, args.after), before: cursorOf(codec, args.before), backwards };
  const found = await read({ ...page, limit: size + 1 });
  const more = found.length > size;
  const rows = more ? (backwards ? found.slice(1) : found.slice(0, size)) : found;
  const edges = rows.map((node) => ({ node, cursor: encode(codec.format(codec.of(node))) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: backwards ? page.before !== null : more,
      hasPreviousPage: backwards ? more : page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** What the items of a page cost: as many as are asked for. */
export function pageComplexity(args: { first?: number | null | undefined; last?: number | null | undefined }) {
  const size = args.first ?? args.last ?? sizeDefault;
  return { field: 1, multiplier: Math.min(Math.max(size, 1), sizeMax) };
}

function pageSize(asked: number | null | undefined): number {
  const size = asked ?? sizeDefault;
  if (size >= 1 && size <= sizeMax) return size;
  throw new RequestError(`A page has 1 to ${sizeMax} items; ${size} were asked for. Use the cursors for the rest.`);
}

function cursorOf<Cursor>(codec: { parse: (text: string) => Cursor | null }, text: string | null | undefined) {
  if (text == null) return null;
  const cursor = codec.parse(Buffer.from(text, 'base64url').toString('utf8'));
  if (cursor === null) throw new RequestError('This is not a cursor of this list.');
  return cursor;
}

/** Not for secrecy: so that nobody builds cursors of their own. */
function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Lists ordered by id, which is the order in which things were made. */
export const byId: CursorCodec<string, { readonly id: string }> = {
  of: (row) => row.id,
  format: (id) => id,
  parse: (text) => (uuidPattern.test(text) ? text : null),
};
