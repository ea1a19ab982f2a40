import type { WarningCode } from '../meters/deltas.ts';
import type { AcceptedEvent, RejectionCode } from './event.ts';

/** What identifies an event, for ever. */
export type EventKey = { readonly customerId: string; readonly eventId: string };

export type RejectedEvent = {
  readonly index: number;
  readonly id: string;
  readonly code: RejectionCode;
  readonly message: string;
};

export type EventWarning = {
  readonly index: number;
  readonly id: string;
  readonly code: WarningCode;
  /** The key of the meter that could not count it; null for NO_METER. */
  readonly meter: string | null;
  readonly message: string;
};

/** One request's events, judged one by one; `index` is the place each had in the request. */
export type Batch = {
  readonly size: number;
  readonly events: readonly { readonly index: number; readonly event: AcceptedEvent }[];
  readonly rejected: readonly RejectedEvent[];
  readonly createCustomers: boolean;
  readonly atomic: boolean;
  /** An event is rejected whose draw on credits they do not cover in full. */
  readonly requireCredits: boolean;
};

/** What became of one request's events: each is recorded, a duplicate or rejected. */
export type RecordOutcome = {
  readonly recorded: number;
  readonly duplicates: number;
  readonly rejected: readonly RejectedEvent[];
  /** At most 100; `warningCount` counts them all. */
  readonly warnings: readonly EventWarning[];
  readonly warningCount: number;
  /** In the order of the request; null where the event was rejected. */
  readonly keys: readonly (EventKey | null)[];
};
