import type { JsonValue } from '../core/json.ts';
import { valueKeyOf } from '../core/meters/keys.ts';
import { compileMeter } from '../core/meters/measure.ts';
import type { Aggregation } from '../core/meters/meter.ts';
import type { ValueUsage } from '../core/pricing/usage-line.ts';
import { compareText } from '../core/text.ts';
import {
  addTotals,
  emptyTotal,
  type MeasuredEvent,
  totalOf,
  type UsageTotal,
  usageValue,
} from '../core/usage/total.ts';
import { type BilledPart, type BilledQuery, endsOf, partsOf, rangesOf, splitValue } from './billed-parts.ts';
import { instantOf } from './columns.ts';
import {
  addBilledTotals,
  countBilledValues,
  findCountedValues,
  readBilledEvents,
  readBilledLast,
} from './sql/read-billed.ts';
import { type Queryable, run } from './sql/statement.ts';
import { totalFromRow, withoutDistinct } from './usage.ts';

export type { BilledQuery } from './billed-parts.ts';

/**
 * The usage of each query, in their order: one entry for each value of its property that has any, in the order of their
 * JSON; without a property exactly one, with the value null.
 *
 * Four statements at most, one after the other on `on`, however many queries: whole buckets come from the rollups, and
 * what is left at the ends of a period and its spans, less than a minute each, from the events.
 */
export async function readBilledUsage(on: Queryable, queries: readonly BilledQuery[]): Promise<ValueUsage[][]> {
  const found = await measure(on, queries);
  return queries.map((query, i) => usageOf(query, found[i] ?? new Map()));
}

/** As `readBilledUsage`, for queries that split by nothing: what can be added to, before it becomes a usage. */
export async function readBilledTotals(on: Queryable, queries: readonly BilledQuery[]): Promise<UsageTotal[]> {
  const found = await measure(on, queries);
  return queries.map(({ meter }, i) =>
    [...(found[i] ?? new Map<string, Found>()).values()].reduce(
      (sum, { events, total }) => addTotals(addTotals(sum, total), withoutDistinct(totalOf(meter.aggregation, events))),
      emptyTotal,
    ),
  );
}

async function measure(on: Queryable, queries: readonly BilledQuery[]): Promise<Map<string, Found>[]> {
  const parts = queries.flatMap(partsOf);
  const found = queries.map(() => new Map<string, Found>());
  await measureEnds(on, queries, parts, found);
  for (const { statement, wanted } of wholeBuckets) {
    const ranges = rangesOf(parts, wanted);
    if (ranges.queries.length === 0) continue;
    const { rows } = await run(on, statement, ranges);
    for (const row of rows) foundOf(found, row.query, row.value).total = totalFromRow(row);
  }
  await countDistinct(on, queries, parts, found);
  return found;
}

const isUnique = (aggregation: Aggregation) => aggregation === 'UNIQUE_COUNT';
const isLast = (aggregation: Aggregation) => aggregation === 'LAST';
const wholeBuckets = [
  { statement: addBilledTotals, wanted: (aggregation: Aggregation) => !isLast(aggregation) && !isUnique(aggregation) },
  { statement: readBilledLast, wanted: isLast },
];

/** What is known of one value of one query: the total of its whole buckets, and the events at the ends. */
type Found = { readonly value: JsonValue; readonly events: MeasuredEvent[]; total: UsageTotal };

function foundOf(found: readonly Map<string, Found>[], query: number, value: JsonValue): Found {
  const values = found[query] as Map<string, Found>;
  const key = JSON.stringify(value);
  const entry = values.get(key) ?? { value, events: [], total: emptyTotal };
  values.set(key, entry);
  return entry;
}

async function measureEnds(
  on: Queryable,
  queries: readonly BilledQuery[],
  parts: readonly BilledPart[],
  found: readonly Map<string, Found>[],
): Promise<void> {
  const spans = endsOf(parts);
  if (spans.queries.length === 0) return;
  const { rows } = await run(on, readBilledEvents, spans);
  const measures = new Map(queries.map(({ meter }) => [meter.buildId, compileMeter(meter)]));
  for (const row of rows) {
    const query = queries[row.query] as BilledQuery;
    const { buildId, eventName: name } = query.meter;
    const measurement = measures.get(buildId)?.({ name, properties: row.properties });
    if (measurement === undefined || typeof measurement === 'string') continue;
    const { events } = foundOf(found, row.query, splitValue(query, measurement.groupValues));
    events.push({ eventId: row.event_id, occurredAt: instantOf(row.occurred_at), measurement });
  }
}

/**
 * Of these keys of values, those that each query of a UNIQUE_COUNT meter has counted already. Events with these ids do not
 * count: they are stored, and about to be counted.
 */
export async function findBilledValues(
  on: Queryable,
  queries: readonly BilledQuery[],
  keys: readonly (readonly string[])[],
  without: ReadonlySet<string>,
): Promise<Set<string>[]> {
  const parts = queries.flatMap(partsOf);
  const found = queries.map(() => new Map<string, Found>());
  await measureEnds(on, queries, parts, found);
  const values = found.map((byValue) => {
    const events = [...byValue.values()].flatMap((one) => one.events).filter(({ eventId }) => !without.has(eventId));
    return new Set(events.map(({ measurement }) => valueKeyOf(measurement.valueText ?? '')));
  });
  const { rows } = await run(on, findCountedValues, { ...rangesOf(parts, isUnique), keys: [...new Set(keys.flat())] });
  for (const row of rows) values[row.query]?.add(row.value_key);
  return values;
}

/** A value that is in a bucket and at an end counts once, so the database counts both together. */
async function countDistinct(
  on: Queryable,
  queries: readonly BilledQuery[],
  parts: readonly BilledPart[],
  found: readonly Map<string, Found>[],
): Promise<void> {
  if (!queries.some(({ meter }) => isUnique(meter.aggregation))) return;
  const extra = queries.flatMap(({ meter }, query) =>
    isUnique(meter.aggregation)
      ? [...(found[query] ?? [])].flatMap(([value, { events }]) =>
          events.map(({ measurement }) => ({ query, value, key: valueKeyOf(measurement.valueText ?? '') })),
        )
      : [],
  );
  const { rows } = await run(on, countBilledValues, {
    ...rangesOf(parts, isUnique),
    extraQueries: extra.map(({ query }) => query),
    extraValues: extra.map(({ value }) => value),
    extraKeys: extra.map(({ key }) => key),
  });
  for (const row of rows) {
    foundOf(found, row.query, row.value).total = { ...emptyTotal, uniqueCount: BigInt(row.unique_count) };
  }
}

function usageOf({ meter, property }: BilledQuery, found: ReadonlyMap<string, Found>): ValueUsage[] {
  if (property === null && found.size === 0) return [{ value: null, usage: usageValue(meter, emptyTotal) }];
  return [...found]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { value, events, total }]) => {
      const ends = withoutDistinct(totalOf(meter.aggregation, events));
      return { value, usage: usageValue(meter, addTotals(total, ends)) };
    });
}
