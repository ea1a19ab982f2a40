import { creditTermsFromJson, creditTermsToJson } from '../core/credits/terms.ts';
import type { Draw } from '../core/credits/usage-draw.ts';
import { type Decimal, formatDecimal } from '../core/decimal.ts';
import type { JsonValue } from '../core/json.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import type { Window } from '../core/time/window.ts';
import { decimalOf, instantOf } from './columns.ts';
import { type PartJson, partsFromJson, partsToJson } from './credit-parts.ts';
import { jsonArray, plainArray, textArray } from './sql/arrays.ts';
import type { Queryable } from './sql/statement.ts';

type Columns = {
  customer_id: string;
  subscription_id: string;
  period_index: number;
  charge: number;
  meter_id: string;
  terms: JsonValue;
  included: string;
  starts_at: string;
  ends_at: string;
  spans: (readonly [string, string])[];
  event_count: string;
  unique_count: string | null;
  last_at: string | null;
  sum: string | null;
  max: string | null;
  min: string | null;
  last: string | null;
  last_event_id: string | null;
  drawn: string;
  uncovered: string;
  parts: PartJson[];
};

/** What these customers' charges draw at instants of `[from, to]`. */
export async function readDraws(
  on: Queryable,
  customerIds: readonly string[],
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Draw[]> {
  const { rows } = await on.query<Columns>({
    name: 'read_credit_draws',
    text: `
      SELECT * FROM credit_draw WHERE customer_id = ANY ($1::uuid[]) AND ends_at > $2 AND starts_at <= $3
      ORDER BY customer_id, subscription_id, period_index, charge`,
    values: [plainArray(customerIds), from, to],
  });
  return rows.map(fromRow);
}

export type DrawPlace = Pick<Draw, 'customerId' | 'subscriptionId' | 'periodIndex' | 'charge'>;

/** The draws at these places, in no order. */
export async function findDraws(on: Queryable, places: readonly DrawPlace[]): Promise<Draw[]> {
  const { rows } = await on.query<Columns>({
    name: 'find_credit_draws',
    text: `
      SELECT d.* FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[])
        AS n (customer_id, subscription_id, period_index, charge)
      JOIN credit_draw d USING (customer_id, subscription_id, period_index, charge)`,
    values: [
      plainArray(places.map((place) => place.customerId)),
      plainArray(places.map((place) => place.subscriptionId)),
      plainArray(places.map((place) => place.periodIndex)),
      plainArray(places.map((place) => place.charge)),
    ],
  });
  return rows.map(fromRow);
}

/** Who has charges that draw on credits by this meter. */
export async function findDrawingCustomers(on: Queryable, meterId: string): Promise<string[]> {
  const { rows } = await on.query<{ customer_id: string }>({
    name: 'find_drawing_customers',
    text: 'SELECT DISTINCT customer_id FROM credit_draw WHERE meter_id = $1 ORDER BY customer_id',
    values: [meterId],
  });
  return rows.map((row) => row.customer_id);
}

/** Writes draws as they are, new ones and those that were read. */
export async function writeDraws(on: Queryable, workspaceId: string, rows: readonly Draw[]): Promise<void> {
  if (rows.length === 0) return;
  await on.query({
    name: 'write_credit_draws',
    text: `
      INSERT INTO credit_draw (
        workspace_id, customer_id, subscription_id, period_index, charge, credit_type_id, meter_id, terms, included,
        starts_at, ends_at, spans, event_count, unique_count, last_at, sum, max, min, last, last_event_id, drawn,
        uncovered, parts
      )
      SELECT $1::uuid, n.* FROM unnest(
        $2::uuid[], $3::uuid[], $4::integer[], $5::integer[], $6::uuid[], $7::uuid[], $8::jsonb[], $9::numeric[],
        $10::timestamptz[], $11::timestamptz[], $12::jsonb[], $13::bigint[], $14::bigint[], $15::timestamptz[],
        $16::numeric[], $17::numeric[], $18::numeric[], $19::numeric[], $20::text[], $21::numeric[], $22::numeric[],
        $23::jsonb[]
      ) AS n
      ON CONFLICT (customer_id, subscription_id, period_index, charge) DO UPDATE SET
        included = excluded.included, ends_at = excluded.ends_at, spans = excluded.spans,
        event_count = excluded.event_count, unique_count = excluded.unique_count, last_at = excluded.last_at,
        sum = excluded.sum, max = excluded.max, min = excluded.min, last = excluded.last,
        last_event_id = excluded.last_event_id, drawn = excluded.drawn, uncovered = excluded.uncovered,
        parts = excluded.parts`,
    values: [
      workspaceId,
      plainArray(rows.map((row) => row.customerId)),
      plainArray(rows.map((row) => row.subscriptionId)),
      plainArray(rows.map((row) => row.periodIndex)),
      plainArray(rows.map((row) => row.charge)),
      plainArray(rows.map((row) => row.terms.creditTypeId)),
      plainArray(rows.map((row) => row.meterId)),
      jsonArray(rows.map((row) => JSON.stringify(creditTermsToJson(row.terms)))),
      plainArray(rows.map((row) => formatDecimal(row.included))),
      plainArray(rows.map((row) => formatInstant(row.period.from))),
      plainArray(rows.map((row) => formatInstant(row.period.to))),
      jsonArray(
        rows.map((row) => JSON.stringify(row.spans.map(({ from, to }) => [formatInstant(from), formatInstant(to)]))),
      ),
      plainArray(rows.map((row) => row.total.eventCount.toString())),
      plainArray(rows.map((row) => row.total.uniqueCount?.toString() ?? null)),
      plainArray(rows.map((row) => (row.total.last === null ? null : formatInstant(row.total.last.at)))),
      plainArray(rows.map((row) => optional(row.total.sum))),
      plainArray(rows.map((row) => optional(row.total.max))),
      plainArray(rows.map((row) => optional(row.total.min))),
      plainArray(rows.map((row) => optional(row.total.last?.value ?? null))),
      textArray(rows.map((row) => row.total.last?.eventId ?? null)),
      plainArray(rows.map((row) => formatDecimal(row.drawn))),
      plainArray(rows.map((row) => formatDecimal(row.uncovered))),
      jsonArray(rows.map((row) => JSON.stringify(partsToJson(row.parts)))),
    ],
  });
}

function optional(value: Decimal | null): string | null {
  return value === null ? null : formatDecimal(value);
}

function optionalOf(text: string | null): Decimal | null {
  return text === null ? null : decimalOf(text);
}

function windowOf([from, to]: readonly [string, string]): Window {
  return { from: instantOf(from), to: instantOf(to) };
}

function lastOf(row: Columns): { at: Instant; eventId: string; value: Decimal } | null {
  if (row.last_at === null || row.last === null) return null;
  return { at: instantOf(row.last_at), eventId: row.last_event_id ?? '', value: decimalOf(row.last) };
}

function fromRow(row: Columns): Draw {
  return {
    customerId: row.customer_id,
    subscriptionId: row.subscription_id,
    periodIndex: row.period_index,
    charge: row.charge,
    meterId: row.meter_id,
    terms: creditTermsFromJson(row.terms),
    included: decimalOf(row.included),
    period: { from: instantOf(row.starts_at), to: instantOf(row.ends_at) },
    spans: row.spans.map(windowOf),
    total: {
      eventCount: BigInt(row.event_count),
      sum: optionalOf(row.sum),
      max: optionalOf(row.max),
      min: optionalOf(row.min),
      last: lastOf(row),
      uniqueCount: row.unique_count === null ? null : BigInt(row.unique_count),
    },
    drawn: decimalOf(row.drawn),
    uncovered: decimalOf(row.uncovered),
    parts: partsFromJson(row.parts),
  };
}
