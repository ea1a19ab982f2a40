import { recordEvents } from '../../actions/record-events.ts';
import { voidEvents } from '../../actions/void-events.ts';
import { EventRejected, InvalidInput, NotFound } from '../../core/errors.ts';
import type { EventWarning, RecordOutcome, RejectedEvent } from '../../core/events/batch.ts';
import type { EventCandidate } from '../../core/events/event.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Instant } from '../../core/time/instant.ts';
import { builder } from '../builder.ts';
import { eventKeyText } from '../global-ids.ts';
import { sightOf } from '../principal.ts';
import { ingest } from '../required-scopes.ts';
import { type EventInput, RecordEventInput, RecordEventsInput, VoidEventsInput } from './inputs.ts';
import { Event, RejectionCodeRef, WarningCodeRef } from './type.ts';

const EventWarningRef = builder.objectRef<EventWarning>('EventWarning').implement({
  description: 'Something to look into: the event is recorded, but a meter did not count it.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'The place of the event in the request, from 0.' }),
    id: t.exposeString('id', { description: 'The `id` of the event.' }),
    code: t.field({ type: WarningCodeRef, description: 'What is the matter.', resolve: (warning) => warning.code }),
    meter: t.exposeString('meter', { nullable: true, description: 'The key of the meter; null for NO_METER.' }),
    message: t.exposeString('message', { description: 'The same for people.' }),
  }),
});

const RejectedEventRef = builder.objectRef<RejectedEvent>('RejectedEvent').implement({
  description:
    'An event that breaks a rule and was not recorded. Its neighbours were, unless the request was `atomic`.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'The place of the event in the request, from 0.' }),
    id: t.exposeString('id', { nullable: true, description: 'The `id` of the event.' }),
    code: t.field({ type: RejectionCodeRef, description: 'Which rule.', resolve: (rejected) => rejected.code }),
    message: t.exposeString('message', { description: 'The same for people.' }),
  }),
});

const RecordEventPayload = builder.objectRef<RecordOutcome>('RecordEventPayload').implement({
  description: 'The event is recorded, now or before, and every meter it feeds has moved.',
  fields: (t) => ({
    event: t.field({
      type: Event,
      description: 'The event as it is stored.',
      resolve: ({ keys: [key] }) => {
        if (key == null) throw new Error('A recorded event has no key.');
        return eventKeyText(key);
      },
    }),
    duplicate: t.boolean({
      description: 'True: it had been recorded before, and nothing changed.',
      resolve: (outcome) => outcome.duplicates > 0,
    }),
    warnings: t.field({
      type: [EventWarningRef],
      description: 'What is odd about it.',
      resolve: (outcome) => outcome.warnings,
    }),
  }),
});

const RecordEventsPayload = builder.objectRef<RecordOutcome>('RecordEventsPayload').implement({
  description: 'What became of the events: each is recorded, a duplicate or rejected.',
  fields: (t) => ({
    recorded: t.exposeInt('recorded', { description: 'How many are new. They are committed and counted.' }),
    duplicates: t.exposeInt('duplicates', {
      description: 'How many had been recorded before, with the same content. Nothing changed.',
    }),
    rejected: t.field({
      type: [RejectedEventRef],
      description: 'Those that were not recorded, in the order of the request.',
      resolve: (outcome) => outcome.rejected,
    }),
    warnings: t.field({
      type: [EventWarningRef],
      description: 'Recorded events that a meter did not count; the first 100.',
      resolve: (outcome) => outcome.warnings,
    }),
    warningCount: t.exposeInt('warningCount', { description: 'How many warnings there are, listed or not.' }),
  }),
});

const VoidEventsPayload = builder
  .objectRef<{ voided: number; alreadyVoided: number; notFound: readonly string[] }>('VoidEventsPayload')
  .implement({
    description: 'The events are out of all usage. They can still be read, and their ids stay taken.',
    fields: (t) => ({
      voided: t.exposeInt('voided', { description: 'How many were voided now.' }),
      alreadyVoided: t.exposeInt('alreadyVoided', { description: 'How many had been voided before.' }),
      notFound: t.field({
        type: ['String'],
        description: 'The ids of which the customer has no event.',
        resolve: (outcome) => outcome.notFound,
      }),
    }),
  });

builder.mutationFields((t) => ({
  recordEvent: t.field({
    type: RecordEventPayload,
    nullable: true,
    description:
      'Records one event. When it answers, the event is committed and every later read counts it. Sending the same event again changes nothing. Needs INGEST.',
    authScopes: ingest,
    errors: { types: [EventRejected], union: { description: 'What came of `recordEvent`.' } },
    args: { input: t.arg({ type: RecordEventInput, required: true, description: 'The event.' }) },
    resolve: async (_root, { input }, { deps, principal, directEvents }) => {
      const outcome = await recordEvents(deps, {
        workspaceId: sightOf(principal).workspaceId,
        events: directEvents ?? [candidateOf(input)],
        createCustomers: input.createCustomers ?? false,
        atomic: false,
        requireCredits: input.requireCredits ?? false,
      });
      const [rejected] = outcome.rejected;
      if (rejected !== undefined) throw new EventRejected(rejected.code, rejected.message);
      return outcome;
    },
  }),

  recordEvents: t.field({
    type: RecordEventsPayload,
    nullable: true,
    description:
      'Records up to 10,000 events, each on its own: a bad one is rejected and does not hold up its neighbours. When it answers, the recorded ones are committed and every later read counts them. Sending the same events again changes nothing. Needs INGEST.',
    authScopes: ingest,
    errors: { types: [InvalidInput], union: { description: 'What came of `recordEvents`.' } },
    args: { input: t.arg({ type: RecordEventsInput, required: true, description: 'The events.' }) },
    resolve: async (_root, { input }, { deps, principal, directEvents }) =>
      await recordEvents(deps, {
        workspaceId: sightOf(principal).workspaceId,
        events: directEvents ?? input.events.map(candidateOf),
        createCustomers: input.createCustomers ?? false,
        atomic: input.atomic ?? false,
        requireCredits: input.requireCredits ?? false,
      }),
  }),

  voidEvents: t.field({
    type: VoidEventsPayload,
    nullable: true,
    description: 'Takes events of a customer out of all usage, for good: their ids stay taken. Needs INGEST.',
    authScopes: ingest,
    errors: { types: [NotFound, InvalidInput], union: { description: 'What came of `voidEvents`.' } },
    args: { input: t.arg({ type: VoidEventsInput, required: true, description: 'Which events.' }) },
    resolve: async (_root, { input }, { deps, principal }) =>
      await voidEvents(deps, {
        workspaceId: sightOf(principal).workspaceId,
        customer: input.customer,
        ids: input.ids,
      }),
  }),
}));

type EventFields = typeof EventInput.$inferInput;

function candidateOf(input: EventFields): EventCandidate {
  return {
    id: input.id,
    name: input.name,
    customer: input.customer,
    timestamp: (input.timestamp as Instant | null | undefined) ?? null,
    properties: (input.properties as JsonObject | null | undefined) ?? null,
    subscription: input.subscription ?? null,
    hold: input.hold ?? null,
  };
}
