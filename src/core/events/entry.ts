import { sameContent } from './accept.ts';
import type { Batch, EventKey } from './batch.ts';
import type { AcceptedEvent } from './event.ts';

export type Judgement =
  | 'RECORDED'
  | 'DUPLICATE'
  | 'CUSTOMER_NOT_FOUND'
  | 'CUSTOMER_ARCHIVED'
  | 'SUBSCRIPTION_NOT_FOUND'
  | 'HOLD_NOT_FOUND'
  | 'INSUFFICIENT_CREDITS'
  | 'EVENT_ID_CONFLICT';

/** One event on its way through a flush that several requests share. */
export type Entry = {
  /** Which request it came in, and its place there. */
  readonly batch: number;
  readonly index: number;
  readonly event: AcceptedEvent;
  /** Empty when the customer is not known. */
  readonly customerId: string;
  /** Whether it is to be rejected where credits do not cover it. */
  requireCredits: boolean;
  judgement: Judgement | null;
};

/** A customer as its events find it. */
export type KnownCustomer = { readonly id: string; readonly archived: boolean };

/** All events of all requests in the order they came, those without a customer to bear them judged already. */
export function lineUp(
  batches: readonly Batch[],
  customers: (externalId: string) => KnownCustomer | undefined,
): Entry[] {
  const entries: Entry[] = [];
  for (const [batch, { events, requireCredits }] of batches.entries()) {
    for (const { index, event } of events) {
      const customer = customers(event.customer);
      const judgement = customer === undefined ? 'CUSTOMER_NOT_FOUND' : customer.archived ? 'CUSTOMER_ARCHIVED' : null;
      entries.push({ batch, index, event, customerId: customer?.id ?? '', requireCredits, judgement });
    }
  }
  return entries;
}

/** One text per identity. A customer id has a fixed length, so two identities never share one. */
export function keyText(key: EventKey): string {
  return key.customerId + key.eventId;
}

/** Of the events not judged yet: those that name a subscription. */
export function naming(entries: readonly Entry[]): Entry[] {
  return entries.filter(({ event, judgement }) => event.subscriptionId !== null && judgement === null);
}

/** Judges those that name a subscription which is not among `held`: unknown, or another customer's. */
export function judgeNamed(named: readonly Entry[], held: ReadonlySet<string>): void {
  for (const entry of named) {
    const { customerId, event } = entry;
    if (!held.has(subscriptionKey(customerId, event.subscriptionId ?? ''))) entry.judgement = 'SUBSCRIPTION_NOT_FOUND';
  }
}

/** Of the events not judged yet: those that name a hold. */
export function holding(entries: readonly Entry[]): Entry[] {
  return entries.filter(({ event, judgement }) => event.holdId !== null && judgement === null);
}

/** As `judgeNamed`, for the holds that events name; one that has ended is still the customer's. */
export function judgeHolding(holding: readonly Entry[], held: ReadonlySet<string>): void {
  for (const entry of holding) {
    if (!held.has(subscriptionKey(entry.customerId, entry.event.holdId ?? ''))) entry.judgement = 'HOLD_NOT_FOUND';
  }
}

/** One text per subscription, or hold, and customer. */
export function subscriptionKey(customerId: string, subscriptionId: string): string {
  return customerId + subscriptionId;
}

/** Of the events not judged yet: the first of each identity, and the later ones, which repeat it. */
export function splitRepeats(entries: readonly Entry[]): { firsts: Entry[]; repeats: Entry[] } {
  const seen = new Set<string>();
  const firsts: Entry[] = [];
  const repeats: Entry[] = [];
  for (const entry of entries) {
    if (entry.judgement !== null) continue;
    const size = seen.size;
    seen.add(entry.customerId + entry.event.eventId);
    (seen.size > size ? firsts : repeats).push(entry);
  }
  return { firsts, repeats };
}

/**
 * Gives the repetitions of an event its lot, where credits did not cover it: nothing is stored that they could repeat.
 * Whoever sends the same without requiring credits has it recorded, so the first does not require them either.
 */
export function judgeUncovered(repeats: readonly Entry[], refused: ReadonlySet<string>): void {
  for (const entry of repeats) if (refused.has(keyOf(entry))) entry.judgement = 'INSUFFICIENT_CREDITS';
}

/** Makes the first of an identity as little demanding as the least demanding of its repetitions. */
export function relaxFirsts(firsts: readonly Entry[], repeats: readonly Entry[]): void {
  const relaxed = new Set(repeats.filter((entry) => !entry.requireCredits).map(keyOf));
  if (relaxed.size === 0) return;
  for (const entry of firsts) if (relaxed.has(keyOf(entry))) entry.requireCredits = false;
}

export function keyOf({ customerId, event }: Entry): string {
  return customerId + event.eventId;
}

/**
 * Judges what was not stored before: the first of an identity is recorded, the later ones are held against it.
 * Gives back the events whose identity was stored before; the stored one decides about those.
 */
export function judgeNew(
  firsts: readonly Entry[],
  repeats: readonly Entry[],
  storedKeys: ReadonlySet<string>,
): Entry[] {
  const recorded = new Map<string, Entry>();
  const undecided: Entry[] = [];
  for (const entry of firsts) {
    const key = entry.customerId + entry.event.eventId;
    if (storedKeys.has(key)) {
      undecided.push(entry);
      continue;
    }
    entry.judgement = 'RECORDED';
    if (repeats.length > 0) recorded.set(key, entry);
  }
  for (const entry of repeats) {
    const first = recorded.get(entry.customerId + entry.event.eventId);
    if (first === undefined) undecided.push(entry);
    else entry.judgement = sameContent(entry.event, first.event) ? 'DUPLICATE' : 'EVENT_ID_CONFLICT';
  }
  return undecided;
}
