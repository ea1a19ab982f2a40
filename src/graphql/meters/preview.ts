import { type Preview, previewMeter } from '../../actions/preview-meter.ts';
import { InvalidInput } from '../../core/errors.ts';
import type { WarningCode } from '../../core/meters/deltas.ts';
import type { Instant } from '../../core/time/instant.ts';
import { usageValue } from '../../core/usage/total.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { findCustomerId } from '../customers/loaders.ts';
import { WarningCodeRef } from '../events/type.ts';
import { periodOf } from '../period.ts';
import { sightOf } from '../principal.ts';
import { read } from '../required-scopes.ts';
import { cutWindows, requireGroupable, windowArguments, windowsComplexity } from '../usage/arguments.ts';
import { windowStart } from '../usage/loaders.ts';
import { groupSource, UsageGroup, UsageWindow } from '../usage/type.ts';
import { EventFilterInput, filterOf } from './filter-input.ts';
import { AggregationRef } from './type.ts';

const warningMessages: Readonly<Record<WarningCode, string>> = {
  NO_METER: 'Events of this name that the filter leaves out.',
  VALUE_MISSING: 'Events without the property that holds the value. The meter would not count them.',
  VALUE_NOT_NUMERIC: 'Events whose value is not a number. The meter would not count them.',
};

const PreviewMeterInput = builder.inputType('PreviewMeterInput', {
  description: 'A definition to try, and on which events.',
  fields: (t) => ({
    eventName: t.string({ required: true, description: 'The name of the events to count.' }),
    aggregation: t.field({ type: AggregationRef, required: true, description: 'What to make of them.' }),
    valueProperty: t.string({
      description: 'The property that holds the value of an event: required, except for COUNT, which takes none.',
    }),
    filter: t.field({ type: EventFilterInput, description: 'Which of those events to count. Default: all.' }),
    groupBy: t.stringList({ description: 'Up to 5 properties to split by.' }),
    unitSize: t.field({ type: 'Decimal', description: 'What to divide the aggregate by. Greater than 0.' }),
    customer: t.string({ description: 'Only the events of the customer with this `externalId`. Default: of all.' }),
    from: t.field({
      type: 'DateTime',
      description: 'The first instant that counts. Default: from the very beginning.',
    }),
    to: t.field({
      type: 'DateTime',
      description: 'The first instant that does not count. Default: everything there is.',
    }),
  }),
});

const MeterPreviewWarning = builder.objectRef<Preview['warnings'][number]>('MeterPreviewWarning').implement({
  description: 'Events that the meter would not have counted although they have its name.',
  fields: (t) => ({
    code: t.field({ type: WarningCodeRef, description: 'Why not.', resolve: (warning) => warning.code }),
    eventCount: t.expose('eventCount', { type: 'Decimal', description: 'How many.' }),
    message: t.string({ description: 'The same for people.', resolve: (warning) => warningMessages[warning.code] }),
  }),
});

const MeterPreview = builder.objectRef<Preview>('MeterPreview').implement({
  description: 'What a meter of this definition would have counted. Nothing of it is kept.',
  fields: (t) => ({
    from: t.expose('from', {
      type: 'DateTime',
      nullable: true,
      description: 'The first instant that counts; null: from the very beginning.',
    }),
    to: t.field({
      type: 'DateTime',
      description:
        'The first instant that does not count any more. If none was given: now, or just after the last event.',
      resolve: (preview, _args, context) => endOf(context, preview),
    }),
    value: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The usage, exact. COUNT and SUM of nothing are 0, the others null.',
      resolve: ({ definition, total }) => usageValue(definition, total),
    }),
    eventCount: t.field({
      type: 'Decimal',
      description: 'How many events it was made of.',
      resolve: ({ total }) => total.eventCount,
    }),
    eventsRead: t.expose('eventsRead', {
      type: 'Decimal',
      description: 'How many events of this name there are in the period, counted or not.',
    }),
    warnings: t.field({
      type: [MeterPreviewWarning],
      description: 'Why events were not counted that passed the filter.',
      resolve: ({ warnings }) => warnings,
    }),
    windows: t.field({
      type: [UsageWindow],
      description:
        'The period cut into windows, in order, the empty ones too. Without a `from` they begin at the window of the first event. At most 10,000 in a request.',
      args: windowArguments(t.arg),
      complexity: windowsComplexity,
      resolve: async (preview, { size, timeZone }, context) => {
        const { definition, span, from } = preview;
        const zone = timeZone ?? 'UTC';
        const beginning = from ?? (span === null ? null : windowStart(span.firstAt, size, zone));
        const windows =
          beginning === null ? [] : cutWindows(context, beginning, await endOf(context, preview), size, zone);
        return preview.windows(windows).map((total, i) => ({
          ...(windows[i] as (typeof windows)[number]),
          value: usageValue(definition, total),
          eventCount: total.eventCount,
        }));
      },
    }),
    groups: t.field({
      type: [UsageGroup],
      description:
        'The usage split by some of the `groupBy` properties of the definition: only groups with events, the one with the most events first.',
      args: { by: t.arg.stringList({ required: true, description: 'Which of them; at least one.' }) },
      complexity: { field: 10, multiplier: 10 },
      resolve: ({ definition, groups }, { by }) => {
        requireGroupable(definition.groupBy, by);
        return groups(by).map(({ values, total }) =>
          groupSource(by, values, { value: usageValue(definition, total), eventCount: total.eventCount }),
        );
      },
    }),
  }),
});

builder.queryField('previewMeter', (t) =>
  t.field({
    type: MeterPreview,
    nullable: true,
    description:
      'What a definition would have counted, before a meter is made of it. It reads the stored events, so it is slower than a meter: at most 500,000 may count.',
    authScopes: read,
    complexity: 100,
    errors: { types: [InvalidInput], union: { description: 'What came of `previewMeter`.' } },
    args: { input: t.arg({ type: PreviewMeterInput, required: true, description: 'What to try.' }) },
    resolve: async (_root, { input }, context) => {
      const period = periodOf(input);
      const customerId = input.customer == null ? null : await findCustomerId(context, input.customer);
      if (input.customer != null && customerId === null) {
        throw new InvalidInput([{ path: ['customer'], message: 'There is no customer with this externalId.' }]);
      }
      return await previewMeter(context.deps, {
        workspaceId: sightOf(context.principal).workspaceId,
        definition: {
          eventName: input.eventName,
          aggregation: input.aggregation,
          valueProperty: input.valueProperty ?? null,
          filter: input.filter == null ? null : filterOf(input.filter),
          groupBy: input.groupBy ?? [],
          unitSize: input.unitSize ?? null,
        },
        customerId,
        ...period,
      });
    },
  }),
);

async function endOf({ deps, principal }: Context, { to, span }: Preview): Promise<Instant> {
  const now = await deps.clocks.now(sightOf(principal).workspaceId);
  return to ?? (span === null || span.lastAt < now ? now : span.lastAt + 1n);
}
