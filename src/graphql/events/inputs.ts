import { builder } from '../builder.ts';

type Fields = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

/** What an event is made of, alone or in a batch. */
const eventFields = (t: Fields) => ({
  id: t.string({
    required: true,
    description:
      'Your own id of the event, unique within the customer for ever: 1 to 255 characters. The same id with the same content is a duplicate and changes nothing.',
  }),
  name: t.string({
    required: true,
    description: 'What kind of thing happened: 1 to 255 characters. Meters choose events by it.',
  }),
  customer: t.string({ required: true, description: 'The `externalId` of the customer who did it.' }),
  timestamp: t.field({
    type: 'DateTime',
    description:
      'When it happened. Default: now. Any time in the past is taken; at most 5 minutes ahead of the server’s clock.',
  }),
  properties: t.field({
    type: 'JSONObject',
    description:
      'What else to say of it: at most 16 KiB and 8 levels. A number counts as the shortest decimal that names it; send more than 15 digits as a string.',
  }),
  subscription: t.id({
    description:
      'The global id of the subscription that pays for it. Default: the earliest started one that charges for it.',
  }),
  hold: t.id({
    description:
      'The global id of the hold that was placed for it: its credits come from there, and what is left of the hold is free again.',
  }),
});

export const EventInput = builder.inputType('EventInput', {
  description: 'Something a customer did.',
  fields: eventFields,
});

export const RecordEventInput = builder.inputType('RecordEventInput', {
  description: 'Something a customer did, and how to record it.',
  fields: (t) => ({
    ...eventFields(t),
    createCustomers: t.boolean({
      defaultValue: false,
      description: 'True: a customer that is not known yet is created, instead of the event being rejected.',
    }),
    requireCredits: t.boolean({
      defaultValue: false,
      description:
        'True: an event that draws more credits than are available is rejected with INSUFFICIENT_CREDITS, and nothing of it is recorded.',
    }),
  }),
});

export const RecordEventsInput = builder.inputType('RecordEventsInput', {
  description: 'Things customers did, and how to record them.',
  fields: (t) => ({
    events: t.field({ type: [EventInput], required: true, description: 'From 1 to 10,000 events, of any customers.' }),
    createCustomers: t.boolean({
      defaultValue: false,
      description: 'True: customers that are not known yet are created, instead of their events being rejected.',
    }),
    atomic: t.boolean({
      defaultValue: false,
      description: 'True: all or nothing. If one event is rejected, none is recorded.',
    }),
    requireCredits: t.boolean({
      defaultValue: false,
      description:
        'True: each event that draws more credits than are available is rejected with INSUFFICIENT_CREDITS, and nothing of it is recorded.',
    }),
  }),
});

export const VoidEventsInput = builder.inputType('VoidEventsInput', {
  description: 'Which events to take out of all usage.',
  fields: (t) => ({
    customer: t.string({ required: true, description: 'The `externalId` of the customer whose events they are.' }),
    ids: t.stringList({ required: true, description: 'From 1 to 10,000 ids, as the events were sent with.' }),
  }),
});
