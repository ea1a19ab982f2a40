import { sameContent } from './accept.ts';
import type { Batch, EventKey } from './batch.ts';
import type { AcceptedEvent } from './event.ts';

export type Judgement =
  | 'RECORDED'
  | 'DUPLICATE'
  | 'CUSTOMER_NOT_FOUND'
  | 'CUSTOMER_ARCHIVED'
  | 'SUBSCRIPTION_NOT_FOUND'
  | 'EVENT_ID_CONFLICT';

/** One event on its way through a flush that several requests share. */
export type Entry = {
  /** Which request it came in, and its place there. */
  readonly batch: number;
  readonly index: number;
  readonly event: AcceptedEvent;
  /** Empty when the customer is not known. */
  readonly customerId: string;
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
  for (const [batch, { events }] of batches.entries()) {
    for (const { index, event } of events) {
      const customer = customers(event.customer);
      const judgement = customer === undefined ? 'CUSTOMER_NOT_FOUND' : customer.archived ? 'CUSTOMER_ARCHIVED' : null;
      entries.push({ batch, index, event, customerId: customer?.id ?? '', judgement });
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

/** One text per subscription and customer. */
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
