import { createContextCache } from '@pothos/core';
import { readLowCredits } from '../../actions/read-low-credits.ts';
import { readQuietMeters } from '../../actions/read-quiet-meters.ts';
import { readUncounted } from '../../actions/read-uncounted.ts';
import type { Uncounted } from '../../core/meters/uncounted.ts';
import type { EventRow } from '../../store/events.ts';
import type { MeterRow } from '../../store/meters.ts';
import type { QuietMeter as QuietMeterRow } from '../../store/quiet-meters.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { CreditAlert } from '../credits/alert.ts';
import { Event, WarningCodeRef } from '../events/type.ts';
import { Meter } from '../meters/type.ts';
import { sightOf } from '../principal.ts';

const listMax = 50;

const QuietMeter = builder.objectRef<QuietMeterRow>('QuietMeter').implement({
  description: 'A meter that counted events and no longer does.',
  fields: (t) => ({
    meter: t.field({ type: Meter, description: 'The meter.', resolve: ({ meterId }) => meterId }),
    lastUsageAt: t.expose('lastUsageAt', {
      type: 'DateTime',
      description: 'When its last usage happened, cut off to the minute.',
    }),
  }),
});

const UncountedEvents = builder.objectRef<Uncounted<MeterRow, EventRow>>('UncountedEvents').implement({
  description: 'Events of one name that do not count, for one reason.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name of the events.' }),
    code: t.field({ type: WarningCodeRef, description: 'Why they do not count.', resolve: ({ code }) => code }),
    meter: t.field({
      type: Meter,
      nullable: true,
      description: 'The meter that would count them; null for NO_METER.',
      resolve: ({ meter }) => meter,
    }),
    eventCount: t.exposeInt('count', { description: 'How many of the events that were read.' }),
    sample: t.field({ type: Event, description: 'The latest of them.', resolve: ({ sample }) => sample }),
  }),
});

const latest = createContextCache(({ deps, principal }: Context) =>
  readUncounted(deps.database, sightOf(principal).workspaceId),
);

const listComplexity = { field: 10, multiplier: listMax };

export const Attention = builder.objectRef<object>('Attention').implement({
  description: 'What an operator should look at.',
  fields: (t) => ({
    quietMeters: t.field({
      type: [QuietMeter],
      description: `ACTIVE meters that have usage in the 7 days before the last 24 hours, and none in these; the longest quiet first, at most ${listMax}. Both begin with a whole minute.`,
      complexity: listComplexity,
      resolve: (_attention, _args, { deps, principal }) =>
        readQuietMeters(deps, sightOf(principal).workspaceId, listMax),
    }),
    uncounted: t.field({
      type: [UncountedEvents],
      description: `Of the latest 1,000 recorded events, voided ones left out: those that no meter counts, as meters are now, or that one could not; most events first, at most ${listMax}.`,
      complexity: listComplexity,
      resolve: async (_attention, _args, context) => [...(await latest(context)).groups],
    }),
    lowCredits: t.field({
      type: [CreditAlert],
      description: `Of each customer and credit type the latest alert whose threshold is still more than what is available; the newest first, at most ${listMax}. None of a product that the customer no longer has.`,
      complexity: listComplexity,
      resolve: (_attention, _args, { deps, principal }) =>
        readLowCredits(deps, sightOf(principal).workspaceId, listMax),
    }),
    eventsRead: t.int({
      description: 'How many events `uncounted` was worked out from: at most 1,000.',
      resolve: async (_attention, _args, context) => (await latest(context)).eventsRead,
    }),
  }),
});
