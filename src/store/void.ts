import { formatDecimal } from '../core/decimal.ts';
import { isCounted } from '../core/meters/build.ts';
import type { CountedEvent, UsageDelta } from '../core/meters/deltas.ts';
import { groupKeyOf } from '../core/meters/keys.ts';
import { compileMeter } from '../core/meters/measure.ts';
import { bucketSizes, bucketStart } from '../core/time/bucket.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { type MeasuredEvent, totalOf } from '../core/usage/total.ts';
import type { BuildRow } from './builds.ts';
import { instantOf } from './columns.ts';
import type { MeterRow } from './meters.ts';
import { readMinuteEvents, setMinuteExtremes, settleCoarseExtremes } from './sql/settle-extremes.ts';
import { type Queryable, run } from './sql/statement.ts';
import { lockEvents, markVoided } from './sql/void-events.ts';

/** A stored event that this transaction holds. */
export type HeldEvent = CountedEvent & { readonly metersVersion: number; readonly voided: boolean };

/** Takes events for this transaction; those the customer does not have are not in the answer. */
export async function holdEvents(
  on: Queryable,
  workspaceId: string,
  customerId: string,
  eventIds: readonly string[],
): Promise<HeldEvent[]> {
  const { rows } = await run(on, lockEvents, { workspaceId, customerId, eventIds });
  return rows.map((row) => ({
    customerId,
    eventId: row.event_id,
    name: row.name,
    occurredAt: instantOf(row.occurred_at),
    properties: row.properties,
    subscriptionId: row.subscription_id,
    metersVersion: row.meters_version,
    voided: row.voided,
  }));
}

export async function markEventsVoided(
  on: Queryable,
  customerId: string,
  eventIds: readonly string[],
  voidedAt: Instant,
): Promise<void> {
  await run(on, markVoided, { customerId, eventIds, voidedAt: formatInstant(voidedAt) });
}

/**
 * Derives the greatest, least and last values of the buckets that lost events from what is left, minutes from events and
 * coarser buckets from finer ones. This transaction already holds the rows: whoever adds to them waits, and adds to the
 * new state.
 */
export async function settleExtremes(
  on: Queryable,
  meter: MeterRow,
  build: BuildRow,
  touched: readonly UsageDelta[],
): Promise<void> {
  const [first] = touched;
  if (first === undefined) return;
  const { customerId } = first;
  const minutes = touched.filter((delta) => delta.bucketSize === bucketSizes[0]);
  const left = await measureMinutes(on, meter, build, customerId, minutes);
  const totals = minutes.map((delta) => totalOf(meter.aggregation, left.get(cellKey(delta)) ?? []));
  await run(on, setMinuteExtremes, {
    customerId,
    buildId: build.id,
    starts: minutes.map((delta) => formatInstant(delta.bucketStart)),
    groupKeys: minutes.map((delta) => delta.groupKey),
    maxima: totals.map(({ max }) => (max === null ? null : formatDecimal(max))),
    minima: totals.map(({ min }) => (min === null ? null : formatDecimal(min))),
    lastAt: totals.map(({ last }) => (last === null ? null : formatInstant(last.at))),
    lastEventIds: totals.map(({ last }) => last?.eventId ?? null),
    lasts: totals.map(({ last }) => (last === null ? null : formatDecimal(last.value))),
  });
  for (const [i, size] of bucketSizes.entries()) {
    const finerSize = bucketSizes[i - 1];
    if (finerSize === undefined) continue;
    const buckets = touched.filter((delta) => delta.bucketSize === size);
    await run(on, settleCoarseExtremes, {
      customerId,
      buildId: build.id,
      size,
      finerSize,
      starts: buckets.map((delta) => formatInstant(delta.bucketStart)),
      groupKeys: buckets.map((delta) => delta.groupKey),
    });
  }
}

async function measureMinutes(
  on: Queryable,
  meter: MeterRow,
  build: BuildRow,
  customerId: string,
  minutes: readonly UsageDelta[],
): Promise<Map<string, MeasuredEvent[]>> {
  const starts = [...new Set(minutes.map((delta) => formatInstant(delta.bucketStart)))];
  const { rows } = await run(on, readMinuteEvents, { customerId, name: meter.eventName, minutes: starts });
  const measure = compileMeter(meter);
  const left = new Map<string, MeasuredEvent[]>();
  for (const row of rows) {
    const event = { customerId, eventId: row.event_id, metersVersion: row.meters_version };
    if (!isCounted(build, event)) continue;
    const { properties, subscription_id: subscriptionId } = row;
    const measurement = measure({ name: meter.eventName, properties, subscriptionId });
    if (typeof measurement === 'string') continue;
    const occurredAt = instantOf(row.occurred_at);
    const start = bucketStart(occurredAt, bucketSizes[0]);
    const key = cellKey({ bucketStart: start, groupKey: groupKeyOf(measurement.groupValues) });
    const cell = left.get(key) ?? [];
    // Added to, not copied: a busy customer's minute has tens of thousands of events.
    cell.push({ occurredAt, eventId: row.event_id, measurement });
    left.set(key, cell);
  }
  return left;
}

function cellKey(cell: { readonly bucketStart: Instant; readonly groupKey: string }): string {
  return `${cell.bucketStart} ${cell.groupKey}`;
}
