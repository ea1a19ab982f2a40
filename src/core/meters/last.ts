import { compareText } from '../text.ts';
import type { LastValue } from './delta.ts';

/** The one with the greatest (timestamp, event id), ids by code point; so arrival order never matters. */
export function latest(a: LastValue | null, b: LastValue | null): LastValue | null {
  if (a === null || b === null) return a ?? b;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return compareText(a.eventId, b.eventId) >= 0 ? a : b;
}
