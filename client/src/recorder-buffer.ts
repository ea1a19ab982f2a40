import { jsonText } from './json.ts';
import type { RecordedEvent } from './recorder-event.ts';

type Held = { readonly sequence: number; readonly event: RecordedEvent; readonly length: number };
type Waiting = Held & { readonly admit: () => void; readonly refuse: (error: unknown) => void };

// In characters, of which none takes more than three bytes. The server takes 32 MiB in a request.
const batchLengthMax = 8 * 1024 * 1024;

export type EventBuffer = {
  /** How many are held. Those that wait for room are not counted. */
  readonly count: number;
  readonly isFull: boolean;
  /** The number of the newest event, which may still wait for room. */
  readonly newest: number;
  /** The number of the oldest event that is held; infinite if there is none. */
  readonly oldest: number;
  /** Resolves when the event is held, which is at once if there is room. */
  add(event: RecordedEvent): Promise<void>;
  /** The oldest events, at most so many and not more than a request can carry. They are still held. */
  batch(countMax: number): RecordedEvent[];
  /** Something on the way takes smaller requests than we thought: none will be as large as half of this one. */
  shrink(batch: readonly RecordedEvent[]): void;
  /** Forgets the oldest events and lets in as many that wait. */
  release(count: number): void;
  /** Sends those away that wait for room. */
  refuseWaiting(error: unknown): void;
  /** All that are held, the oldest first. */
  events(): RecordedEvent[];
};

/** What a recorder holds: events in order, at most `countMax` of them. Who brings more has to wait. */
export function createEventBuffer(countMax: number): EventBuffer {
  const held: Held[] = [];
  const waiting: Waiting[] = [];
  let lengthMax = batchLengthMax;
  let sequence = 0;

  return {
    get count() {
      return held.length;
    },
    get isFull() {
      return held.length >= countMax;
    },
    get newest() {
      return sequence;
    },
    get oldest() {
      return held[0]?.sequence ?? Number.POSITIVE_INFINITY;
    },
    async add(event) {
      const entry = { sequence: ++sequence, event, length: lengthOf(event) };
      if (held.length < countMax) held.push(entry);
      else await new Promise<void>((admit, refuse) => void waiting.push({ ...entry, admit, refuse }));
    },
    batch(batchCountMax) {
      const events: RecordedEvent[] = [];
      let room = lengthMax;
      for (const { event, length } of held) {
        room -= length;
        // One alone goes however large it is: the server says so if it is too large, and only the server knows.
        if (events.length === batchCountMax || (room < 0 && events.length > 0)) break;
        events.push(event);
      }
      return events;
    },
    shrink(batch) {
      const length = batch.reduce((sum, event) => sum + lengthOf(event), 0);
      lengthMax = Math.min(lengthMax, Math.floor(length / 2));
    },
    release(count) {
      held.splice(0, count);
      for (const { admit, refuse: _, ...entry } of waiting.splice(0, countMax - held.length)) {
        held.push(entry);
        admit();
      }
    },
    refuseWaiting(error) {
      for (const { refuse } of waiting.splice(0)) refuse(error);
    },
    events: () => held.map(({ event }) => event),
  };
}

function lengthOf(event: RecordedEvent): number {
  return jsonText(event).length;
}
