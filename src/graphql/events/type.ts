import { EventRejected } from '../../core/errors.ts';
import type { RejectionCode } from '../../core/events/event.ts';
import type { WarningCode } from '../../core/meters/deltas.ts';
import { type EventRow, findEvents } from '../../store/events.ts';
import { builder } from '../builder.ts';
import { customerById } from '../customers/loaders.ts';
import { Customer } from '../customers/type.ts';
import { ErrorInterface } from '../errors.ts';
import { eventKeyOf, eventKeyText } from '../global-ids.ts';
import { missingNode } from '../missing-node.ts';
import { sightOf } from '../principal.ts';
import { CustomerSubscription } from '../subscriptions/type.ts';

export const RejectionCodeRef = builder.enumType('RejectionCode', {
  description: 'Why an event was not recorded.',
  values: {
    EVENT_ID_INVALID: { description: 'The `id` is not 1 to 255 characters, or has control characters.' },
    NAME_INVALID: { description: 'The `name` is not 1 to 255 characters, or has control characters.' },
    CUSTOMER_INVALID: { description: 'The `customer` is not 1 to 255 characters, or has control characters.' },
    CUSTOMER_NOT_FOUND: {
      description: 'No customer has this `externalId`. Create it, or send `createCustomers: true`.',
    },
    CUSTOMER_ARCHIVED: { description: 'The customer is archived.' },
    EVENT_ID_CONFLICT: {
      description:
        'The customer has an event with this `id` and another name, timestamp or properties. The first one stands.',
    },
    TIMESTAMP_IN_FUTURE: { description: 'The `timestamp` is more than 5 minutes ahead of the server’s clock.' },
    NUMBER_NOT_EXACT: {
      description:
        'A property is an integer beyond 2^53 - 1, which was changed before it arrived. Send it as a string.',
    },
    PROPERTIES_TOO_LARGE: { description: 'The `properties` are more than 16 KiB of JSON.' },
    PROPERTIES_TOO_DEEP: { description: 'The `properties` are nested more than 8 levels deep.' },
    PROPERTIES_INVALID: {
      description: 'The `properties` hold a text that cannot be stored, or a number too large to be one.',
    },
    SUBSCRIPTION_NOT_FOUND: { description: 'The customer has no subscription with this id.' },
    HOLD_NOT_FOUND: { description: 'The customer has no hold with this id.' },
    INSUFFICIENT_CREDITS: {
      description:
        'The request requires credits, and fewer are available than the event draws. Nothing of it is recorded.',
    },
  } satisfies Record<RejectionCode, { description: string }>,
});

export const WarningCodeRef = builder.enumType('WarningCode', {
  description: 'Why a meter did not count an event that was recorded.',
  values: {
    NO_METER: { description: 'No meter counts events of this name that look like this.' },
    VALUE_MISSING: { description: 'A meter would count it, but the property with its value is not there.' },
    VALUE_NOT_NUMERIC: {
      description: 'A meter would count it, but its value is not a number, nor a string that is a plain decimal.',
    },
  } satisfies Record<WarningCode, { description: string }>,
});

export const Event = builder.loadableNode(builder.objectRef<EventRow>('Event'), {
  name: 'Event',
  description: 'Something a customer did that may count. Recorded once, never changed; at most voided.',
  id: { resolve: (event) => eventKeyText(event), description: 'The global id, `evt_…`.' },
  load: async (keys: string[], { deps, principal }) => {
    const { workspaceId, customerId } = sightOf(principal);
    const found = await findEvents(deps.database, workspaceId, keys.map(eventKeyOf));
    return found.map((event) =>
      event === null || (customerId !== null && event.customerId !== customerId) ? missingNode : event,
    );
  },
  fields: (t) => ({
    eventId: t.exposeString('eventId', { description: 'The `id` its sender gave it, unique within the customer.' }),
    name: t.exposeString('name', { description: 'What kind of thing happened. Meters choose events by it.' }),
    customer: t.field({
      type: Customer,
      description: 'Who did it.',
      resolve: (event, _args, context) => customerById(context, event.customerId),
    }),
    subscription: t.field({
      type: CustomerSubscription,
      nullable: true,
      description: 'The subscription that its sender named to pay for it; null if none was named.',
      resolve: ({ subscriptionId }) => subscriptionId,
    }),
    timestamp: t.expose('occurredAt', {
      type: 'DateTime',
      description: 'When it happened. Periods and windows go by this.',
    }),
    properties: t.expose('properties', { type: 'JSONObject', description: 'What else its sender said of it.' }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When it was written here.' }),
    voidedAt: t.expose('voidedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it counts nowhere; null while it counts.',
    }),
  }),
});

builder.objectType(EventRejected, {
  name: 'EventRejected',
  description: 'The event breaks a rule and was not recorded.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    code: t.field({ type: RejectionCodeRef, description: 'Which rule.', resolve: (error) => error.code }),
  }),
});
