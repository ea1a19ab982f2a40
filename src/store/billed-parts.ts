import type { JsonValue } from '../core/json.ts';
import type { Aggregation } from '../core/meters/meter.ts';
import { formatInstant } from '../core/time/instant.ts';
import type { Window } from '../core/time/window.ts';
import { cover } from '../core/usage/cover.ts';
import { fromBound, toBound } from './columns.ts';
import type { MeterRow } from './meters.ts';
import type { BilledRanges, BilledSpans } from './sql/read-billed.ts';

/**
 * What one subscription pays for on one meter: the events that name it anywhere in `period`, and those that name none in
 * any of `spans`. Those that name another one never count.
 */
export type BilledQuery = {
  readonly meter: MeterRow;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly period: Window;
  /** Disjoint parts of the period, in order. */
  readonly spans: readonly Window[];
  /** Which of the meter's groupBy to split the usage by; null: not at all. */
  readonly property: string | null;
};

/** A window of one query, and whose events count in it. */
export type BilledPart = {
  readonly position: number;
  readonly query: BilledQuery;
  readonly window: Window;
  /** The subscription whose events count; null: those that name any do not. */
  readonly named: string | null;
  readonly unnamed: boolean;
};

/** The windows of a query in which different events count. No event counts in two of them. */
export function partsOf(query: BilledQuery, position: number): BilledPart[] {
  const { subscriptionId: named, period, spans } = query;
  const [span] = spans;
  // Nearly always one subscription pays for everything, and both kinds of events are one walk over the same rows.
  if (spans.length === 1 && span?.from === period.from && span.to === period.to) {
    return [{ position, query, window: period, named, unnamed: true }];
  }
  return [
    { position, query, window: period, named, unnamed: false },
    ...spans.map((window) => ({ position, query, window, named: null, unnamed: true })),
  ];
}

/** The value that a query's usage is split by, of a group's values. */
export function splitValue(query: BilledQuery, groupValues: readonly JsonValue[]): JsonValue {
  const place = valuePlace(query);
  return place === null ? null : (groupValues[place] ?? null);
}

function valuePlace({ meter, property }: BilledQuery): number | null {
  if (property === null) return null;
  const place = meter.groupBy.indexOf(property);
  if (place === -1) throw new TypeError(`The meter ${meter.key} does not group by ${property}.`);
  return place;
}

/** The whole buckets of those parts whose meter has a wanted aggregation. */
export function rangesOf(parts: readonly BilledPart[], wanted: (aggregation: Aggregation) => boolean): BilledRanges {
  const rows = parts
    .filter(({ query }) => wanted(query.meter.aggregation))
    .flatMap((part) => cover(part.window.from, part.window.to).buckets.map((bucket) => ({ ...part, bucket })));
  return {
    queries: rows.map(({ position }) => position),
    customerIds: rows.map(({ query }) => query.customerId),
    buildIds: rows.map(({ query }) => query.meter.buildId),
    bucketSizes: rows.map(({ bucket }) => bucket.size),
    from: rows.map(({ bucket }) => fromBound(bucket.from)),
    to: rows.map(({ bucket }) => toBound(bucket.to)),
    named: rows.map(({ named }) => named),
    unnamed: rows.map(({ unnamed }) => unnamed),
    namePlaces: rows.map(({ query }) => query.meter.groupBy.length),
    valuePlaces: rows.map(({ query }) => valuePlace(query)),
  };
}

/** What is left at the ends of all parts, less than a minute each. */
export function endsOf(parts: readonly BilledPart[]): BilledSpans {
  const rows = parts.flatMap((part) =>
    cover(part.window.from, part.window.to).ragged.map((span) => ({ ...part, span })),
  );
  return {
    queries: rows.map(({ position }) => position),
    customerIds: rows.map(({ query }) => query.customerId),
    from: rows.map(({ span }) => formatInstant(span.from)),
    to: rows.map(({ span }) => formatInstant(span.to)),
    names: rows.map(({ query }) => query.meter.eventName),
    versionsBelow: rows.map(({ query }) => query.meter.build.toVersion),
    named: rows.map(({ named }) => named),
    unnamed: rows.map(({ unnamed }) => unnamed),
  };
}
