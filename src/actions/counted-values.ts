import type { Draw } from '../core/credits/usage-draw.ts';
import type { Entry } from '../core/events/entry.ts';
import { valueKeyOf } from '../core/meters/keys.ts';
import { findBilledValues } from '../store/billed-usage.ts';
import type { Catalog } from '../store/catalog.ts';
import { readAllMeters } from '../store/meters.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { billedQueryOf } from './recount-draws.ts';

/**
 * Of the values that these events bring to UNIQUE_COUNT meters, those that each draw has counted already. Nothing is asked
 * where there is no such meter.
 */
export async function countedValues(
  on: Queryable,
  workspaceId: string,
  catalog: Catalog,
  draws: readonly Draw[],
  events: readonly Entry[],
): Promise<Map<Draw, Set<string>>> {
  const unique = new Map(
    catalog.meters.flatMap((meter) => (meter.aggregation === 'UNIQUE_COUNT' ? [[meter.meterId, meter] as const] : [])),
  );
  const wanted = draws.filter((draw) => unique.has(draw.meterId));
  if (wanted.length === 0) return new Map();
  const keys = wanted.map((draw) => {
    const meter = unique.get(draw.meterId);
    return events.flatMap(({ customerId, event }) => {
      if (customerId !== draw.customerId) return [];
      const measurement = meter?.measure(event);
      return measurement === undefined || typeof measurement === 'string'
        ? []
        : valueKeyOf(measurement.valueText ?? '');
    });
  });
  const meters = new Map((await readAllMeters(on, workspaceId)).map((meter) => [meter.id, meter]));
  const asked = wanted.map((draw) => billedQueryOf(draw, meters));
  // These events are stored already, and have not been counted.
  const found = await findBilledValues(on, asked, keys, new Set(events.map(({ event }) => event.eventId)));
  return new Map(wanted.map((draw, i) => [draw, found[i] ?? new Set()]));
}
