import type { EventInput } from './generated/types.ts';
import { jsonCopy } from './json.ts';
import { uuidv7 } from './uuid.ts';

/** An event as the caller tells it. */
export type NewEvent = Omit<EventInput, 'id' | 'timestamp'> & {
  /** Makes the event the same one if it is ever sent again. Absent: a UUIDv7. */
  readonly id?: string | null | undefined;
  /** When it happened. Absent: now, the instant of the call. */
  readonly timestamp?: Date | string | null | undefined;
};

/** An event as it is sent, now and at every further try. */
export type RecordedEvent = Omit<EventInput, 'timestamp'> & { readonly timestamp: string };

/**
 * Fixes an event: id, instant and content are decided here, before it is first sent. If they were decided later, a
 * second try could be a second event, and an event that had to wait would have happened too late.
 *
 * Throws a TypeError for what JSON cannot say and what has not the type it should.
 */
export function fixEvent(event: NewEvent, nowMs: number): RecordedEvent {
  const { name, customer } = event;
  const id = event.id ?? uuidv7(nowMs);
  const timestamp = event.timestamp ?? new Date(nowMs);
  for (const [field, value] of Object.entries({ id, name, customer })) {
    if (typeof value !== 'string') throw new TypeError(`An event's ${field} is text; got ${typeof value}.`);
  }
  if (timestamp instanceof Date && Number.isNaN(timestamp.getTime())) throw new TypeError('The timestamp is no date.');
  return {
    id,
    name,
    customer,
    timestamp: typeof timestamp === 'string' ? timestamp : timestamp.toISOString(),
    ...(event.properties == null ? {} : { properties: jsonCopy(event.properties) }),
    ...(event.subscription == null ? {} : { subscription: event.subscription }),
    ...(event.hold == null ? {} : { hold: event.hold }),
  };
}
