import type { RejectionCode, WarningCode } from './generated/types.ts';
import type { NewEvent, RecordedEvent } from './recorder-event.ts';

export type RecorderOptions = {
  /** Events in one request, at most 10,000. Default 1,000. */
  readonly maxBatch?: number;
  /** How long an event may wait for company. Default 1,000 ms. */
  readonly flushIntervalMs?: number;
  /** Events held and not yet acknowledged. When there are so many, `record` waits. Default 10,000. */
  readonly maxBuffered?: number;
  /** Whether unknown customers are created. Default false: their events are rejected. */
  readonly createCustomers?: boolean;
  /** Whether events that credits do not cover in full are rejected. Default false: they are recorded all the same. */
  readonly requireCredits?: boolean;
  /** The server will not take this event, now or ever. Default: one line on console.error. */
  readonly onRejected?: (rejection: Rejection) => void;
  /** The event is recorded, but feeds no meter or has no value for one. */
  readonly onWarning?: (warning: Warning) => void;
  /** Events could not be sent. They are still held and will be sent again. Default: one line on console.error. */
  readonly onError?: (failure: Failure) => void;
};

export type Rejection = {
  readonly event: RecordedEvent;
  /** `REQUEST_REFUSED`: a request with nothing but this event in it is refused. */
  readonly code: RejectionCode | 'REQUEST_REFUSED';
  readonly message: string;
};

export type Warning = {
  readonly event: RecordedEvent;
  readonly code: WarningCode;
  /** The key of the meter, if it is about one. */
  readonly meter: string | null;
  readonly message: string;
};

export type Failure = { readonly error: unknown; readonly buffered: number; readonly retryInMs: number };

/** What became of the events since the recorder was made. */
export type RecorderTotals = {
  readonly recorded: number;
  /** Were there already. After a request without an answer these are often events of this very recorder. */
  readonly duplicates: number;
  readonly rejected: number;
  readonly warnings: number;
};

export type Recorder = {
  /**
   * Takes an event. Resolves as soon as it is held here, which is at once unless `maxBuffered` are held already: then
   * when there is room again. Await it, and a sender that is too fast slows down instead of filling the memory.
   *
   * The event's id, timestamp and properties are fixed when this is called. Rejects if the event is not what JSON can
   * say, if the recorder is closed, and, when there is no room, if the server refuses what is held.
   */
  record(event: NewEvent): Promise<void>;
  /**
   * Resolves when everything recorded before is acknowledged: durable, counted and visible, or rejected and reported.
   * Waits as long as the server cannot be reached, or `timeoutMs`. Rejects if the server refuses the requests
   * themselves, for a bad key for example. In both cases the events are still held.
   */
  flush(options?: { readonly timeoutMs?: number }): Promise<RecorderTotals>;
  /**
   * Takes no further events, sends what is held, and stops. Default for `timeoutMs`: 30 s. If it rejects, what could
   * not be sent is in `unsent()`.
   */
  close(options?: { readonly timeoutMs?: number }): Promise<RecorderTotals>;
  /** What is held and not acknowledged, oldest first. Recording it again later is safe: it has its ids. */
  unsent(): RecordedEvent[];
};
