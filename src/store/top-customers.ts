import { valueKeyOf } from '../core/meters/keys.ts';
import { type Cover, cover } from '../core/usage/cover.ts';
import { addTotals, emptyTotal, totalOf, type UsageTotal, usageValue } from '../core/usage/total.ts';
import type { Database } from './database.ts';
import type { MeterRow } from './meters.ts';
import { countCustomersValues, readCustomersUsage } from './sql/read-customers-usage.ts';
import { run } from './sql/statement.ts';
import {
  bucketRanges,
  readEnds,
  type SpanMeasurement,
  totalFromRow,
  type UsageQuery,
  withoutDistinct,
} from './usage.ts';

export type CustomerUsage = { readonly customerId: string; readonly total: UsageTotal };

/**
 * Of each query, which is of all customers, the `count` customers who used most: the greatest value first and equal ones
 * by id; those without usage are not in it. Three statements at most, however many queries.
 *
 * One row comes back for every customer with usage in the period, because the order is that of the exact value, which
 * for some aggregations only exists once the ragged ends are in.
 */
export async function readTopCustomers(
  database: Database,
  queries: readonly UsageQuery[],
  count: number,
): Promise<CustomerUsage[][]> {
  const covers = queries.map((query) => cover(query.from, query.to));
  const ranges = bucketRanges(queries, covers, () => true);
  const [ends, stored] = await Promise.all([
    readEnds(database, queries, covers),
    run(database.pool, readCustomersUsage, ranges),
  ]);
  const totals = queries.map(() => new Map<string, UsageTotal>());
  for (const row of stored.rows) totals[row.query]?.set(row.customer_id, totalFromRow(row));
  for (const [i, { meter }] of queries.entries()) {
    const totalsOfQuery = totals[i] as Map<string, UsageTotal>;
    for (const [customerId, events] of byCustomer(ends[i] ?? [])) {
      const more = withoutDistinct(totalOf(meter.aggregation, events));
      totalsOfQuery.set(customerId, addTotals(totalsOfQuery.get(customerId) ?? emptyTotal, more));
    }
  }
  await countDistinct(database, queries, covers, ends, totals);
  return queries.map(({ meter }, i) => greatest(meter, totals[i] ?? new Map(), count));
}

function byCustomer(events: readonly SpanMeasurement[]): Map<string, SpanMeasurement[]> {
  const found = new Map<string, SpanMeasurement[]>();
  for (const event of events) {
    const list = found.get(event.customerId);
    if (list === undefined) found.set(event.customerId, [event]);
    else list.push(event);
  }
  return found;
}

async function countDistinct(
  database: Database,
  queries: readonly UsageQuery[],
  covers: readonly Cover[],
  ends: readonly SpanMeasurement[][],
  totals: readonly Map<string, UsageTotal>[],
): Promise<void> {
  const unique = (query: UsageQuery) => query.meter.aggregation === 'UNIQUE_COUNT';
  if (!queries.some(unique)) return;
  const extra = queries.flatMap((query, i) =>
    unique(query) ? (ends[i] ?? []).map(({ customerId, measurement }) => ({ i, customerId, measurement })) : [],
  );
  const { rows } = await run(database.pool, countCustomersValues, {
    ...bucketRanges(queries, covers, unique),
    extraQueries: extra.map(({ i }) => i),
    extraCustomers: extra.map(({ customerId }) => customerId),
    extraKeys: extra.map(({ measurement }) => valueKeyOf(measurement.valueText ?? '')),
  });
  for (const row of rows) {
    const total = totals[row.query]?.get(row.customer_id);
    if (total === undefined) continue;
    totals[row.query]?.set(row.customer_id, { ...total, uniqueCount: BigInt(row.unique_count) });
  }
}

function greatest(meter: MeterRow, totals: ReadonlyMap<string, UsageTotal>, count: number): CustomerUsage[] {
  return [...totals]
    .map(([customerId, total]) => ({ customerId, total, value: usageValue(meter, total) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return a.value === b.value ? 0 : a.value === null ? 1 : -1;
      return b.value.comparedTo(a.value) || (a.customerId < b.customerId ? -1 : 1);
    })
    .slice(0, count)
    .map(({ customerId, total }) => ({ customerId, total }));
}
