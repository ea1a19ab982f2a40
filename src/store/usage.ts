import { Decimal } from '../core/decimal.ts';
import { valueKeyOf } from '../core/meters/keys.ts';
import { compileMeter } from '../core/meters/measure.ts';
import { bucketStart } from '../core/time/bucket.ts';
import type { Instant } from '../core/time/instant.ts';
import { formatInstant } from '../core/time/instant.ts';
import { type Cover, cover } from '../core/usage/cover.ts';
import { addTotals, emptyTotal, type MeasuredEvent, totalOf, type UsageTotal } from '../core/usage/total.ts';
import { bucketRuns } from './bucket-runs.ts';
import { fromBound, instantOf, toBound } from './columns.ts';
import type { Database } from './database.ts';
import type { MeterRow } from './meters.ts';
import { countCustomerValues, countMeterValues } from './sql/count-values.ts';
import {
  type BucketRanges,
  type BucketTotal,
  readCustomerBuckets,
  readCustomerLast,
  readMeterBuckets,
  readMeterLast,
} from './sql/read-buckets.ts';
import { readSpanEvents } from './sql/read-span-events.ts';
import { run } from './sql/statement.ts';

/** What somebody wants to know: the usage of one customer, or of all together, in `[from, to)`; null is unbounded. */
export type UsageQuery = {
  readonly workspaceId: string;
  readonly meter: MeterRow;
  readonly customerId: string | null;
  readonly from: Instant | null;
  readonly to: Instant | null;
};

/** A measured event and whose it is. */
export type SpanMeasurement = MeasuredEvent & { readonly customerId: string };

/**
 * The total of each query, in their order. At most seven statements, however many queries: whole buckets come from the
 * rollups, and what is left at the ends of a period, less than a minute each, from the events.
 */
export async function readUsage(database: Database, queries: readonly UsageQuery[]): Promise<UsageTotal[]> {
  const covers = queries.map((query) => cover(query.from, query.to));
  const [ends, buckets] = await Promise.all([
    readEnds(database, queries, covers),
    readBuckets(database, queries, covers),
  ]);
  const totals = queries.map((query, i) =>
    addTotals(buckets[i] ?? emptyTotal, withoutDistinct(totalOf(query.meter.aggregation, ends[i] ?? []))),
  );
  const unique = await countDistinct(database, queries, covers, ends);
  return totals.map((total, i) => (unique.has(i) ? { ...total, uniqueCount: unique.get(i) as bigint } : total));
}

/** Which rows of the rollups each query wants; the position of a query goes along. */
export function bucketRanges(
  queries: readonly UsageQuery[],
  covers: readonly Cover[],
  wanted: (query: UsageQuery) => boolean,
): BucketRanges {
  const ranges = { queries: [] as number[], customerIds: [] as (string | null)[], buildIds: [] as number[] };
  const bounds = { bucketSizes: [] as number[], from: [] as string[], to: [] as string[] };
  for (const [i, query] of queries.entries()) {
    if (!wanted(query)) continue;
    for (const { size, from, to } of covers[i]?.buckets ?? []) {
      ranges.queries.push(i);
      ranges.customerIds.push(query.customerId);
      ranges.buildIds.push(query.meter.buildId);
      bounds.bucketSizes.push(size);
      bounds.from.push(fromBound(from));
      bounds.to.push(toBound(to));
    }
  }
  return { ...ranges, ...bounds };
}

async function readBuckets(
  database: Database,
  queries: readonly UsageQuery[],
  covers: readonly Cover[],
): Promise<UsageTotal[]> {
  const last = (query: UsageQuery) => query.meter.aggregation === 'LAST';
  const one = (query: UsageQuery) => query.customerId !== null;
  const parts = [
    { statement: readCustomerBuckets, wanted: (query: UsageQuery) => one(query) && !last(query) },
    { statement: readMeterBuckets, wanted: (query: UsageQuery) => !one(query) && !last(query) },
    { statement: readCustomerLast, wanted: (query: UsageQuery) => one(query) && last(query) },
    { statement: readMeterLast, wanted: (query: UsageQuery) => !one(query) && last(query) },
  ];
  const totals: UsageTotal[] = [];
  await Promise.all(
    parts.map(async ({ statement, wanted }) => {
      const runs = bucketRuns(queries, covers, wanted);
      if (runs.queries.length === 0) return;
      const { rows } = await run(database.pool, statement, runs);
      for (const row of rows) totals[row.query] = totalFromRow(row);
    }),
  );
  return totals;
}

/** The events at the ragged ends of each query's period that its meter counts. */
export async function readEnds(
  database: Database,
  queries: readonly UsageQuery[],
  covers: readonly Cover[],
): Promise<SpanMeasurement[][]> {
  const found: SpanMeasurement[][] = queries.map(() => []);
  const spans = queries.flatMap((query, i) => (covers[i]?.ragged ?? []).map((span) => ({ i, query, span })));
  if (spans.length === 0) return found;
  const { rows } = await run(database.pool, readSpanEvents, {
    queries: spans.map(({ i }) => i),
    customerIds: spans.map(({ query }) => query.customerId),
    buildIds: spans.map(({ query }) => query.meter.buildId),
    minutes: spans.map(({ span }) => formatInstant(bucketStart(span.from, 60))),
    from: spans.map(({ span }) => formatInstant(span.from)),
    to: spans.map(({ span }) => formatInstant(span.to)),
    names: spans.map(({ query }) => query.meter.eventName),
    versionsBelow: spans.map(({ query }) => query.meter.build.toVersion),
  });
  const measures = new Map(queries.map((query) => [query.meter.buildId, compileMeter(query.meter)]));
  for (const row of rows) {
    const { meter } = queries[row.query] as UsageQuery;
    const measurement = measures.get(meter.buildId)?.({ name: meter.eventName, properties: row.properties });
    if (measurement === undefined || typeof measurement === 'string') continue;
    found[row.query]?.push({
      customerId: row.customer_id,
      eventId: row.event_id,
      occurredAt: instantOf(row.occurred_at),
      measurement,
    });
  }
  return found;
}

async function countDistinct(
  database: Database,
  queries: readonly UsageQuery[],
  covers: readonly Cover[],
  ends: readonly SpanMeasurement[][],
): Promise<Map<number, bigint>> {
  const counts = new Map<number, bigint>();
  const unique = (query: UsageQuery) => query.meter.aggregation === 'UNIQUE_COUNT';
  for (const [i, query] of queries.entries()) if (unique(query)) counts.set(i, 0n);
  if (counts.size === 0) return counts;
  const parts = [
    { statement: countCustomerValues, wanted: (query: UsageQuery) => unique(query) && query.customerId !== null },
    { statement: countMeterValues, wanted: (query: UsageQuery) => unique(query) && query.customerId === null },
  ];
  for (const { statement, wanted } of parts) {
    if (!queries.some(wanted)) continue;
    const extra = queries.flatMap((query, i) =>
      wanted(query) ? (ends[i] ?? []).map(({ measurement }) => ({ i, text: measurement.valueText ?? '' })) : [],
    );
    const { rows } = await run(database.pool, statement, {
      ...bucketRanges(queries, covers, wanted),
      extraQueries: extra.map(({ i }) => i),
      extraKeys: extra.map(({ text }) => valueKeyOf(text)),
    });
    for (const row of rows) counts.set(row.query, BigInt(row.unique_count));
  }
  return counts;
}

/** A row of rollups as a total. */
export function totalFromRow(row: Omit<BucketTotal, 'query'>): UsageTotal {
  const decimal = (text: string | null) => (text === null ? null : new Decimal(text));
  return {
    eventCount: BigInt(row.event_count),
    sum: decimal(row.sum),
    max: decimal(row.max),
    min: decimal(row.min),
    last:
      row.last_at === null || row.last_event_id === null || row.last === null
        ? null
        : { at: instantOf(row.last_at), eventId: row.last_event_id, value: new Decimal(row.last) },
    uniqueCount: null,
  };
}

/** Distinct values are counted by the database, buckets and single events in one. */
export function withoutDistinct(total: UsageTotal): UsageTotal {
  return { ...total, uniqueCount: null };
}
