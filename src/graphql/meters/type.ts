import { Decimal } from '../../core/decimal.ts';
import { MeterKeyTaken } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Aggregation } from '../../core/meters/meter.ts';
import { findMetersById, type MeterBuild, type MeterRow, type MeterStatus } from '../../store/meters.ts';
import { builder } from '../builder.ts';
import { ErrorInterface } from '../errors.ts';
import { missingNode } from '../missing-node.ts';
import { sightOf } from '../principal.ts';
import { read } from '../required-scopes.ts';

export const AggregationRef = builder.enumType('Aggregation', {
  description: 'What a meter makes of the events it counts.',
  values: {
    COUNT: { description: 'How many events. 0 if there are none.' },
    SUM: { description: 'All values added up, exactly. 0 if there are none.' },
    MAX: { description: 'The greatest value; null if there are none.' },
    MIN: { description: 'The smallest value; null if there are none.' },
    LAST: {
      description:
        'The value of the event with the greatest (timestamp, id); null if there are none. When it arrived does not matter.',
    },
    AVERAGE: {
      description: 'The sum divided by the number of events, to 12 decimals, half-up; null if there are none.',
    },
    UNIQUE_COUNT: { description: 'How many different values; null if there are none.' },
  } satisfies Record<Aggregation, { description: string }>,
});

const Status = builder.enumType('MeterStatus', {
  description: 'Whether a meter counts, and whether its numbers are complete.',
  values: {
    BUILDING: {
      description: 'Counting the events that were recorded before it. Its usage has no value until that is done.',
    },
    ACTIVE: { description: 'Complete, and counting every event as it is recorded.' },
    ARCHIVED: { description: 'Readable, and counting nothing new.' },
  } satisfies Record<MeterStatus, { description: string }>,
});

const MeterBuildRef = builder.objectRef<MeterBuild>('MeterBuild').implement({
  description: 'How far a meter has come in counting the events that were recorded before it.',
  fields: (t) => ({
    eventsRead: t.expose('eventsRead', { type: 'Decimal', description: 'How many stored events it has read.' }),
    eventsTotal: t.expose('eventsTotal', {
      type: 'Decimal',
      description: 'How many there are to read, as estimated at the start.',
    }),
    progress: t.field({
      type: 'Decimal',
      description: 'From 0 to 1; 1 only when it is done.',
      resolve: progressOf,
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was done; null while it goes on.',
    }),
  }),
});

/** Its usage is a field that the folder of usage adds. */
export const Meter = builder.loadableNode(builder.objectRef<MeterRow>('Meter'), {
  name: 'Meter',
  description:
    'A view over events that makes them a number: the aggregate of the events of one name that pass a filter.',
  id: { resolve: (meter) => meter.id, description: 'The global id, `mtr_…`.' },
  load: async (ids: string[], { deps, principal }) => {
    const found = await findMetersById(deps.database, sightOf(principal).workspaceId, ids);
    return ids.map((id) => found.get(id) ?? missingNode);
  },
  fields: (t) => ({
    key: t.exposeString('key', { description: 'What code calls it. Unique in the workspace, and never changes.' }),
    name: t.exposeString('name', { description: 'What people call it.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it measures, for people.' }),
    eventName: t.exposeString('eventName', { description: 'The name of the events it counts.' }),
    aggregation: t.field({
      type: AggregationRef,
      description: 'What it makes of them.',
      resolve: (meter) => meter.aggregation,
    }),
    valueProperty: t.exposeString('valueProperty', {
      nullable: true,
      description:
        'The property that holds the value of an event; null for COUNT. A path such as `usage.tokens` reaches inside.',
    }),
    filter: t.field({
      type: 'JSONObject',
      nullable: true,
      description: 'Which of those events it counts, in the form of EventFilterInput; null: all of them.',
      resolve: (meter) => meter.filter as JsonObject | null,
    }),
    groupBy: t.exposeStringList('groupBy', { description: 'The properties its usage can be split by.' }),
    unit: t.exposeString('unit', { nullable: true, description: 'The unit of its values, for people.' }),
    unitSize: t.expose('unitSize', {
      type: 'Decimal',
      nullable: true,
      description: 'What the aggregate is divided by to give the usage, to 12 decimals, half-up; null: nothing.',
    }),
    status: t.field({
      type: Status,
      description: 'Whether it counts, and whether its numbers are complete.',
      resolve: (meter) => meter.status,
    }),
    build: t.field({
      type: MeterBuildRef,
      nullable: true,
      description: 'Its count of the events that were recorded before it. Needs READ.',
      // How many events the whole workspace has is no business of one customer's token.
      authScopes: read,
      resolve: (meter) => meter.build,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    archivedAt: t.expose('archivedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it counts nothing new; null while it counts.',
    }),
  }),
});

builder.objectType(MeterKeyTaken, {
  name: 'MeterKeyTaken',
  description: 'A meter of your workspace has this `key` already. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    meter: t.field({ type: Meter, description: 'The meter that has it.', resolve: (error) => error.meterId }),
  }),
});

function progressOf(build: MeterBuild): Decimal {
  if (build.finishedAt !== null) return new Decimal(1);
  if (build.eventsTotal === 0n) return new Decimal(0);
  const share = new Decimal(build.eventsRead.toString()).dividedBy(build.eventsTotal.toString());
  // The total is an estimate: more may have come, but 1 means done.
  return Decimal.min(share.toDecimalPlaces(3, Decimal.ROUND_DOWN), '0.999');
}
