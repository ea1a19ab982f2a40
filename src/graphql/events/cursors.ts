import { canName } from '../../core/text.ts';
import { isInstant } from '../../core/time/instant.ts';
import type { EventCursor } from '../../store/event-lists.ts';
import type { EventRow } from '../../store/events.ts';
import type { CursorCodec } from '../connections.ts';

/** The place in a list as text: when, and then the event's key, which settles the order of events at one instant. */
function placeText({ at, customerId, eventId }: EventCursor): string {
  return JSON.stringify([at.toString(), customerId, eventId]);
}

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function placeOf(text: string): EventCursor | null {
  try {
    const [at, customerId, eventId]: unknown[] = JSON.parse(text);
    if (typeof at !== 'string' || typeof customerId !== 'string' || typeof eventId !== 'string') return null;
    if (!/^-?\d{1,18}$/.test(at) || !uuidPattern.test(customerId) || !canName(eventId)) return null;
    return isInstant(BigInt(at)) ? { at: BigInt(at), customerId, eventId } : null;
  } catch {
    return null;
  }
}

export const byOccurrence: CursorCodec<EventCursor, EventRow> = {
  of: (event) => ({ at: event.occurredAt, customerId: event.customerId, eventId: event.eventId }),
  format: placeText,
  parse: placeOf,
};

export const byRecording: CursorCodec<EventCursor, EventRow> = {
  of: (event) => ({ at: event.recordedAt, customerId: event.customerId, eventId: event.eventId }),
  format: placeText,
  parse: placeOf,
};
