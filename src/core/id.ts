import { textProblem } from './text.ts';

export type IdPrefix = 'wks' | 'key' | 'cus' | 'mtr' | 'prd' | 'sub' | 'inv' | 'crt' | 'grt' | 'hld' | 'cal';

const prefixes: ReadonlySet<string> = new Set<IdPrefix | 'evt'>([
  'wks',
  'key',
  'cus',
  'mtr',
  'prd',
  'sub',
  'inv',
  'crt',
  'grt',
  'hld',
  'cal',
  'evt',
]);

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const digitOf = new Map([...alphabet].map((letter, digit) => [letter, BigInt(digit)]));
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
// 26 letters hold 130 bits, so the first one never exceeds 7.
const suffixPattern = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** The public form of a UUID, a TypeID: `cus_01h455vb4pex5vsknk084sn02q`. Throws TypeError for what is no UUID. */
export function formatId(prefix: IdPrefix, uuid: string): string {
  let rest = BigInt(`0x${uuidHex(uuid)}`);
  let suffix = '';
  for (let letters = 0; letters < 26; letters++) {
    suffix = alphabet.charAt(Number(rest & 31n)) + suffix;
    rest >>= 5n;
  }
  return `${prefix}_${suffix}`;
}

/** The UUID, lower case. Null if the text is not exactly what formatId gives for this prefix. */
export function parseId(prefix: IdPrefix, text: string): string | null {
  if (!text.startsWith(`${prefix}_`)) return null;
  const suffix = text.slice(prefix.length + 1);
  if (!suffixPattern.test(suffix)) return null;
  let value = 0n;
  for (const letter of suffix) value = (value << 5n) | (digitOf.get(letter) ?? 0n);
  return uuidOfHex(value.toString(16).padStart(32, '0'));
}

/** Which kind of thing an id claims to name, read from its prefix alone. Null if it is none of ours. */
export function idPrefix(text: string): IdPrefix | 'evt' | null {
  const prefix = text.slice(0, text.indexOf('_'));
  return text.includes('_') && prefixes.has(prefix) ? (prefix as IdPrefix | 'evt') : null;
}

/** Events have no UUID: the id holds their identity, which is the customer and the sender's own event id. */
export function formatEventId(customerUuid: string, eventId: string): string {
  const identity = Buffer.concat([Buffer.from(uuidHex(customerUuid), 'hex'), Buffer.from(eventId, 'utf8')]);
  return `evt_${identity.toString('base64url')}`;
}

/** Null if the text is not exactly what formatEventId gives for an event id that could have been recorded. */
export function parseEventId(text: string): { customerId: string; eventId: string } | null {
  if (!text.startsWith('evt_')) return null;
  const bytes = Buffer.from(text.slice(4), 'base64url');
  if (bytes.length < 17) return null;
  const customerId = uuidOfHex(bytes.toString('hex', 0, 16));
  const eventId = bytes.toString('utf8', 16);
  // Decoding is lenient about stray letters and bad UTF-8. Only one spelling may name an event.
  if (textProblem(eventId) !== null || formatEventId(customerId, eventId) !== text) return null;
  return { customerId, eventId };
}

/** The id of an entry of a ledger: whose credits, of which type, and its version. Only to tell entries apart. */
export function formatEntryId(customerUuid: string, creditTypeUuid: string, version: bigint): string {
  const place = Buffer.alloc(8);
  place.writeBigInt64BE(version);
  const account = Buffer.from(uuidHex(customerUuid) + uuidHex(creditTypeUuid), 'hex');
  return `cle_${Buffer.concat([account, place]).toString('base64url')}`;
}

function uuidHex(uuid: string): string {
  if (!uuidPattern.test(uuid)) throw new TypeError(`Not a UUID: ${uuid}`);
  return uuid.replaceAll('-', '').toLowerCase();
}

/** The first 128 bits of a hexadecimal text in the spelling of a UUID. */
export function uuidOfHex(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
