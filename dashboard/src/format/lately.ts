export type LatelyEvent = {
  readonly eventId: string;
  readonly name: string;
  readonly customer: { readonly externalId: string };
  readonly properties: Readonly<Record<string, unknown>>;
  readonly voidedAt: string | null;
  readonly meterOutcomes: readonly {
    readonly counted: boolean;
    readonly reason: string | null;
    readonly meter: { readonly key: string; readonly name: string; readonly valueProperty: string | null };
  }[];
};

export type Uncounted = {
  readonly name: string;
  /** Null where no meter counts events of this name. */
  readonly meter: LatelyEvent['meterOutcomes'][number]['meter'] | null;
  readonly reason: string;
  readonly count: number;
  readonly sample: LatelyEvent;
};

/** Which of the latest events did not count although somebody may think they did. Those that a filter leaves out are as meant. */
export function uncountedEvents(events: readonly LatelyEvent[]): Uncounted[] {
  const found = new Map<string, Uncounted>();
  const add = (event: LatelyEvent, meter: Uncounted['meter'], reason: string): void => {
    const key = JSON.stringify([event.name, meter?.key ?? null, reason]);
    const known = found.get(key) ?? { name: event.name, meter, reason, count: 0, sample: event };
    found.set(key, { ...known, count: known.count + 1 });
  };
  for (const event of events) {
    if (event.voidedAt !== null) continue;
    if (event.meterOutcomes.length === 0) add(event, null, 'NO_METER');
    for (const { counted, reason, meter } of event.meterOutcomes) {
      if (!counted && reason !== null && reason !== 'FILTERED_OUT') add(event, meter, reason);
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

/** The names that the latest events have, the most frequent first, and the paths of their properties. */
export function namesLately(events: readonly Pick<LatelyEvent, 'name' | 'properties'>[]) {
  const names = new Map<string, { count: number; properties: Set<string> }>();
  for (const { name, properties } of events) {
    const known = names.get(name) ?? { count: 0, properties: new Set<string>() };
    known.count += 1;
    collectPaths(properties, '', known.properties);
    names.set(name, known);
  }
  return [...names]
    .map(([name, { count, properties }]) => ({ name, count, properties: [...properties].sort() }))
    .sort((a, b) => b.count - a.count);
}

function collectPaths(value: Readonly<Record<string, unknown>>, above: string, paths: Set<string>): void {
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
      collectPaths(inner as Record<string, unknown>, `${above}${name}.`, paths);
    } else paths.add(above + name);
  }
}
