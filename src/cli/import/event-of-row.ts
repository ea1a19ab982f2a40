import type { NewEvent } from '@misura/client';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { readProperty } from '../../core/meters/property.ts';
import { parseInstant } from '../../core/time/instant.ts';
import { UsageError } from '../usage-error.ts';
import { cellValue } from './exact.ts';
import type { Row } from './row.ts';
import { parseTemplate, type Template } from './template.ts';

const required = ['id', 'name', 'customer', 'timestamp'];
const fields = [...required, 'subscription', 'hold', 'properties'];

export const isTarget = (name: string) => fields.includes(name) || /^properties\../.test(name);

/** Where the fields of an event come from: `[field, column]` and `[field, template]`. The others are columns of their names. */
export type Mapping = {
  readonly map: readonly (readonly [target: string, column: string])[];
  readonly set: readonly (readonly [target: string, template: string])[];
};

type Source = (columns: JsonObject, rowIndex: number) => JsonValue | undefined;

/** What a row can not be an event for. */
export type Unfit = { readonly problem: string };

/**
 * How a row becomes an event. An empty cell is an absent value. Throws UsageError for a column that `header` does not
 * have, and for a field that an event needs and nothing gives; without a header both are found out row by row.
 */
export function eventOfRow(mapping: Mapping, header: readonly string[] | null) {
  const sources = new Map<string, Source>();
  for (const name of header?.filter(isTarget) ?? fields) sources.set(name, column(name, header));
  for (const [target, name] of mapping.map) sources.set(target, column(name, header));
  for (const [target, template] of mapping.set) sources.set(target, filled(parseTemplate(template), header));
  const missing = required.filter((field) => !sources.has(field));
  if (missing.length > 0) throw new UsageError(missingText(missing, header ?? []));
  const inProperties = [...sources].filter(([target]) => target.startsWith('properties.'));

  return (row: Exclude<Row, { problem: string }>): NewEvent | Unfit => {
    const read = (target: string) => sources.get(target)?.(row.columns, row.index) ?? null;
    const texts: Record<string, string> = {};
    for (const field of ['id', 'name', 'customer', 'timestamp', 'subscription', 'hold']) {
      const text = textOf(read(field));
      if (text !== null) texts[field] = text;
      else if (required.includes(field)) return { problem: `there is no ${field}` };
    }
    const { id = '', name = '', customer = '', timestamp = '', ...others } = texts;
    if (parseInstant(timestamp) === null) return { problem: timestampProblem(timestamp) };
    const whole = read('properties') ?? {};
    if (typeof whole !== 'object' || Array.isArray(whole)) return { problem: 'the properties are not a JSON object' };
    const properties = new Map(Object.entries(whole));
    for (const [target, source] of inProperties) {
      const value = source(row.columns, row.index);
      if (value !== undefined && value !== '') properties.set(target.slice('properties.'.length), value);
    }
    // From a Map, so that a property called __proto__ is one.
    return { id, name, customer, timestamp, ...others, properties: Object.fromEntries(properties) };
  };
}

/** Of a CSV, where all is text, numbers become numbers. */
function column(name: string, header: readonly string[] | null): Source {
  if (header === null) return (columns) => readProperty(columns, name);
  requireColumn(name, header);
  return (columns) => cellValue(columns[name] as string);
}

function filled(template: Template, header: readonly string[] | null): Source {
  if (header !== null) for (const name of template.columns) requireColumn(name, header);
  return (columns, rowIndex) => template.fill(rowIndex, (name) => textOf(readProperty(columns, name))) ?? undefined;
}

function requireColumn(name: string, header: readonly string[]): void {
  if (!header.includes(name)) throw new UsageError(`There is no column "${name}". There are: ${header.join(', ')}.`);
}

function textOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

function missingText(missing: readonly string[], header: readonly string[]): string {
  return `Nothing gives the ${missing.join(', ')} of an event. Its columns are: ${header.join(', ')}.
Say which is what, with --map customer=COLUMN, or make it, with --set 'id={row}'.`;
}

function timestampProblem(timestamp: string): string {
  const zoned = [`${timestamp}Z`, `${timestamp}T00:00:00Z`].find((text) => parseInstant(text) !== null);
  if (zoned === undefined) return `the timestamp "${timestamp}" is not of the form 2026-01-31T12:00:00Z`;
  const end = zoned.slice(timestamp.length);
  return `the timestamp "${timestamp}" has no time zone; if it is UTC: --set 'timestamp={COLUMN}${end}'`;
}
