import type { UsageDelta, ValueDelta } from './deltas.ts';

/**
 * The same deltas taken away instead of added: counts and sums with the opposite sign. Extremes and last values cannot be
 * subtracted and are left out; they have to be derived anew from the events that remain.
 */
export function withoutEvents(deltas: {
  readonly rollups: readonly UsageDelta[];
  readonly values: readonly ValueDelta[];
}): { rollups: UsageDelta[]; values: ValueDelta[] } {
  return {
    rollups: deltas.rollups.map((delta) => ({
      ...delta,
      eventCount: -delta.eventCount,
      sum: delta.sum?.negated() ?? null,
      max: null,
      min: null,
      last: null,
    })),
    values: deltas.values.map((delta) => ({ ...delta, eventCount: -delta.eventCount })),
  };
}
