export type Recorded = { readonly id: string; readonly recordedAt: string };

/** The latest events of two lists, the newest first, each once. What came later in time of recording stands higher. */
export function mergeTail<TEvent extends Recorded>(
  newer: readonly TEvent[],
  older: readonly TEvent[],
  countMax: number,
): TEvent[] {
  const all = new Map<string, TEvent>();
  // A void comes as the same event again: what came last is what it is now.
  for (const event of [...newer, ...older]) if (!all.has(event.id)) all.set(event.id, event);
  const sorted = [...all.values()].sort((a, b) => compareInstants(b.recordedAt, a.recordedAt));
  return sorted.slice(0, countMax);
}

/** Of two instants in UTC, to the microsecond. Not as text: `…03.5Z` would come after `…03.51Z`. */
export function compareInstants(a: string, b: string): number {
  const [left, right] = [sortable(a), sortable(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

function sortable(instant: string): string {
  const [seconds = '', fraction = ''] = instant.replace(/Z$/, '').split('.');
  return `${seconds}.${fraction.padEnd(9, '0')}`;
}
