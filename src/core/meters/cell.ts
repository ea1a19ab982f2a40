import { Decimal } from '../decimal.ts';
import type { Instant } from '../time/instant.ts';
import type { LastValue } from './delta.ts';
import { valueKeyOf } from './keys.ts';
import { latest } from './last.ts';
import type { Measurement } from './measure.ts';
import type { Aggregation } from './meter.ts';

/** What one bucket of one group gains, while it is being added up. */
export type Cell = {
  eventCount: bigint;
  sum: Decimal | null;
  max: Decimal | null;
  min: Decimal | null;
  last: LastValue | null;
  /** UNIQUE_COUNT only: events by value key. */
  values: Map<string, bigint> | null;
};

export function emptyCell(): Cell {
  return { eventCount: 0n, sum: null, max: null, min: null, last: null, values: null };
}

export function addMeasurement(
  cell: Cell,
  aggregation: Aggregation,
  { value, valueText }: Measurement,
  event: { occurredAt: Instant; eventId: string },
): void {
  cell.eventCount += 1n;
  if (valueText !== null) addValue(cell, valueKeyOf(valueText), 1n);
  if (value === null) return;
  switch (aggregation) {
    case 'SUM':
    case 'AVERAGE':
      cell.sum = cell.sum === null ? value : cell.sum.plus(value);
      break;
    case 'MAX':
      if (cell.max === null || value.greaterThan(cell.max)) cell.max = value;
      break;
    case 'MIN':
      if (cell.min === null || value.lessThan(cell.min)) cell.min = value;
      break;
    case 'LAST':
      cell.last = latest(cell.last, { at: event.occurredAt, eventId: event.eventId, value });
      break;
  }
}

/** Adds a finer bucket to the coarser one it lies in. */
export function addCell(cell: Cell, part: Cell): void {
  cell.eventCount += part.eventCount;
  if (part.sum !== null) cell.sum = cell.sum === null ? part.sum : cell.sum.plus(part.sum);
  if (part.max !== null) cell.max = cell.max === null ? part.max : Decimal.max(cell.max, part.max);
  if (part.min !== null) cell.min = cell.min === null ? part.min : Decimal.min(cell.min, part.min);
  cell.last = latest(cell.last, part.last);
  for (const [valueKey, eventCount] of part.values ?? []) addValue(cell, valueKey, eventCount);
}

function addValue(cell: Cell, valueKey: string, eventCount: bigint): void {
  cell.values ??= new Map();
  cell.values.set(valueKey, (cell.values.get(valueKey) ?? 0n) + eventCount);
}
