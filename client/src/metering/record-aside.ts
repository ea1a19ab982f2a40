import type { NewEvent } from '../recorder-event.ts';
import type { Recorder } from '../recorder-options.ts';
import { messageOf, tell } from '../recorder-reports.ts';

/** Something was not recorded. What was measured went on as if nothing had happened. */
export type MeteringFailure = {
  readonly error: unknown;
  /** What is lost; null if it did not come to an event, because a function of the caller's threw. */
  readonly event: NewEvent | null;
};

export type MeteringOptions = {
  /** Where events go. What it cannot send or the server rejects is told to its own `onError` and `onRejected`. */
  readonly recorder: Pick<Recorder, 'record'>;
  /** Something did not come as far as the recorder. Default: one line on console.error. */
  readonly onError?: ((failure: MeteringFailure) => void) | undefined;
};

/** What a caller adds to an event or has otherwise. Its properties are added to those that were measured, and win. */
export type EventDetails = Partial<Omit<NewEvent, 'customer'>>;

/** What somebody who is measured answers, now or when they have found it out. */
export type Soon<TValue> = TValue | PromiseLike<TValue>;

export type Aside = {
  /** Takes the event that `make` gives, or nothing for null. Returns at once and never throws. */
  record(make: () => Promise<NewEvent | null>): void;
  /** What `ask` gives; null if it throws, which is told. Never rejects. */
  ask<TAnswer>(ask: () => Promise<TAnswer>): Promise<TAnswer | null>;
};

// Beside what the recorder holds itself. A server that is away for long must not fill the memory of who is measured.
const waitingMax = 1_000;

/**
 * Records beside what is measured: nobody waits for it, and nobody fails by it. So there is nobody to slow down when the
 * recorder is full: then so many events wait, and more are lost, which is told.
 */
export function createAside({ recorder, onError = reportFailure }: MeteringOptions): Aside {
  let waiting = 0;

  async function recordAside(make: () => Promise<NewEvent | null>): Promise<void> {
    let event: NewEvent | null = null;
    waiting++;
    try {
      event = await make();
      if (event === null) return;
      if (waiting > waitingMax) throw new Error(`${waitingMax} events wait for room in the recorder already.`);
      await recorder.record(event);
    } catch (error) {
      tell(onError, { error, event });
    } finally {
      waiting--;
    }
  }

  return {
    record: (make) => void recordAside(make),
    async ask(ask) {
      try {
        return await ask();
      } catch (error) {
        tell(onError, { error, event: null });
        return null;
      }
    },
  };
}

function reportFailure({ error, event }: MeteringFailure): void {
  const what = event === null ? 'something' : `an event ${event.name} of customer ${event.customer}`;
  console.error(`Misura did not record ${what}: ${messageOf(error)}`);
}
