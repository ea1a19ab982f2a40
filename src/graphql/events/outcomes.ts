import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import { compileMeter } from '../../core/meters/measure.ts';
import { type EventOutcome, eventOutcome, type UncountedReason } from '../../core/meters/outcome.ts';
import type { EventRow } from '../../store/events.ts';
import { findCountingMeters, type MeterRow } from '../../store/meters.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { eventKeyText } from '../global-ids.ts';
import { Meter } from '../meters/type.ts';
import { sightOf } from '../principal.ts';
import { read } from '../required-scopes.ts';
import { Event } from './type.ts';

type OutcomeSource = EventOutcome & { readonly meter: MeterRow };

const outcomes = createContextCache(
  ({ deps, principal }: Context) =>
    new DataLoader<EventRow, OutcomeSource[], string>(
      async (events) => {
        const names = [...new Set(events.map(({ name }) => name))];
        const meters = await findCountingMeters(deps.database.pool, sightOf(principal).workspaceId, names);
        const compiled = meters.map((meter) => ({
          meter,
          aggregation: meter.aggregation,
          measure: compileMeter(meter),
        }));
        return events.map((event) =>
          compiled.flatMap((one) => {
            const outcome = eventOutcome(one, event);
            return outcome === null ? [] : { meter: one.meter, ...outcome };
          }),
        );
      },
      { cacheKeyFn: eventKeyText },
    ),
);

const UncountedReasonRef = builder.enumType('UncountedReason', {
  description: 'Why a meter does not count an event of its name.',
  values: {
    FILTERED_OUT: { description: 'The filter of the meter does not let it pass.' },
    VALUE_MISSING: { description: 'The property with its value is not there.' },
    VALUE_NOT_NUMERIC: { description: 'Its value is not a number, nor a string that is a plain decimal.' },
    VOIDED: { description: 'It was voided, so it counts nowhere.' },
  } satisfies Record<UncountedReason, { description: string }>,
});

const EventMeterOutcome = builder.objectRef<OutcomeSource>('EventMeterOutcome').implement({
  description: 'What became of an event on one meter.',
  fields: (t) => ({
    meter: t.field({ type: Meter, description: 'The meter.', resolve: ({ meter }) => meter }),
    counted: t.boolean({
      description: 'Whether its usage has the event in it; while it is being built: whether it will have.',
      resolve: ({ reason }) => reason === null,
    }),
    value: t.expose('value', {
      type: 'Decimal',
      nullable: true,
      description:
        'What it brought, as it is aggregated and before `unitSize`: the exact value of the meter’s `valueProperty`, 1 for COUNT. Null for UNIQUE_COUNT, which counts texts, and where it is not counted.',
    }),
    reason: t.expose('reason', {
      type: UncountedReasonRef,
      nullable: true,
      description: 'Why it is not counted; null where it is.',
    }),
  }),
});

builder.objectField(Event, 'meterOutcomes', (t) =>
  t.field({
    type: [EventMeterOutcome],
    description:
      'What became of it on each meter that counts events of its name and is not archived, in the order in which they were made. Needs READ.',
    // Which meters a workspace has is no business of one customer's token.
    authScopes: read,
    resolve: (event, _args, context) => outcomes(context).load(event),
  }),
);
