import { plainArray } from './arrays.ts';
import type { Statement } from './statement.ts';

export type ValueColumns = {
  readonly customerIds: readonly string[];
  readonly buildIds: readonly number[];
  readonly bucketSizes: readonly number[];
  readonly bucketStarts: readonly string[];
  readonly groupKeys: readonly string[];
  readonly valueKeys: readonly string[];
  readonly eventCounts: readonly string[];
};

/** Adds to how many events of each bucket had each value. Sorted by the primary key, as `addUsage` is. */
export const addValues: Statement<ValueColumns, never> = {
  name: 'add_values',
  text: `
    INSERT INTO usage_value AS v (
      customer_id, build_id, bucket_size, bucket_start, group_key, value_key, event_count
    )
    SELECT *
    FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::timestamptz[], $5::uuid[], $6::uuid[], $7::bigint[])
    ON CONFLICT (customer_id, build_id, bucket_size, bucket_start, group_key, value_key) DO UPDATE SET
      event_count = v.event_count + excluded.event_count`,
  values: (p) => [
    plainArray(p.customerIds),
    plainArray(p.buildIds),
    plainArray(p.bucketSizes),
    plainArray(p.bucketStarts),
    plainArray(p.groupKeys),
    plainArray(p.valueKeys),
    plainArray(p.eventCounts),
  ],
};
