import { RequestError } from '../core/errors.ts';
import type { JsonValue } from '../core/json.ts';
import { valueKeyOf } from '../core/meters/keys.ts';
import { type Cover, cover } from '../core/usage/cover.ts';
import { compareGroups, type UsageGroup } from '../core/usage/group-order.ts';
import { addTotals, emptyTotal, totalOf, type UsageTotal } from '../core/usage/total.ts';
import type { Database } from './database.ts';
import {
  countCustomerGroupValues,
  countMeterGroupValues,
  type GroupRanges,
  readCustomerGroups,
  readMeterGroups,
} from './sql/read-groups.ts';
import { run } from './sql/statement.ts';
import {
  bucketRanges,
  readEnds,
  type SpanMeasurement,
  totalFromRow,
  type UsageQuery,
  withoutDistinct,
} from './usage.ts';

/** A query, and by which of the meter's grouping properties to split it. */
export type GroupsQuery = UsageQuery & { readonly by: readonly string[] };

const groupsMax = 10_000;

const kinds = [
  { of: (query: UsageQuery) => query.customerId !== null, read: readCustomerGroups, count: countCustomerGroupValues },
  { of: (query: UsageQuery) => query.customerId === null, read: readMeterGroups, count: countMeterGroupValues },
];

/** A group being put together: whose, and with which events at the ragged ends. */
type Gathered = {
  readonly query: number;
  readonly values: JsonValue[];
  readonly events: SpanMeasurement[];
  total: UsageTotal;
};

/**
 * The usage of each query split into groups: only those that have events, the largest count of events first. Five
 * statements at most, however many queries. Throws RequestError if all of them have more than 10,000 groups together.
 */
export async function readUsageGroups(database: Database, queries: readonly GroupsQuery[]): Promise<UsageGroup[][]> {
  const covers = queries.map((query) => cover(query.from, query.to));
  const places = queries.map(({ by, meter }) => by.map((property) => placeOf(meter.groupBy, property)));
  const parts = kinds
    .map((kind) => ({ ...kind, ranges: splitRanges(queries, covers, places, kind.of) }))
    .filter(({ of }) => queries.some(of));
  const [ends, stored] = await Promise.all([
    readEnds(database, queries, covers),
    Promise.all(parts.map(({ read, ranges }) => run(database.pool, read, { ...ranges, limit: groupsMax + 1 }))),
  ]);
  const rows = stored.flatMap((part) => part.rows);
  if (rows.length > groupsMax) {
    throw new RequestError(`This usage has more than ${groupsMax} groups. Choose a shorter period.`);
  }

  const groups = new Map<string, Gathered>();
  function groupOf(query: number, values: JsonValue[]): Gathered {
    const id = groupId(query, values);
    const group = groups.get(id) ?? { query, values, events: [], total: emptyTotal };
    groups.set(id, group);
    return group;
  }
  for (const row of rows) groupOf(row.query, row.values).total = totalFromRow(row);
  for (const [query, events] of ends.entries()) {
    for (const event of events) {
      const { groupValues } = event.measurement;
      const values = (places[query] ?? []).map((place) => (place === null ? null : (groupValues[place] ?? null)));
      groupOf(query, values).events.push(event);
    }
  }
  for (const group of groups.values()) {
    const { aggregation } = (queries[group.query] as GroupsQuery).meter;
    group.total = addTotals(group.total, withoutDistinct(totalOf(aggregation, group.events)));
  }
  await countDistinct(database, queries, covers, places, groups);
  const found: UsageGroup[][] = queries.map(() => []);
  for (const { query, values, total } of [...groups.values()].sort(compareGroups))
    found[query]?.push({ values, total });
  return found;
}

type Places = readonly (number | null)[];

function splitRanges(
  queries: readonly UsageQuery[],
  covers: readonly Cover[],
  places: readonly Places[],
  wanted: (query: UsageQuery) => boolean,
): GroupRanges {
  const ranges = bucketRanges(queries, covers, wanted);
  return {
    ...ranges,
    places: ranges.queries.map((query) => `{${(places[query] ?? []).map((place) => place ?? 'NULL').join()}}`),
  };
}

async function countDistinct(
  database: Database,
  queries: readonly UsageQuery[],
  covers: readonly Cover[],
  places: readonly Places[],
  groups: ReadonlyMap<string, Gathered>,
): Promise<void> {
  for (const { of, count } of kinds) {
    const wanted = (query: UsageQuery) => of(query) && query.meter.aggregation === 'UNIQUE_COUNT';
    const counted = [...groups.values()].filter(({ query }) => wanted(queries[query] as UsageQuery));
    if (counted.length === 0) continue;
    const extra = counted.flatMap(({ query, values, events }) =>
      events.map(({ measurement }) => ({ query, values, key: valueKeyOf(measurement.valueText ?? '') })),
    );
    const { rows } = await run(database.pool, count, {
      ...splitRanges(queries, covers, places, wanted),
      extraQueries: extra.map(({ query }) => query),
      extraGroups: extra.map(({ values }) => JSON.stringify(values)),
      extraKeys: extra.map(({ key }) => key),
    });
    const counts = new Map(rows.map((row) => [groupId(row.query, row.values), BigInt(row.unique_count)]));
    for (const group of counted) {
      group.total = { ...group.total, uniqueCount: counts.get(groupId(group.query, group.values)) ?? 0n };
    }
  }
}

function groupId(query: number, values: readonly JsonValue[]): string {
  return `${query} ${JSON.stringify(values)}`;
}

/** PostgreSQL would count a place below 0 from the end. */
function placeOf(groupBy: readonly string[], property: string): number | null {
  const place = groupBy.indexOf(property);
  return place === -1 ? null : place;
}
