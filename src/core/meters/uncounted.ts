import { grouped } from '../grouped.ts';
import type { WarningCode } from './delta.ts';
import type { MeasurableEvent, Measure } from './measure.ts';

/** Events of one name of which one meter could not take the value, or that no meter counts. */
export type Uncounted<Meter, Event> = {
  readonly name: string;
  readonly code: WarningCode;
  /** Null for NO_METER. */
  readonly meter: Meter | null;
  readonly count: number;
  /** The first of them. */
  readonly sample: Event;
};

/** What recording these events would warn of, by name, code and meter: those with most events first. */
export function uncounted<
  Meter extends { readonly eventName: string; readonly measure: Measure },
  Event extends MeasurableEvent,
>(meters: readonly Meter[], events: readonly Event[]): Uncounted<Meter, Event>[] {
  const byName = grouped(meters, ({ eventName }) => eventName);
  const found: Uncounted<Meter, Event>[] = [];
  for (const [name, ofName] of grouped(events, (event) => event.name)) {
    const ofMeters = byName.get(name) ?? [];
    const taken = new Set<Event>();
    for (const meter of ofMeters) {
      const failed = { VALUE_MISSING: [] as Event[], VALUE_NOT_NUMERIC: [] as Event[] };
      for (const event of ofName) {
        const measured = meter.measure(event);
        if (measured === 'FILTERED' || measured === 'OTHER_NAME') continue;
        taken.add(event);
        if (typeof measured === 'string') failed[measured].push(event);
      }
      found.push(...groupOf(name, 'VALUE_MISSING', meter, failed.VALUE_MISSING));
      found.push(...groupOf(name, 'VALUE_NOT_NUMERIC', meter, failed.VALUE_NOT_NUMERIC));
    }
    const left = taken.size === ofName.length ? [] : ofName.filter((event) => !taken.has(event));
    found.push(...groupOf<Meter, Event>(name, 'NO_METER', null, left));
  }
  return found.sort((a, b) => b.count - a.count);
}

function groupOf<Meter, Event>(
  name: string,
  code: WarningCode,
  meter: Meter | null,
  events: readonly Event[],
): Uncounted<Meter, Event>[] {
  const [sample] = events;
  return sample === undefined ? [] : [{ name, code, meter, count: events.length, sample }];
}
