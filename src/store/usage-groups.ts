import { RequestError } from '../core/errors.ts';
import type { JsonValue } from '../core/json.ts';
import { valueKeyOf } from '../core/meters/keys.ts';
import { cover } from '../core/usage/cover.ts';
import { addTotals, emptyTotal, totalOf, type UsageTotal } from '../core/usage/total.ts';
import type { Database } from './database.ts';
import { countGroupValues, readGroups } from './sql/read-groups.ts';
import { run } from './sql/statement.ts';
import {
  bucketRanges,
  readEnds,
  type SpanMeasurement,
  totalFromRow,
  type UsageQuery,
  withoutDistinct,
} from './usage.ts';

/** One combination of the grouping properties' values, in the order they were asked for. */
export type UsageGroup = { readonly values: JsonValue[]; readonly total: UsageTotal };

const groupsMax = 10_000;

/**
 * A query's usage split by some of the meter's grouping properties: only groups that have events, the largest count of
 * events first. Throws RequestError if there are more than 10,000.
 */
export async function readUsageGroups(
  database: Database,
  query: UsageQuery,
  by: readonly string[],
): Promise<UsageGroup[]> {
  const covers = [cover(query.from, query.to)];
  const ranges = bucketRanges([query], covers, () => true);
  const places = by.map((property) => query.meter.groupBy.indexOf(property));
  const project = (values: readonly JsonValue[] | null) => places.map((place) => values?.[place] ?? null);

  const [ends, stored] = await Promise.all([
    readEnds(database, [query], covers),
    run(database.pool, readGroups, { ...ranges, limit: groupsMax + 1 }),
  ]);
  if (stored.rows.length > groupsMax) {
    throw new RequestError(`This usage has more than ${groupsMax} groups. Choose a shorter period.`);
  }

  const groups = new Map<
    string,
    { values: JsonValue[]; total: UsageTotal; events: SpanMeasurement[]; keys: string[] }
  >();
  function groupOf(values: JsonValue[]) {
    const name = JSON.stringify(values);
    const group = groups.get(name) ?? { values, total: emptyTotal, events: [], keys: [] };
    groups.set(name, group);
    return group;
  }
  for (const row of stored.rows) {
    const group = groupOf(project(row.group_values));
    group.total = addTotals(group.total, totalFromRow(row));
    group.keys.push(row.group_key);
  }
  for (const event of ends[0] ?? []) groupOf(project(event.measurement.groupValues)).events.push(event);

  const list = [...groups.values()];
  const unique = query.meter.aggregation === 'UNIQUE_COUNT' ? await countDistinct(database, ranges, list) : null;
  return list
    .map(({ values, total, events }, i) => {
      const whole = addTotals(total, withoutDistinct(totalOf(query.meter.aggregation, events)));
      return { values, total: unique === null ? whole : { ...whole, uniqueCount: unique.get(i) ?? 0n } };
    })
    .sort((a, b) => (a.total.eventCount === b.total.eventCount ? 0 : a.total.eventCount > b.total.eventCount ? -1 : 1));
}

async function countDistinct(
  database: Database,
  ranges: ReturnType<typeof bucketRanges>,
  groups: readonly { readonly keys: readonly string[]; readonly events: readonly SpanMeasurement[] }[],
): Promise<Map<number, bigint>> {
  const stored = groups.flatMap(({ keys }, target) => keys.map((key) => ({ key, target })));
  const extra = groups.flatMap(({ events }, target) =>
    events.map(({ measurement }) => ({ target, key: valueKeyOf(measurement.valueText ?? '') })),
  );
  const { rows } = await run(database.pool, countGroupValues, {
    ...ranges,
    groupKeys: stored.map(({ key }) => key),
    targets: stored.map(({ target }) => target),
    extraTargets: extra.map(({ target }) => target),
    extraKeys: extra.map(({ key }) => key),
  });
  return new Map(rows.map((row) => [row.target, BigInt(row.unique_count)]));
}
