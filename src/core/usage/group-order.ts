import type { JsonValue } from '../json.ts';
import type { UsageTotal } from './total.ts';

/** Usage of one combination of the grouping properties' values, in the order they were asked for. */
export type UsageGroup = { readonly values: JsonValue[]; readonly total: UsageTotal };

/**
 * Most events first. Equal ones by their values as JSON, so that the order does not depend on where they were found: a
 * preview and the meter made of it answer alike.
 */
export function compareGroups(a: UsageGroup, b: UsageGroup): number {
  if (a.total.eventCount !== b.total.eventCount) return a.total.eventCount > b.total.eventCount ? -1 : 1;
  const [left, right] = [JSON.stringify(a.values), JSON.stringify(b.values)];
  return left < right ? -1 : left > right ? 1 : 0;
}
