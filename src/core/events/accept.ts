import { parseId } from '../id.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { textProblem } from '../text.ts';
import type { Instant } from '../time/instant.ts';
import type { AcceptedEvent, EventCandidate, Rejection } from './event.ts';
import { propertiesText } from './properties.ts';

/** Clocks of senders run ahead of ours by less than this. More is a mistake, and would count in no period yet. */
const aheadMax = 5n * 60n * 1_000_000n;

/**
 * The event as it will be recorded, or the first reason why not: the checks that need no database, of id, name,
 * customer, timestamp, subscription, hold and properties in this order. Tell the two apart with `'code' in outcome`.
 *
 * `now` is the server's clock. An event without a timestamp happened then.
 */
export function acceptEvent(candidate: EventCandidate, now: Instant): AcceptedEvent | Rejection {
  const { id, name, customer, timestamp, subscription } = candidate;
  const properties = candidate.properties ?? {};
  const idProblem = textProblem(id);
  if (idProblem !== null) return { code: 'EVENT_ID_INVALID', message: `The id ${idProblem}.` };
  const nameProblem = textProblem(name);
  if (nameProblem !== null) return { code: 'NAME_INVALID', message: `The name ${nameProblem}.` };
  const customerProblem = textProblem(customer);
  if (customerProblem !== null) return { code: 'CUSTOMER_INVALID', message: `The customer ${customerProblem}.` };
  if (timestamp !== null && timestamp > now + aheadMax) {
    return { code: 'TIMESTAMP_IN_FUTURE', message: 'The timestamp is more than 5 minutes ahead of the server.' };
  }
  const subscriptionId = subscription === null ? null : parseId('sub', subscription);
  if (subscription !== null && subscriptionId === null) {
    return { code: 'SUBSCRIPTION_NOT_FOUND', message: 'The customer has no such subscription.' };
  }
  const hold = candidate.hold ?? null;
  const holdId = hold === null ? null : parseId('hld', hold);
  if (hold !== null && holdId === null) {
    return { code: 'HOLD_NOT_FOUND', message: 'The customer has no such hold.' };
  }
  const written = propertiesText(properties);
  if ('code' in written) return written;
  return {
    eventId: id,
    name,
    customer,
    occurredAt: timestamp ?? now,
    timestampGiven: timestamp !== null,
    properties,
    propertiesText: written.text,
    subscriptionId,
    holdId,
  };
}

/**
 * Whether a repeated id repeats the event: same name, same timestamp if one is given this time, and the same
 * properties as JSON, where neither the order of keys nor the spelling of a number matters (1.0 is 1, -0 is 0).
 *
 * `a` is the newcomer, `b` the recorded one. Texts are never numbers here: "1" is not 1.
 */
export function sameContent(
  a: AcceptedEvent,
  b: { name: string; occurredAt: Instant; properties: JsonObject },
): boolean {
  if (a.name !== b.name) return false;
  if (a.timestampGiven && a.occurredAt !== b.occurredAt) return false;
  return sameJson(a.properties, b.properties);
}

function sameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  // Both numbers have been doubles, and two doubles are equal exactly when their shortest decimals are.
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((value, index) => sameJson(value, b[index]))
    );
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}
