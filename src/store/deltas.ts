import { formatDecimal } from '../core/decimal.ts';
import type { UsageDelta, ValueDelta } from '../core/meters/deltas.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { addUsage, type UsageColumns } from './sql/add-usage.ts';
import { addValues } from './sql/add-values.ts';
import { type Queryable, run } from './sql/statement.ts';

/**
 * Adds to the rollups what events come to, in at most two statements that have been sent when this returns its promise.
 * The deltas are sorted, as `usageDeltas` gives them.
 */
export async function addDeltas(
  on: Queryable,
  deltas: { readonly rollups: readonly UsageDelta[]; readonly values: readonly ValueDelta[] },
): Promise<void> {
  await Promise.all([addRollups(on, deltas.rollups), addCountedValues(on, deltas.values)]);
}

async function addRollups(on: Queryable, rollups: readonly UsageDelta[]): Promise<void> {
  if (rollups.length === 0) return;
  const startText = remembering(formatInstant);
  const columns: UsageColumns = {
    customerIds: rollups.map((delta) => delta.customerId),
    buildIds: rollups.map((delta) => delta.buildId),
    bucketSizes: rollups.map((delta) => delta.bucketSize),
    bucketStarts: rollups.map((delta) => startText(delta.bucketStart)),
    groupKeys: rollups.map((delta) => delta.groupKey),
    eventCounts: rollups.map((delta) => delta.eventCount.toString()),
    sums: rollups.map((delta) => (delta.sum === null ? null : formatDecimal(delta.sum))),
    maxima: rollups.map((delta) => (delta.max === null ? null : formatDecimal(delta.max))),
    minima: rollups.map((delta) => (delta.min === null ? null : formatDecimal(delta.min))),
    lastAt: rollups.map((delta) => (delta.last === null ? null : formatInstant(delta.last.at))),
    lastEventIds: rollups.map((delta) => delta.last?.eventId ?? null),
    lasts: rollups.map((delta) => (delta.last === null ? null : formatDecimal(delta.last.value))),
    groupValues: rollups.map((delta) => (delta.groupValues === null ? null : JSON.stringify(delta.groupValues))),
  };
  await run(on, addUsage, columns);
}

async function addCountedValues(on: Queryable, values: readonly ValueDelta[]): Promise<void> {
  if (values.length === 0) return;
  await run(on, addValues, {
    customerIds: values.map((delta) => delta.customerId),
    buildIds: values.map((delta) => delta.buildId),
    bucketSizes: values.map((delta) => delta.bucketSize),
    bucketStarts: values.map((delta) => formatInstant(delta.bucketStart)),
    groupKeys: values.map((delta) => delta.groupKey),
    valueKeys: values.map((delta) => delta.valueKey),
    eventCounts: values.map((delta) => delta.eventCount.toString()),
  });
}

/** The buckets of a flush begin at a few instants. */
function remembering(format: (instant: Instant) => string): (instant: Instant) => string {
  const texts = new Map<Instant, string>();
  return (instant) => {
    let text = texts.get(instant);
    if (text === undefined) {
      text = format(instant);
      texts.set(instant, text);
    }
    return text;
  };
}
