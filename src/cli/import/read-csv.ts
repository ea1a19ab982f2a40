import type { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { UsageError } from '../usage-error.ts';
import type { Row, Rows } from './row.ts';

// A quote that is never closed would make one record of the rest of the file.
const recordLengthMax = 1024 * 1024;

/** The parser names the line that a record ends in. */
type Parsed = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

/**
 * A header, then a record a row, as RFC 4180 has it. Throws UsageError if there is no header.
 *
 * A row with too many or too few columns is one bad row. A quote in a wrong place ends it all with UnreadableCsv: nobody
 * knows how many rows it has swallowed, and events that have their id from the number of their row would get another one
 * when it is mended.
 */
export async function readCsv(bytes: Readable, delimiter: string): Promise<Rows> {
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    max_record_size: recordLengthMax,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  bytes.on('error', (error) => parser.destroy(error));
  const records = readable(bytes.pipe(parser));
  const first = await records.next();
  if (first.done) throw new UsageError('The file is empty. The first line of a CSV names its columns.');
  const names = first.value.record;
  const twice = names.find((name, column) => names.indexOf(name) !== column);
  if (twice !== undefined) throw new UsageError(`The first line names the column "${twice}" twice.`);
  return { header: names, rows: rowsOf(names, records) };
}

/** The file is no CSV from some line on. */
export class UnreadableCsv extends Error {
  override readonly name = 'UnreadableCsv';
}

async function* readable(parser: AsyncIterable<Parsed>): AsyncGenerator<Parsed> {
  try {
    yield* parser;
  } catch (error) {
    throw error instanceof CsvError ? new UnreadableCsv(unreadableText(error), { cause: error }) : error;
  }
}

function unreadableText({ code, message, ...facts }: CsvError): string {
  const line = 'lines' in facts ? `Line ${facts.lines}` : 'A line';
  if (code === 'CSV_INVALID_CLOSING_QUOTE') return `${line}: something follows a closing quote that is no delimiter`;
  if (code === 'INVALID_OPENING_QUOTE') return `${line}: a quote in the middle of a cell`;
  return code === 'CSV_QUOTE_NOT_CLOSED' ? `${line}: a quote that is never closed` : message;
}

async function* rowsOf(names: readonly string[], records: AsyncIterable<Parsed>): AsyncGenerator<Row> {
  let index = 0;
  for await (const { record, info } of records) {
    const place = { index: index++, line: info.lines };
    if (record.length === names.length) yield { ...place, columns: columnsOf(names, record) };
    else yield { ...place, problem: `the row has ${record.length} columns, the header has ${names.length}` };
  }
}

function columnsOf(names: readonly string[], record: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, column) => [name, record[column] as string]));
}
