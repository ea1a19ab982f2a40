import { hash } from 'node:crypto';
import { uuidOfHex } from '../id.ts';
import type { JsonValue } from '../json.ts';

/** The key of the only group of a meter that does not group, as long as no event names a subscription. */
const noGroupKey = '00000000-0000-0000-0000-000000000000';

// The same few groups and values come again and again. Emptied when full, as nothing but time depends on it.
const known = new Map<string, string>();
const knownMax = 20_000;
const knownLengthMax = 200;

/**
 * Names a group of events: the hash of a measurement's group values, all of them scalars, as a UUID. 1 and "1" are two
 * groups; and so are one with a subscription and one without, because one has a value more.
 */
export function groupKeyOf(groupValues: readonly JsonValue[]): string {
  return groupValues.length === 0 ? noGroupKey : textKey(JSON.stringify(groupValues));
}

/** Names one value of a UNIQUE_COUNT, given a measurement's `valueText`. */
export function valueKeyOf(valueText: string): string {
  return textKey(valueText);
}

function textKey(text: string): string {
  const found = known.get(text);
  if (found !== undefined) return found;
  const key = uuidOfHex(hash('sha256', text));
  if (text.length <= knownLengthMax) {
    if (known.size >= knownMax) known.clear();
    known.set(text, key);
  }
  return key;
}
