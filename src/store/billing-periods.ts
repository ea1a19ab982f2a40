import type { Seats } from '../core/pricing/charge.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { instantOf } from './columns.ts';
import type { Queryable } from './sql/statement.ts';

/** A period of a subscription: what was lived of it, and under which prices. */
export type PeriodRow = {
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly index: number;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** The end that its flat charges were billed for in advance. */
  readonly billedUntil: Instant;
  readonly fullStart: Instant;
  readonly fullEnd: Instant;
  readonly versionId: string;
  readonly quantity: Seats;
  /** Whether one-time charges fall due with it. */
  readonly oneTime: boolean;
};

type Columns = {
  customer_id: string;
  subscription_id: string;
  period_index: number;
  starts_at: string;
  ends_at: string;
  billed_until: string;
  full_start: string;
  full_end: string;
  version_id: string;
  quantity: Seats;
  one_time: boolean;
};

/** All periods of all subscriptions of these customers, each subscription's in order. */
export async function readPeriods(on: Queryable, customerIds: readonly string[]): Promise<PeriodRow[]> {
  const { rows } = await on.query<Columns>({
    name: 'read_periods',
    text: `
      SELECT * FROM billing_period WHERE customer_id = ANY ($1::uuid[])
      ORDER BY customer_id, subscription_id, period_index`,
    values: [customerIds],
  });
  return rows.map(fromRow);
}

/** The period at hand of each of these subscriptions, by subscription. None for one that has not begun. */
export async function readCurrentPeriods(
  on: Queryable,
  subscriptions: readonly { readonly customerId: string; readonly id: string; readonly periodIndex: number }[],
): Promise<Map<string, PeriodRow>> {
  const { rows } = await on.query<Columns>({
    name: 'read_current_periods',
    text: `
      SELECT p.* FROM unnest($1::uuid[], $2::uuid[], $3::integer[]) AS s (customer_id, id, period_index)
      JOIN billing_period p ON p.customer_id = s.customer_id AND p.subscription_id = s.id AND p.period_index = s.period_index`,
    values: [
      subscriptions.map((row) => row.customerId),
      subscriptions.map((row) => row.id),
      subscriptions.map((row) => row.periodIndex),
    ],
  });
  return new Map(rows.map((row) => [row.subscription_id, fromRow(row)]));
}

export async function insertPeriods(on: Queryable, rows: readonly PeriodRow[]): Promise<void> {
  if (rows.length === 0) return;
  await on.query({
    name: 'insert_periods',
    text: `
      INSERT INTO billing_period (
        customer_id, subscription_id, period_index, starts_at, ends_at, billed_until, full_start, full_end,
        version_id, quantity, one_time
      )
      SELECT * FROM unnest(
        $1::uuid[], $2::uuid[], $3::integer[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[],
        $7::timestamptz[], $8::timestamptz[], $9::uuid[], $10::integer[], $11::boolean[]
      )`,
    values: [
      rows.map((row) => row.customerId),
      rows.map((row) => row.subscriptionId),
      rows.map((row) => row.index),
      rows.map((row) => formatInstant(row.startsAt)),
      rows.map((row) => formatInstant(row.endsAt)),
      rows.map((row) => formatInstant(row.billedUntil)),
      rows.map((row) => formatInstant(row.fullStart)),
      rows.map((row) => formatInstant(row.fullEnd)),
      rows.map((row) => row.versionId),
      rows.map((row) => row.quantity),
      rows.map((row) => row.oneTime),
    ],
  });
}

/** Ends a period earlier than it was planned. */
export async function cutPeriod(on: Queryable, period: PeriodRow, endsAt: Instant): Promise<void> {
  await on.query(
    'UPDATE billing_period SET ends_at = $4 WHERE customer_id = $1 AND subscription_id = $2 AND period_index = $3',
    [period.customerId, period.subscriptionId, period.index, formatInstant(endsAt)],
  );
}

function fromRow(row: Columns): PeriodRow {
  return {
    customerId: row.customer_id,
    subscriptionId: row.subscription_id,
    index: row.period_index,
    startsAt: instantOf(row.starts_at),
    endsAt: instantOf(row.ends_at),
    billedUntil: instantOf(row.billed_until),
    fullStart: instantOf(row.full_start),
    fullEnd: instantOf(row.full_end),
    versionId: row.version_id,
    quantity: row.quantity,
    oneTime: row.one_time,
  };
}
