import type { Decimal } from '../../core/decimal.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type UsageTotal, usageValue } from '../../core/usage/total.ts';
import type { MeterRow } from '../../store/meters.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { customerById } from '../customers/loaders.ts';
import { Customer } from '../customers/type.ts';
import { Meter } from '../meters/type.ts';
import { requireGroupable, requireWindows, windowArguments, windowsComplexity } from './arguments.ts';
import { endOf, groupsOf, totalOf, totalsOf, type UsageAsked, windowsOf } from './loaders.ts';

/** What was asked, and the answer if it came along, as it does in a live message. */
export type UsageSource = UsageAsked & { readonly total: UsageTotal | null };

/** A number and what it was made of. */
export type Measured = { readonly value: Decimal | null; readonly eventCount: bigint };

/** While past events are still being counted, a value would be one that was never true. */
export function measured(meter: MeterRow, total: UsageTotal): Measured {
  return {
    value: meter.build.finishedAt === null ? null : usageValue(meter, total),
    eventCount: total.eventCount,
  };
}

export type WindowSource = Measured & { readonly from: Instant; readonly to: Instant };

export const UsageWindow = builder.objectRef<WindowSource>('UsageWindow').implement({
  description: 'Usage in one window of time: from `from` up to, but not including, `to`.',
  fields: (t) => ({
    from: t.expose('from', { type: 'DateTime', description: 'Its first instant.' }),
    to: t.expose('to', { type: 'DateTime', description: 'The first instant after it.' }),
    value: t.expose('value', {
      type: 'Decimal',
      nullable: true,
      description: 'The usage. Null if the aggregation has none for no events, and while the meter is being built.',
    }),
    eventCount: t.expose('eventCount', { type: 'Decimal', description: 'How many events it was made of.' }),
  }),
});

export type GroupSource = Measured & { readonly properties: JsonObject };

export const UsageGroup = builder.objectRef<GroupSource>('UsageGroup').implement({
  description: 'Usage of the events that have the same values in the properties it is split by.',
  fields: (t) => ({
    properties: t.expose('properties', {
      type: 'JSONObject',
      description: 'The properties and their values; null for one that is missing, or is an object or a list.',
    }),
    value: t.expose('value', {
      type: 'Decimal',
      nullable: true,
      description: 'The usage. Null while the meter is being built.',
    }),
    eventCount: t.expose('eventCount', { type: 'Decimal', description: 'How many events it was made of.' }),
  }),
});

export function groupSource(by: readonly string[], values: readonly JsonValue[], usage: Measured): GroupSource {
  return { properties: Object.fromEntries(by.map((property, i) => [property, values[i] ?? null])), ...usage };
}

export const Usage = builder.objectRef<UsageSource>('Usage').implement({
  description: 'What one customer, or all of them together, used on one meter in a period.',
  fields: (t) => ({
    meter: t.field({ type: Meter, description: 'The meter.', resolve: ({ present }) => present }),
    customer: t.field({
      type: Customer,
      nullable: true,
      description: 'The customer; null for all of them together.',
      resolve: ({ query }, _args, context) =>
        query.customerId === null ? null : customerById(context, query.customerId),
    }),
    from: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The first instant that counts; null: from the very beginning.',
      resolve: ({ query }) => query.from,
    }),
    to: t.field({
      type: 'DateTime',
      description:
        'The first instant that does not count any more. If none was given: now, or just after the last event if that is stamped ahead.',
      resolve: (asked, _args, context) => endOf(context, asked),
    }),
    value: t.field({
      type: 'Decimal',
      nullable: true,
      description:
        'The usage, exact, in the unit of the meter. COUNT and SUM of nothing are 0, the others null. Null too while the meter is being built.',
      resolve: async (source, _args, context) => (await measuredSource(context, source)).value,
    }),
    eventCount: t.field({
      type: 'Decimal',
      description: 'How many events it was made of; while the meter is being built, so far.',
      resolve: async (source, _args, context) => (await measuredSource(context, source)).eventCount,
    }),
    windows: t.field({
      type: [UsageWindow],
      description:
        'The period cut into windows, in order, the empty ones too; the first and the last are cut at its ends. Without a `from` they begin at the window of the first usage. COUNT and SUM add up to the whole, exactly. At most 10,000 in a request.',
      args: windowArguments(t.arg),
      complexity: windowsComplexity,
      resolve: async (asked, { size, timeZone }, context) => {
        const cut = await windowsOf(context, asked, size, timeZone ?? 'UTC');
        requireWindows(context);
        const { meter, totals } = await totalsOf(context, asked, cut);
        return cut.windows.map((window, i) => ({ ...window, ...measured(meter, totals[i] as UsageTotal) }));
      },
    }),
    groups: t.field({
      type: [UsageGroup],
      description:
        'The usage split by some of the meter’s `groupBy` properties: only groups with events, the one with the most events first. At most 10,000.',
      args: {
        by: t.arg.stringList({
          required: true,
          description: 'Which of the meter’s `groupBy` properties; at least one.',
        }),
      },
      complexity: { field: 10, multiplier: 10 },
      resolve: async (asked, { by }, context) => {
        requireGroupable(asked.query.meter.groupBy, by);
        const { meter, groups } = await groupsOf(context, asked, by);
        return groups.map(({ values, total }) => groupSource(by, values, measured(meter, total)));
      },
    }),
  }),
});

async function measuredSource(context: Context, source: UsageSource): Promise<Measured> {
  if (source.total !== null) return measured(source.query.meter, source.total);
  const { meter, total } = await totalOf(context, source);
  return measured(meter, total);
}
