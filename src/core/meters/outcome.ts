import { Decimal } from '../decimal.ts';
import type { MeasurableEvent, Measure } from './measure.ts';
import type { Aggregation } from './meter.ts';

export type UncountedReason = 'FILTERED_OUT' | 'VALUE_MISSING' | 'VALUE_NOT_NUMERIC' | 'VOIDED';

/** What became of an event on a meter of its name. `reason` is null where it is counted. */
export type EventOutcome = {
  /** As it is aggregated, before `unitSize`: 1 for COUNT. Null for UNIQUE_COUNT, which has texts, and where it is not counted. */
  readonly value: Decimal | null;
  readonly reason: UncountedReason | null;
};

const one = new Decimal(1);

/** Null: the meter does not count events of this name. A voided event counts nowhere, whatever else there is about it. */
export function eventOutcome(
  { aggregation, measure }: { readonly aggregation: Aggregation; readonly measure: Measure },
  event: MeasurableEvent & { readonly voidedAt: bigint | null },
): EventOutcome | null {
  const measurement = measure(event);
  if (measurement === 'OTHER_NAME') return null;
  if (event.voidedAt !== null) return { value: null, reason: 'VOIDED' };
  if (measurement === 'FILTERED') return { value: null, reason: 'FILTERED_OUT' };
  if (typeof measurement === 'string') return { value: null, reason: measurement };
  return { value: aggregation === 'COUNT' ? one : measurement.value, reason: null };
}
