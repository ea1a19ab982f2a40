import type { Decimal } from '../decimal.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Instant } from '../time/instant.ts';

/** A recorded event. `customerId` is our UUID. */
export type CountedEvent = {
  customerId: string;
  eventId: string;
  name: string;
  occurredAt: Instant;
  properties: JsonObject;
  /** The subscription that the event names to pay for it. */
  subscriptionId: string | null;
};

export type LastValue = { at: Instant; eventId: string; value: Decimal };

/** What a rollup row gains. */
export type UsageDelta = {
  customerId: string;
  buildId: number;
  /** In seconds. */
  bucketSize: number;
  bucketStart: Instant;
  groupKey: string;
  /** As a measurement has them: in the order of the meter's groupBy, then the subscription. Null if there are none. */
  groupValues: JsonValue[] | null;
  eventCount: bigint;
  /** SUM and AVERAGE only, as the next ones are MAX's, MIN's and LAST's. */
  sum: Decimal | null;
  max: Decimal | null;
  min: Decimal | null;
  last: LastValue | null;
};

/** UNIQUE_COUNT only: how many more events of a bucket had this value. */
export type ValueDelta = {
  customerId: string;
  buildId: number;
  bucketSize: number;
  bucketStart: Instant;
  groupKey: string;
  valueKey: string;
  eventCount: bigint;
};

export type WarningCode = 'NO_METER' | 'VALUE_MISSING' | 'VALUE_NOT_NUMERIC';

/** `event` is the position in the list of events, `meter` the meter's key (null for NO_METER). */
export type UsageWarning = { event: number; code: WarningCode; meter: string | null };
