import { valueKeyOf } from '../core/meters/keys.ts';
import { cover } from '../core/usage/cover.ts';
import { addTotals, emptyTotal, totalOf, type UsageTotal, usageValue } from '../core/usage/total.ts';
import type { Database } from './database.ts';
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
 * The customers who used most, the greatest value first and equal ones by id; those without usage are not in it.
 *
 * One row comes back for every customer with usage in the period, because the order is that of the exact value, which
 * for some aggregations only exists once the ragged ends are in.
 */
export async function readTopCustomers(database: Database, query: UsageQuery, count: number): Promise<CustomerUsage[]> {
  const covers = [cover(query.from, query.to)];
  const ranges = bucketRanges([query], covers, () => true);
  const [ends, stored] = await Promise.all([
    readEnds(database, [query], covers),
    run(database.pool, readCustomersUsage, ranges),
  ]);
  const totals = new Map<string, UsageTotal>();
  for (const row of stored.rows) totals.set(row.customer_id, totalFromRow(row));
  const byCustomer = new Map<string, SpanMeasurement[]>();
  for (const event of ends[0] ?? []) {
    byCustomer.set(event.customerId, [...(byCustomer.get(event.customerId) ?? []), event]);
  }
  for (const [customerId, events] of byCustomer) {
    const more = withoutDistinct(totalOf(query.meter.aggregation, events));
    totals.set(customerId, addTotals(totals.get(customerId) ?? emptyTotal, more));
  }
  if (query.meter.aggregation === 'UNIQUE_COUNT') {
    const { rows } = await run(database.pool, countCustomersValues, {
      ...ranges,
      extraCustomers: (ends[0] ?? []).map(({ customerId }) => customerId),
      extraKeys: (ends[0] ?? []).map(({ measurement }) => valueKeyOf(measurement.valueText ?? '')),
    });
    for (const row of rows) {
      const total = totals.get(row.customer_id);
      if (total !== undefined) totals.set(row.customer_id, { ...total, uniqueCount: BigInt(row.unique_count) });
    }
  }
  return [...totals]
    .map(([customerId, total]) => ({ customerId, total, value: usageValue(query.meter, total) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return a.value === b.value ? 0 : a.value === null ? 1 : -1;
      return b.value.comparedTo(a.value) || (a.customerId < b.customerId ? -1 : 1);
    })
    .slice(0, count)
    .map(({ customerId, total }) => ({ customerId, total }));
}
