import { RequestError } from '../core/errors.ts';
import type { JsonValue } from '../core/json.ts';
import { valueKeyOf } from '../core/meters/keys.ts';
import { cover } from '../core/usage/cover.ts';
import { compareGroups, type UsageGroup } from '../core/usage/group-order.ts';
import { addTotals, emptyTotal, totalOf, type UsageTotal } from '../core/usage/total.ts';
import type { Database } from './database.ts';
import type { BucketRanges } from './sql/read-buckets.ts';
import {
  countCustomerGroupValues,
  countMeterGroupValues,
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

/** A group being put together: whose, from which stored groups, and with which events at the ragged ends. */
type Gathered = {
  readonly query: number;
  readonly values: JsonValue[];
  readonly keys: string[];
  readonly events: SpanMeasurement[];
  total: UsageTotal;
};

/**
 * The usage of each query split into groups: only those that have events, the largest count of events first. Five
 * statements at most, however many queries. Throws RequestError if all of them have more than 10,000 groups together.
 */
export async function readUsageGroups(database: Database, queries: readonly GroupsQuery[]): Promise<UsageGroup[][]> {
  const covers = queries.map((query) => cover(query.from, query.to));
  const parts = kinds
    .map((kind) => ({ ...kind, ranges: bucketRanges(queries, covers, kind.of) }))
    .filter(({ of }) => queries.some(of));
  const splits = queries.flatMap(({ by, meter }, query) =>
    by.map((property) => ({ query, place: placeOf(meter.groupBy, property) })),
  );
  const split = { splitQueries: splits.map(({ query }) => query), splitPlaces: splits.map(({ place }) => place) };
  const [ends, stored] = await Promise.all([
    readEnds(database, queries, covers),
    Promise.all(
      parts.map(({ read, ranges }) => run(database.pool, read, { ...ranges, ...split, limit: groupsMax + 1 })),
    ),
  ]);
  const rows = stored.flatMap((part) => part.rows);
  if (rows.length > groupsMax) {
    throw new RequestError(`This usage has more than ${groupsMax} groups. Choose a shorter period.`);
  }

  const groups = new Map<string, Gathered>();
  function groupOf(query: number, values: JsonValue[]): Gathered {
    const id = `${query} ${JSON.stringify(values)}`;
    const group = groups.get(id) ?? { query, values, keys: [], events: [], total: emptyTotal };
    groups.set(id, group);
    return group;
  }
  for (const row of rows) {
    const group = groupOf(row.query, row.values);
    group.total = totalFromRow(row);
    group.keys.push(...row.group_keys);
  }
  for (const [query, events] of ends.entries()) {
    const { by, meter } = queries[query] as GroupsQuery;
    const places = by.map((property) => meter.groupBy.indexOf(property));
    for (const event of events) {
      const values = places.map((place) => event.measurement.groupValues[place] ?? null);
      groupOf(query, values).events.push(event);
    }
  }
  for (const group of groups.values()) {
    const { aggregation } = (queries[group.query] as GroupsQuery).meter;
    group.total = addTotals(group.total, withoutDistinct(totalOf(aggregation, group.events)));
  }
  for (const { of, ranges, count } of parts) {
    const unique = [...groups.values()].filter(
      ({ query }) => isUnique(queries[query]) && of(queries[query] as UsageQuery),
    );
    if (unique.length > 0) await countDistinct(database, count, ranges, unique);
  }
  const found: UsageGroup[][] = queries.map(() => []);
  for (const { query, values, total } of [...groups.values()].sort(compareGroups))
    found[query]?.push({ values, total });
  return found;
}

async function countDistinct(
  database: Database,
  statement: typeof countMeterGroupValues,
  ranges: BucketRanges,
  groups: readonly Gathered[],
): Promise<void> {
  const stored = groups.flatMap(({ query, keys }, target) => keys.map((key) => ({ query, key, target })));
  const extra = groups.flatMap(({ events }, target) =>
    events.map(({ measurement }) => ({ target, key: valueKeyOf(measurement.valueText ?? '') })),
  );
  const { rows } = await run(database.pool, statement, {
    ...ranges,
    groupQueries: stored.map(({ query }) => query),
    groupKeys: stored.map(({ key }) => key),
    targets: stored.map(({ target }) => target),
    extraTargets: extra.map(({ target }) => target),
    extraKeys: extra.map(({ key }) => key),
  });
  const counts = new Map(rows.map((row) => [row.target, BigInt(row.unique_count)]));
  for (const [target, group] of groups.entries()) {
    group.total = { ...group.total, uniqueCount: counts.get(target) ?? 0n };
  }
}

/** PostgreSQL would count a place below 0 from the end. */
function placeOf(groupBy: readonly string[], property: string): number | null {
  const place = groupBy.indexOf(property);
  return place === -1 ? null : place;
}

function isUnique(query: UsageQuery | undefined): boolean {
  return query?.meter.aggregation === 'UNIQUE_COUNT';
}
