import type { JsonObject } from '../json.ts';
import type { Instant } from '../time/instant.ts';

/** An event as it was sent, before any rule has been checked. `customer` is the sender's own externalId. */
export type EventCandidate = {
  id: string;
  name: string;
  customer: string;
  timestamp: Instant | null;
  properties: JsonObject | null;
  /** The public id, `sub_…`, of the customer's subscription that pays for it. */
  subscription: string | null;
  /** The public id, `hld_…`, of the hold that its credits come from. */
  hold?: string | null;
};

/** An event that may be recorded, as far as it can be judged without the database. */
export type AcceptedEvent = {
  eventId: string;
  name: string;
  /** The customer's externalId. */
  customer: string;
  occurredAt: Instant;
  /** Without a timestamp the clock's was taken, and a repetition of the event will have another one. */
  timestampGiven: boolean;
  properties: JsonObject;
  /** The properties as JSON text, which is what the database is sent. */
  propertiesText: string;
  /**
   * The UUID of the subscription that was named to pay for it; whether the customer has it is for the database to say.
   * Not part of what the event says: it may be repeated with another one.
   */
  subscriptionId: string | null;
  /** The UUID of the hold that its credits come from. As the subscription, not part of what the event says. */
  holdId: string | null;
};

export type RejectionCode =
  | 'EVENT_ID_INVALID'
  | 'NAME_INVALID'
  | 'CUSTOMER_INVALID'
  | 'CUSTOMER_NOT_FOUND'
  | 'CUSTOMER_ARCHIVED'
  | 'EVENT_ID_CONFLICT'
  | 'TIMESTAMP_IN_FUTURE'
  | 'NUMBER_NOT_EXACT'
  | 'PROPERTIES_TOO_LARGE'
  | 'PROPERTIES_TOO_DEEP'
  | 'PROPERTIES_INVALID'
  | 'SUBSCRIPTION_NOT_FOUND'
  | 'HOLD_NOT_FOUND'
  | 'INSUFFICIENT_CREDITS';

/** Why an event is not recorded. The message tells the sender what to change. */
export type Rejection = { code: RejectionCode; message: string };
