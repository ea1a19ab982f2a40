import { type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql';
import type { EventCandidate } from '../../core/events/event.ts';
import type { JsonObject } from '../../core/json.ts';
import { type Instant, parseInstant } from '../../core/time/instant.ts';

/** The operations that record. */
export type RecordingField = 'recordEvent' | 'recordEvents';

/** An operation that does nothing but `recordEvents(input: $variable)`, or the same of `recordEvent`. */
export type Recording = { readonly field: RecordingField; readonly variable: string };

/** Null for every other operation. */
export function recordingOf(document: DocumentNode): Recording | null {
  const known = recordings.get(document);
  if (known !== undefined) return known;
  const found = findRecording(document);
  recordings.set(document, found);
  return found;
}

// A document that comes again is the same object: the parser keeps those it has seen.
const recordings = new WeakMap<DocumentNode, Recording | null>();

function findRecording({ definitions }: DocumentNode): Recording | null {
  const operations = definitions.filter(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  const [operation] = operations;
  if (operation === undefined || operations.length > 1 || operation.selectionSet.selections.length !== 1) return null;
  const [selection] = operation.selectionSet.selections;
  if (selection?.kind !== Kind.FIELD) return null;
  const field = selection.name.value;
  if (field !== 'recordEvent' && field !== 'recordEvents') return null;
  const value = selection.arguments?.find(({ name }) => name.value === 'input')?.value;
  return value?.kind === Kind.VARIABLE ? { field, variable: value.name.value } : null;
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
const flags: Record<RecordingField, ReadonlySet<string>> = {
  recordEvent: new Set(['createCustomers', 'requireCredits']),
  recordEvents: new Set(['createCustomers', 'atomic', 'requireCredits']),
};

export type DirectInput = {
  readonly events: readonly EventCandidate[];
  /** What remains for GraphQL: the flags, and as little as there may be in place of the events. */
  readonly rest: object;
};

/**
 * The events of an input as GraphQL would have coerced them, or null if it might have refused one: then it shall, and
 * say why. Half of the time of a request of 1,000 events went into coercing them field by field.
 */
export function directInput(field: RecordingField, input: unknown): DirectInput | null {
  if (!isObject(input)) return null;
  return field === 'recordEvent' ? directOne(input) : directMany(input);
}

function directOne(input: Record<string, unknown>): DirectInput | null {
  const event = directEvent(input, flags.recordEvent);
  if (event === null) return null;
  const { createCustomers, requireCredits } = input;
  return { events: [event], rest: { ...nothing, createCustomers, requireCredits } };
}

const nothing = { id: '', name: '', customer: '' };

function directMany(input: Record<string, unknown>): DirectInput | null {
  if (!Array.isArray(input.events)) return null;
  // What GraphQL says of a bad field quotes the whole input, which it will see without its events.
  for (const field in input) if (field !== 'events' && !isFlag(flags.recordEvents, field, input[field])) return null;
  const events: EventCandidate[] = [];
  for (const event of input.events as unknown[]) {
    const candidate = isObject(event) ? directEvent(event, noFlags) : null;
    if (candidate === null) return null;
    events.push(candidate);
  }
  return { events, rest: { ...input, events: [] } };
}

const noFlags: ReadonlySet<string> = new Set();

/** `more` are flags that it may have besides. */
function directEvent(event: Record<string, unknown>, more: ReadonlySet<string>): EventCandidate | null {
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
  for (const field in event) if (!eventFields.has(field) && !isFlag(more, field, event[field])) return null;
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

function isFlag(known: ReadonlySet<string>, field: string, value: unknown): boolean {
  return known.has(field) && (typeof value === 'boolean' || value === null);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
