import { type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql';
import type { EventCandidate } from '../../core/events/event.ts';
import type { JsonObject } from '../../core/json.ts';
import { type Instant, parseInstant } from '../../core/time/instant.ts';

/**
 * The name of the variable that carries the input of an operation which does nothing but `recordEvents(input: $name)`;
 * null for every other operation.
 */
export function recordEventsVariable(document: DocumentNode): string | null {
  const known = variables.get(document);
  if (known !== undefined) return known;
  const found = findVariable(document);
  variables.set(document, found);
  return found;
}

// A document that comes again is the same object: the parser keeps those it has seen.
const variables = new WeakMap<DocumentNode, string | null>();

function findVariable({ definitions }: DocumentNode): string | null {
  const operations = definitions.filter(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  const [operation] = operations;
  if (operation === undefined || operations.length > 1 || operation.selectionSet.selections.length !== 1) return null;
  const [selection] = operation.selectionSet.selections;
  if (selection?.kind !== Kind.FIELD || selection.name.value !== 'recordEvents') return null;
  const value = selection.arguments?.find(({ name }) => name.value === 'input')?.value;
  return value?.kind === Kind.VARIABLE ? value.name.value : null;
}

const eventFields: ReadonlySet<string> = new Set([
  'id',
  'name',
  'customer',
  'timestamp',
  'properties',
  'subscription',
  'hold',
]);
const flags: ReadonlySet<string> = new Set(['createCustomers', 'atomic', 'requireCredits']);

/**
 * The events of a request as GraphQL would have coerced them, or null if it might have refused one: then it shall, and
 * say why. Half of the time of a request of 1,000 events went into coercing them field by field.
 */
export function directEvents(input: unknown): EventCandidate[] | null {
  if (!isObject(input) || !Array.isArray(input.events)) return null;
  // What GraphQL says of a bad field quotes the whole input, which it will see without its events.
  for (const field in input) if (field !== 'events' && !isFlag(field, input[field])) return null;
  const candidates: EventCandidate[] = [];
  for (const event of input.events as unknown[]) {
    const candidate = directEvent(event);
    if (candidate === null) return null;
    candidates.push(candidate);
  }
  return candidates;
}

function directEvent(event: unknown): EventCandidate | null {
  if (!isObject(event)) return null;
  const { id, name, customer, timestamp, properties, subscription, hold } = event;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof customer !== 'string') return null;
  if (properties != null && !isObject(properties)) return null;
  if (subscription != null && typeof subscription !== 'string') return null;
  if (hold != null && typeof hold !== 'string') return null;
  let at: Instant | null = null;
  if (timestamp != null) {
    if (typeof timestamp !== 'string') return null;
    at = parseInstant(timestamp);
    if (at === null) return null;
  }
  for (const field in event) if (!eventFields.has(field)) return null;
  return {
    id,
    name,
    customer,
    timestamp: at,
    properties: (properties as JsonObject | null | undefined) ?? null,
    subscription: subscription ?? null,
    hold: hold ?? null,
  };
}

function isFlag(field: string, value: unknown): boolean {
  return flags.has(field) && (typeof value === 'boolean' || value === null);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
