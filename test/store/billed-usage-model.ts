import { Decimal, formatDecimal, parseDecimal } from '../../src/core/decimal.ts';
import type { EventCandidate } from '../../src/core/events/event.ts';
import { formatId } from '../../src/core/id.ts';
import type { JsonValue } from '../../src/core/json.ts';
import type { Aggregation } from '../../src/core/meters/meter.ts';
import type { BilledQuery } from '../../src/store/billed-usage.ts';

/** Billed usage by its definition: each of one customer's events by itself, as `value usage`. */
export function modelUsage(query: BilledQuery, events: readonly EventCandidate[]): string[] {
  const { meter, period, spans, property } = query;
  const inside = ({ timestamp }: EventCandidate, { from, to }: { from: bigint; to: bigint }) =>
    timestamp !== null && timestamp >= from && timestamp < to;
  const paid = events.filter((event) => {
    if (event.name !== meter.eventName) return false;
    if (event.subscription === null) return spans.some((span) => inside(event, span));
    return event.subscription === formatId('sub', query.subscriptionId) && inside(event, period);
  });
  const byValue = new Map<string, Counted[]>(property === null ? [['null', []]] : []);
  for (const event of paid) {
    const { v, [property ?? '']: split = null } = event.properties ?? {};
    const counted = countedOf(meter.aggregation, event, v ?? null);
    if (counted === null) continue;
    const key = JSON.stringify(property === null ? null : split);
    byValue.set(key, [...(byValue.get(key) ?? []), counted]);
  }
  return [...byValue]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, list]) => {
      const usage = aggregated(meter.aggregation, list);
      const scaled = usage?.dividedBy(meter.unitSize ?? 1).toDecimalPlaces(12, Decimal.ROUND_HALF_UP) ?? null;
      return `${key} ${scaled === null ? null : formatDecimal(scaled)}`;
    });
}

type Counted = { at: bigint; id: string; value: Decimal; text: string };

function countedOf(aggregation: Aggregation, event: EventCandidate, v: JsonValue): Counted | null {
  const at = { at: event.timestamp ?? 0n, id: event.id, text: String(v) };
  if (aggregation === 'COUNT') return { ...at, value: new Decimal(1) };
  if (v === null) return null;
  if (aggregation === 'UNIQUE_COUNT') return { ...at, value: new Decimal(1) };
  const value = parseDecimal(String(v));
  return value === null ? null : { ...at, value };
}

function aggregated(aggregation: Aggregation, list: readonly Counted[]): Decimal | null {
  const values = list.map(({ value }) => value);
  const sum = values.reduce((total, value) => total.plus(value), new Decimal(0));
  if (aggregation === 'COUNT' || aggregation === 'SUM') return sum;
  if (list.length === 0) return null;
  switch (aggregation) {
    case 'MAX':
      return Decimal.max(...values);
    case 'MIN':
      return Decimal.min(...values);
    case 'AVERAGE':
      return sum.dividedBy(values.length);
    case 'UNIQUE_COUNT':
      return new Decimal(new Set(list.map(({ text }) => text)).size);
    default:
      return (
        [...list].sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1)).at(-1)?.value ?? null
      );
  }
}
