import { parseArgs } from 'node:util';
import { UsageError } from '../usage-error.ts';
import { isTarget, type Mapping } from './event-of-row.ts';

export type ImportOptions = {
  /** Null: standard input. */
  readonly file: string | null;
  readonly format: 'csv' | 'ndjson';
  readonly delimiter: string;
  readonly mapping: Mapping;
  readonly createCustomers: boolean;
  readonly batchSize: number;
  /** How many rows at the beginning are not sent. They are counted all the same. */
  readonly skip: number;
  readonly dryRun: boolean;
  readonly help: boolean;
  /** Null: that of the environment. */
  readonly url: string | null;
  readonly key: string | null;
};

const options = {
  format: { type: 'string' },
  delimiter: { type: 'string', default: ',' },
  map: { type: 'string', multiple: true },
  set: { type: 'string', multiple: true },
  'create-customers': { type: 'boolean', default: false },
  batch: { type: 'string', default: '2000' },
  skip: { type: 'string', default: '0' },
  'dry-run': { type: 'boolean', default: false },
  url: { type: 'string' },
  key: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Throws UsageError. */
export function parseImportOptions(args: readonly string[]): ImportOptions {
  const { values, positionals } = parsed(args);
  if (positionals.length > 1) throw new UsageError(`One file at a time, not ${positionals.join(' and ')}.`);
  const [given = '-'] = positionals;
  const file = given === '-' ? null : given;
  if (values.delimiter.length !== 1) throw new UsageError(`--delimiter is one character: --delimiter ';'`);
  return {
    file,
    format: values.help ? 'csv' : formatOf(values.format, file),
    delimiter: values.delimiter,
    mapping: {
      map: (values.map ?? []).flatMap((text) => text.split(nextTarget).map(pair)),
      set: (values.set ?? []).map(pair),
    },
    createCustomers: values['create-customers'],
    batchSize: wholeNumber('batch', values.batch, 1, 10_000),
    skip: wholeNumber('skip', values.skip, 0, 1e15),
    dryRun: values['dry-run'],
    help: values.help,
    url: values.url ?? null,
    key: values.key ?? null,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function formatOf(format: string | undefined, file: string | null): 'csv' | 'ndjson' {
  const name = format ?? file?.toLowerCase().match(/\.([a-z]+)$/)?.[1];
  if (name === 'csv' || name === 'ndjson') return name;
  if (format !== undefined) throw new UsageError(`--format is csv or ndjson, not "${format}".`);
  if (name === 'jsonl') return 'ndjson';
  const what = file === null ? 'Standard input has no name' : `The name "${file}" does not say what it is`;
  throw new UsageError(`${what}: add --format csv or --format ndjson.`);
}

// A comma may be part of a column's name, unless what follows it begins the next pair.
const nextTarget = /,(?=(?:id|name|customer|timestamp|subscription|hold|properties(?:\.[^=,]+)?)=)/;

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  const [target, source] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || source === '') throw new UsageError(`"${text}" is not of the form FIELD=COLUMN or FIELD=TEXT.`);
  if (!isTarget(target)) {
    throw new UsageError(
      `An event has no field "${target}". It has id, name, customer, timestamp, subscription, hold and properties.x, with any x.`,
    );
  }
  return [target, source];
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  if (/^\d{1,16}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  throw new UsageError(`--${name} is a whole number from ${least} to ${most.toLocaleString('en')}.`);
}
