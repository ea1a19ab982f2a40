import { InvalidInput } from '../core/errors.ts';
import type { JsonValue } from '../core/json.ts';
import type { WarningCode } from '../core/meters/deltas.ts';
import { compileMeter } from '../core/meters/measure.ts';
import { type MeterDefinition, meterIssues } from '../core/meters/meter.ts';
import type { Instant } from '../core/time/instant.ts';
import type { Window } from '../core/time/window.ts';
import { compareGroups, type UsageGroup } from '../core/usage/group-order.ts';
import { type MeasuredEvent, totalOf, type UsageTotal } from '../core/usage/total.ts';
import { fromBound, instantOf, toBound } from '../store/columns.ts';
import { run } from '../store/sql/statement.ts';
import { walkEvents } from '../store/sql/walk-events.ts';
import type { Deps } from './deps.ts';

export type PreviewMeterInput = {
  readonly workspaceId: string;
  readonly definition: MeterDefinition;
  readonly customerId: string | null;
  readonly from: Instant | null;
  readonly to: Instant | null;
};

/** What a meter of this definition would have counted. Nothing of it is stored. */
export type Preview = {
  readonly definition: MeterDefinition;
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly total: UsageTotal;
  /** How many stored events have the meter's event name, counted or not. */
  readonly eventsRead: bigint;
  readonly warnings: readonly { readonly code: WarningCode; readonly eventCount: bigint }[];
  /** The first and the last event that count; null if none does. */
  readonly span: { readonly firstAt: Instant; readonly lastAt: Instant } | null;
  windows(list: readonly Window[]): UsageTotal[];
  /** Split by some of the definition's grouping properties. */
  groups(by: readonly string[]): UsageGroup[];
};

const pageSize = 5_000;
// What fits into memory beside everything else: some 100 MB.
const eventsMax = 500_000;

/**
 * Counts the stored events of a definition that no meter has yet, with the code that meters count with.
 *
 * Throws InvalidInput for a definition that could not be created, and for a period with more than 500,000 events that
 * would count: ask for a shorter one, or create the meter.
 */
export async function previewMeter(deps: Pick<Deps, 'database'>, input: PreviewMeterInput): Promise<Preview> {
  const { definition, from, to } = input;
  const issues = meterIssues(definition);
  if (issues.length > 0) throw new InvalidInput(issues);

  const measure = compileMeter(definition);
  const events: MeasuredEvent[] = [];
  const notCounted = new Map<WarningCode, bigint>();
  let eventsRead = 0n;
  for await (const { eventId, occurredAt, properties } of selectedEvents(deps, input)) {
    eventsRead += 1n;
    const measurement = measure({ name: definition.eventName, properties });
    if (measurement === 'VALUE_MISSING' || measurement === 'VALUE_NOT_NUMERIC') {
      notCounted.set(measurement, (notCounted.get(measurement) ?? 0n) + 1n);
    } else if (typeof measurement === 'object') {
      events.push({ eventId, occurredAt, measurement });
      if (events.length > eventsMax) throw tooMany();
    }
  }
  events.sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0));
  const { aggregation, groupBy } = definition;
  const [first, last] = [events[0], events.at(-1)];
  return {
    definition,
    from,
    to,
    total: totalOf(aggregation, events),
    eventsRead,
    warnings: [...notCounted].map(([code, eventCount]) => ({ code, eventCount })),
    span: first === undefined || last === undefined ? null : { firstAt: first.occurredAt, lastAt: last.occurredAt },
    windows: (list) => {
      let next = 0;
      return list.map((window) => {
        const start = next;
        while (next < events.length && (events[next] as MeasuredEvent).occurredAt < window.to) next += 1;
        return totalOf(aggregation, events.slice(start, next));
      });
    },
    groups: (by) => {
      const places = by.map((property) => groupBy.indexOf(property));
      const groups = new Map<string, { values: JsonValue[]; events: MeasuredEvent[] }>();
      for (const event of events) {
        const values = places.map((place) => event.measurement.groupValues[place] ?? null);
        const name = JSON.stringify(values);
        const group = groups.get(name) ?? { values, events: [] };
        groups.set(name, group);
        group.events.push(event);
      }
      return [...groups.values()]
        .map(({ values, events }) => ({ values, total: totalOf(aggregation, events) }))
        .sort(compareGroups);
    },
  };
}

async function* selectedEvents(deps: Pick<Deps, 'database'>, input: PreviewMeterInput) {
  let after = { customerId: '00000000-0000-0000-0000-000000000000', eventId: '' };
  for (;;) {
    const { rows } = await run(deps.database.pool, walkEvents, {
      workspaceId: input.workspaceId,
      customerId: input.customerId,
      name: input.definition.eventName,
      from: fromBound(input.from),
      to: toBound(input.to),
      afterCustomerId: after.customerId,
      afterEventId: after.eventId,
      limit: pageSize,
    });
    for (const row of rows) {
      after = { customerId: row.customer_id, eventId: row.event_id };
      yield { eventId: row.event_id, occurredAt: instantOf(row.occurred_at), properties: row.properties };
    }
    if (rows.length < pageSize) return;
  }
}

function tooMany(): InvalidInput {
  const message = `More than ${eventsMax} events would count. Preview a shorter period, or create the meter.`;
  return new InvalidInput([{ path: ['from'], message }]);
}
