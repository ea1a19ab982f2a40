import { formatEventId, formatId, type IdPrefix, idPrefix, parseEventId, parseId } from '../core/id.ts';

const prefixes: Readonly<Record<string, IdPrefix>> = {
  Workspace: 'wks',
  ApiKey: 'key',
  Customer: 'cus',
  Meter: 'mtr',
  Product: 'prd',
  CustomerSubscription: 'sub',
  Invoice: 'inv',
  CreditType: 'crt',
  CreditGrant: 'grt',
  CreditHold: 'hld',
};

const typenames: Readonly<Partial<Record<IdPrefix | 'evt', string>>> = {
  wks: 'Workspace',
  key: 'ApiKey',
  cus: 'Customer',
  mtr: 'Meter',
  prd: 'Product',
  sub: 'CustomerSubscription',
  inv: 'Invoice',
  crt: 'CreditType',
  grt: 'CreditGrant',
  hld: 'CreditHold',
  evt: 'Event',
};

/** The public id of a node from its id within its type: a UUID, or for an event the text of its key. */
export function encodeGlobalId(typename: string, id: string): string {
  if (typename === 'Event') {
    const { customerId, eventId } = eventKeyOf(id);
    return formatEventId(customerId, eventId);
  }
  const prefix = prefixes[typename];
  if (prefix === undefined) throw new TypeError(`${typename} has no prefix for its ids.`);
  return formatId(prefix, id);
}

/** Which node a public id names. Null for anything that is no id of ours: it is treated as one that is not there. */
export function decodeGlobalId(globalId: string): { typename: string; id: string } | null {
  const prefix = idPrefix(globalId);
  if (prefix === null) return null;
  const event = prefix === 'evt' ? parseEventId(globalId) : null;
  const id = prefix === 'evt' ? event && eventKeyText(event) : parseId(prefix, globalId);
  const typename = typenames[prefix];
  return id === null || typename === undefined ? null : { typename, id };
}

// A UUID has 36 characters, whatever the sender's id after it looks like.
const uuidLength = 36;

export type EventKeyParts = { readonly customerId: string; readonly eventId: string };

/** An event's key in one text, for loaders. */
export function eventKeyText(key: EventKeyParts): string {
  return `${key.customerId}${key.eventId}`;
}

export function eventKeyOf(text: string): EventKeyParts {
  return { customerId: text.slice(0, uuidLength), eventId: text.slice(uuidLength) };
}
