import type { JsonValue } from '../json.ts';
import { bucketSizes } from '../time/bucket.ts';
import { floorDivide } from '../time/instant.ts';
import { addCell, addMeasurement, type Cell, emptyCell } from './cell.ts';
import type { CountedEvent, UsageDelta, UsageWarning, ValueDelta } from './delta.ts';
import { groupKeyOf } from './keys.ts';
import type { Measure } from './measure.ts';
import type { Aggregation } from './meter.ts';

export type { CountedEvent, UsageDelta, UsageWarning, ValueDelta, WarningCode } from './delta.ts';

/** A meter as it takes events: one build of its rollups. */
export type CompiledMeter = {
  buildId: number;
  key: string;
  eventName: string;
  aggregation: Aggregation;
  groupBy: string[];
  measure: Measure;
};

export type UsageDeltas = { rollups: UsageDelta[]; values: ValueDelta[]; warnings: UsageWarning[] };

/**
 * What these events add to the rollups of these meters: one delta for every row that moves, in the order of its key
 * (customer, build, bucket size, bucket start, group, value), and one warning for every event and meter that could not
 * be counted. An event warns of NO_METER if no meter has its name and lets it pass.
 *
 * The order of the events does not matter, and the deltas of two batches add up to those of both together. Every event
 * counts, so none may be given twice.
 */
export function usageDeltas(meters: readonly CompiledMeter[], events: readonly CountedEvent[]): UsageDeltas {
  const warnings: UsageWarning[] = [];
  const accounts = new Map<string, Account[]>();
  for (const meter of meters) {
    const account: Account = { meter, customers: new Map() };
    const sameName = accounts.get(meter.eventName);
    if (sameName === undefined) accounts.set(meter.eventName, [account]);
    else sameName.push(account);
  }
  events.forEach((event, index) => {
    let taken = false;
    for (const account of accounts.get(event.name) ?? []) {
      const measurement = account.meter.measure(event);
      if (measurement === 'OTHER_NAME' || measurement === 'FILTERED') continue;
      taken = true;
      if (typeof measurement === 'string') {
        warnings.push({ event: index, code: measurement, meter: account.meter.key });
      } else {
        const cell = minuteCell(account, event, measurement.groupValues);
        addMeasurement(cell, account.meter.aggregation, measurement, event);
      }
    }
    if (!taken) warnings.push({ event: index, code: 'NO_METER', meter: null });
  });
  return { ...sortedRows([...accounts.values()].flat()), warnings };
}

type Group = { groupKey: string; groupValues: JsonValue[] | null; minutes: Map<number, Cell> };

/** One meter's cells, by customer and group. Only minutes are kept per event; hours and days are added up from them. */
type Account = { meter: CompiledMeter; customers: Map<string, Map<string, Group>> };

const minuteMicros = BigInt(bucketSizes[0]) * 1_000_000n;

function minuteCell({ customers }: Account, event: CountedEvent, groupValues: JsonValue[]): Cell {
  let groups = customers.get(event.customerId);
  if (groups === undefined) {
    groups = new Map();
    customers.set(event.customerId, groups);
  }
  const groupKey = groupKeyOf(groupValues);
  let group = groups.get(groupKey);
  if (group === undefined) {
    group = { groupKey, groupValues: groupValues.length === 0 ? null : groupValues, minutes: new Map() };
    groups.set(groupKey, group);
  }
  const minute = Number(floorDivide(event.occurredAt, minuteMicros));
  let cell = group.minutes.get(minute);
  if (cell === undefined) {
    cell = emptyCell();
    group.minutes.set(minute, cell);
  }
  return cell;
}

type Rows = { rollups: UsageDelta[]; values: ValueDelta[] };

function sortedRows(accounts: readonly Account[]): Rows {
  const rows: Rows = { rollups: [], values: [] };
  for (const { meter, customers } of accounts) {
    for (const [customerId, groups] of customers) {
      for (const group of groups.values()) addRows(rows, customerId, meter.buildId, group);
    }
  }
  // Sorted, because two flushes that move the same rows in opposite order would deadlock.
  rows.rollups.sort(compareRows);
  rows.values.sort(compareValueRows);
  return rows;
}

function addRows(rows: Rows, customerId: string, buildId: number, { groupKey, groupValues, minutes }: Group): void {
  let cells = minutes;
  let cellSize: number = bucketSizes[0];
  for (const bucketSize of bucketSizes) {
    if (bucketSize !== cellSize) cells = coarser(cells, bucketSize / cellSize);
    cellSize = bucketSize;
    for (const [index, cell] of cells) {
      const bucketStart = BigInt(index) * BigInt(bucketSize) * 1_000_000n;
      const { eventCount, sum, max, min, last } = cell;
      // Every field written out, because spreading one object into another takes eight times as long.
      const rollup = {
        customerId,
        buildId,
        bucketSize,
        bucketStart,
        groupKey,
        groupValues,
        eventCount,
        sum,
        max,
        min,
        last,
      };
      rows.rollups.push(rollup);
      for (const [valueKey, count] of cell.values ?? []) {
        rows.values.push({ customerId, buildId, bucketSize, bucketStart, groupKey, valueKey, eventCount: count });
      }
    }
  }
}

function coarser(cells: Map<number, Cell>, factor: number): Map<number, Cell> {
  const coarse = new Map<number, Cell>();
  for (const [index, part] of cells) {
    const coarseIndex = Math.floor(index / factor);
    let cell = coarse.get(coarseIndex);
    if (cell === undefined) {
      cell = emptyCell();
      coarse.set(coarseIndex, cell);
    }
    addCell(cell, part);
  }
  return coarse;
}

type RowKey = Pick<UsageDelta, 'customerId' | 'buildId' | 'bucketSize' | 'bucketStart' | 'groupKey'>;

function compareRows(a: RowKey, b: RowKey): number {
  return (
    compare(a.customerId, b.customerId) ||
    a.buildId - b.buildId ||
    a.bucketSize - b.bucketSize ||
    compare(a.bucketStart, b.bucketStart) ||
    compare(a.groupKey, b.groupKey)
  );
}

function compareValueRows(a: ValueDelta, b: ValueDelta): number {
  return compareRows(a, b) || compare(a.valueKey, b.valueKey);
}

// UUIDs are ASCII, for which code unit order is as good as any.
function compare<T extends string | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
