import { UsageError } from '../usage-error.ts';

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'row'; readonly modulo: bigint | null; readonly width: number };

/** A text with places for columns and for the number of the row. */
export type Template = {
  /** The columns it needs. */
  readonly columns: readonly string[];
  /** Null if a column that it needs is absent or empty. */
  fill(rowIndex: number, textOf: (column: string) => string | null): string | null;
};

const place = /\{\{|\}\}|\{([^{}]*)\}/g;
const rowNumber = /^row(?:%(\d{1,15}))?(?::0(\d{1,3}))?$/;

/**
 * `{column}` is the column of that name, `{row}` the number of the row from 0, `{row%20}` its remainder by 20 and
 * `{row%20:02}` that with zeros up to two digits. `{{` and `}}` are braces. Throws UsageError.
 */
export function parseTemplate(source: string): Template {
  const parts: Part[] = [];
  let end = 0;
  for (const match of source.matchAll(place)) {
    parts.push(text(source.slice(end, match.index), source));
    end = match.index + match[0].length;
    const inner = match[1];
    parts.push(inner === undefined ? { kind: 'text', text: match[0].slice(1) } : placeOf(inner, source));
  }
  parts.push(text(source.slice(end), source));
  return {
    columns: parts.flatMap((part) => (part.kind === 'column' ? part.column : [])),
    fill(rowIndex, textOf) {
      let filled = '';
      for (const part of parts) {
        const piece = part.kind === 'column' ? textOf(part.column) : pieceOf(part, rowIndex);
        if (piece === null) return null;
        filled += piece;
      }
      return filled;
    },
  };
}

function text(piece: string, source: string): Part {
  if (/[{}]/.test(piece)) throw new UsageError(`In "${source}" a brace is left alone. Two are one: {{ or }}.`);
  return { kind: 'text', text: piece };
}

function placeOf(inner: string, source: string): Part {
  const row = rowNumber.exec(inner);
  if (row === null && /^row[%:]/.test(inner)) {
    throw new UsageError(`{${inner}} is none of {row}, {row%20}, {row:06} and {row%20:02}.`);
  }
  if (row === null && inner === '') throw new UsageError(`In "${source}" there is {} without a name in it.`);
  if (row === null) return { kind: 'column', column: inner };
  const modulo = row[1] === undefined ? null : BigInt(row[1]);
  if (modulo === 0n) throw new UsageError(`{${inner}} has no remainder: nothing can be divided by 0.`);
  return { kind: 'row', modulo, width: Number(row[2] ?? 0) };
}

function pieceOf(part: Exclude<Part, { kind: 'column' }>, rowIndex: number): string {
  if (part.kind === 'text') return part.text;
  const number = part.modulo === null ? BigInt(rowIndex) : BigInt(rowIndex) % part.modulo;
  return String(number).padStart(part.width, '0');
}
