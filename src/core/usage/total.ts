import { Decimal } from '../decimal.ts';
import type { LastValue } from '../meters/delta.ts';
import { latest } from '../meters/last.ts';
import type { Measurement } from '../meters/measure.ts';
import type { Aggregation } from '../meters/meter.ts';
import type { Instant } from '../time/instant.ts';

/** What some events came to on one meter. What the meter's aggregation does not need is null. */
export type UsageTotal = {
  eventCount: bigint;
  sum: Decimal | null;
  max: Decimal | null;
  min: Decimal | null;
  last: LastValue | null;
  uniqueCount: bigint | null;
};

export type MeasuredEvent = { occurredAt: Instant; eventId: string; measurement: Measurement };

export const emptyTotal: UsageTotal = {
  eventCount: 0n,
  sum: null,
  max: null,
  min: null,
  last: null,
  uniqueCount: null,
};

/**
 * The total of both, in either order. The two must not share events.
 *
 * Distinct values do not add up: a value may be on both sides. So the union has to be counted where the values are, and
 * two totals that both have a uniqueCount are a bug, which throws.
 */
export function addTotals(a: UsageTotal, b: UsageTotal): UsageTotal {
  if (a.uniqueCount !== null && b.uniqueCount !== null) {
    throw new TypeError('Distinct values of two totals cannot be added: count their union instead.');
  }
  return {
    eventCount: a.eventCount + b.eventCount,
    sum: a.sum === null || b.sum === null ? (a.sum ?? b.sum) : a.sum.plus(b.sum),
    max: a.max === null || b.max === null ? (a.max ?? b.max) : Decimal.max(a.max, b.max),
    min: a.min === null || b.min === null ? (a.min ?? b.min) : Decimal.min(a.min, b.min),
    last: latest(a.last, b.last),
    uniqueCount: a.uniqueCount ?? b.uniqueCount,
  };
}

/** The total of events that were measured one by one: the ragged ends of a period, or a preview. */
export function totalOf(aggregation: Aggregation, events: Iterable<MeasuredEvent>): UsageTotal {
  let total = emptyTotal;
  const distinct = new Set<string>();
  for (const { occurredAt, eventId, measurement } of events) {
    const { value, valueText } = measurement;
    if (valueText !== null) distinct.add(valueText);
    total = addTotals(total, {
      eventCount: 1n,
      sum: aggregation === 'SUM' || aggregation === 'AVERAGE' ? value : null,
      max: aggregation === 'MAX' ? value : null,
      min: aggregation === 'MIN' ? value : null,
      last: aggregation === 'LAST' && value !== null ? { at: occurredAt, eventId, value } : null,
      uniqueCount: null,
    });
  }
  return aggregation === 'UNIQUE_COUNT' ? { ...total, uniqueCount: BigInt(distinct.size) } : total;
}

/**
 * Usage in the meter's unit: exact, except that AVERAGE and the division by a unit size are rounded, once, to 12
 * decimals half-up (a tie goes away from zero). COUNT and SUM of nothing are 0, the others null.
 */
export function usageValue(
  definition: { aggregation: Aggregation; unitSize: Decimal | null },
  total: UsageTotal,
): Decimal | null {
  const { aggregation, unitSize } = definition;
  const aggregate = aggregateOf(aggregation, total);
  if (aggregate === null) return null;
  if (aggregation !== 'AVERAGE' && unitSize === null) return aggregate;
  const divisor = (unitSize ?? one).times(aggregation === 'AVERAGE' ? total.eventCount.toString() : 1);
  return aggregate.dividedBy(divisor).toDecimalPlaces(12, Decimal.ROUND_HALF_UP);
}

const one = new Decimal(1);

/** For AVERAGE the sum, which is divided together with the unit size so that nothing is rounded twice. */
function aggregateOf(aggregation: Aggregation, total: UsageTotal): Decimal | null {
  switch (aggregation) {
    case 'COUNT':
      return new Decimal(total.eventCount.toString());
    case 'SUM':
      return total.sum ?? new Decimal(0);
    case 'MAX':
      return total.max;
    case 'MIN':
      return total.min;
    case 'LAST':
      return total.last?.value ?? null;
    case 'AVERAGE':
      return total.eventCount === 0n ? null : total.sum;
    case 'UNIQUE_COUNT':
      return total.uniqueCount === null || total.uniqueCount === 0n ? null : new Decimal(total.uniqueCount.toString());
  }
}
