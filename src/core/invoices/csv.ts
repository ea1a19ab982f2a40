import type { InvoiceDocument, LineDocument } from './document.ts';

type Column = Exclude<keyof LineDocument, 'tiers'>;

const columns = 'kind name from to quantity included billable creditsApplied creditsUncovered amount'.split(
  ' ',
) as readonly Column[];

/**
 * The lines of an invoice as CSV after RFC 4180, with a head line; each line ends with CR LF.
 *
 * A text that a spreadsheet would take for a formula gets an apostrophe in front, because names of charges may come from
 * others than those who open the file.
 */
export function invoiceCsv({ number, currency, lines }: InvoiceDocument): string {
  const head = ['invoice', ...columns, 'currency'];
  const rows = lines.map((line) => [number ?? '', ...columns.map((column) => text(line, column)), currency]);
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function text(line: LineDocument, column: Column): string {
  const value = line[column] ?? '';
  return column === 'name' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

function cell(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
