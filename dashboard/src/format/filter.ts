import type { JsonValue } from '@misura/client';

/** A meter's filter as it is typed: a tree whose leaves may not be finished yet. */
export type DraftFilter = DraftGroup | DraftCondition;
export type DraftGroup = { readonly kind: 'all' | 'any'; readonly parts: readonly DraftFilter[] };
export type DraftCondition = {
  readonly kind: 'where';
  readonly property: string;
  readonly operator: Operator;
  readonly text: string;
};

export type Operator = (typeof operators)[number];

export const operators = [
  'EQUALS',
  'NOT_EQUALS',
  'GREATER_THAN',
  'GREATER_THAN_OR_EQUAL',
  'LESS_THAN',
  'LESS_THAN_OR_EQUAL',
  'CONTAINS',
  'NOT_CONTAINS',
  'IN',
  'NOT_IN',
  'EXISTS',
  'NOT_EXISTS',
] as const;

export const operatorWords: Record<Operator, string> = {
  EQUALS: 'is',
  NOT_EQUALS: 'is not',
  GREATER_THAN: 'is greater than',
  GREATER_THAN_OR_EQUAL: 'is at least',
  LESS_THAN: 'is less than',
  LESS_THAN_OR_EQUAL: 'is at most',
  CONTAINS: 'contains',
  NOT_CONTAINS: 'does not contain',
  IN: 'is one of',
  NOT_IN: 'is none of',
  EXISTS: 'is there',
  NOT_EXISTS: 'is missing',
};

export const emptyGroup: DraftGroup = { kind: 'all', parts: [] };
export const emptyCondition: DraftCondition = { kind: 'where', property: '', operator: 'EQUALS', text: '' };

export type FilterInput =
  | { readonly all: readonly FilterInput[] }
  | { readonly any: readonly FilterInput[] }
  | { readonly where: { readonly property: string; readonly operator: Operator; readonly value?: JsonValue } };

/**
 * What the API is sent, or null if nothing is filtered. Conditions without a property and groups without conditions are left
 * out, so that a preview can be made while somebody types.
 */
export function filterInput(draft: DraftFilter): FilterInput | null {
  if (draft.kind === 'where') {
    const { property, operator, text } = draft;
    if (property.trim() === '') return null;
    const value = filterValue(operator, text);
    return { where: { property: property.trim(), operator, ...(value === undefined ? {} : { value }) } };
  }
  const parts = draft.parts.map(filterInput).filter((part) => part !== null);
  if (parts.length === 0) return null;
  return draft.kind === 'all' ? { all: parts } : { any: parts };
}

/** What a text stands for beside an operator: a list for `is one of`, nothing for `is there`, else one value. */
function filterValue(operator: Operator, text: string): JsonValue | undefined {
  if (operator === 'EXISTS' || operator === 'NOT_EXISTS') return undefined;
  if (operator === 'IN' || operator === 'NOT_IN') return listItems(text).map(plainValue);
  return plainValue(text);
}

/**
 * A number where it is written as JSON writes one and a double holds it exactly enough to be itself again; yes or no for `true`
 * and `false`; else text. In quotation marks it is text, whatever it looks like.
 */
export function plainValue(text: string): string | number | boolean {
  const trimmed = text.trim();
  if (/^".*"$/s.test(trimmed)) return trimmed.slice(1, -1);
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  return String(Number(trimmed)) === trimmed && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
}

/** In words, for who wonders why a number is no text. */
export function valueKind(operator: Operator, text: string): string | null {
  const value = filterValue(operator, text);
  if (value === undefined || text.trim() === '') return null;
  const kinds = new Set((Array.isArray(value) ? value : [value]).map((item) => kindWords[typeof item] ?? 'text'));
  return kinds.size === 1 ? [...kinds].join() : 'mixed';
}

const kindWords: Record<string, string> = { number: 'number', boolean: 'yes or no', string: 'text' };

/** Separated by commas, except within quotation marks. */
function listItems(text: string): string[] {
  return [...text.matchAll(/\s*("[^"]*"|[^,]+)\s*(?:,|$)/g)]
    .map((match) => match[1] ?? '')
    .filter((item) => item !== '');
}

/** A meter's filter in words: `model is "large" and (tokens is greater than 100 or stream is true)`. */
export function filterText(filter: unknown, isInner = false): string {
  const { all, any, where } = filter as { all?: unknown[]; any?: unknown[]; where?: Record<string, unknown> };
  if (where !== undefined) {
    const words = operatorWords[where.operator as Operator] ?? String(where.operator);
    const value = where.value === undefined ? '' : ` ${valueText(where.value)}`;
    return `${String(where.property)} ${words}${value}`;
  }
  const parts = all ?? any ?? [];
  const text = parts.map((part) => filterText(part, parts.length > 1)).join(all === undefined ? ' or ' : ' and ');
  return isInner && parts.length > 1 ? `(${text})` : text;
}

function valueText(value: unknown): string {
  return Array.isArray(value) ? value.map(valueText).join(', ') : JSON.stringify(value);
}
