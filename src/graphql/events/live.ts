import { builder } from '../builder.ts';
import { findCustomerId } from '../customers/loaders.ts';
import { untilRefused } from '../live-streams.ts';
import { sightOf } from '../principal.ts';
import { refusal } from '../refusals.ts';
import { readOwn } from '../required-scopes.ts';
import { Event } from './type.ts';

builder.subscriptionField('eventRecorded', (t) =>
  t.field({
    type: Event,
    description:
      'Events as they are recorded from now on: a live tail, for looking at. Of a very large batch, or by a slow reader, not every one is seen. Takes a customer token, for its own customer’s events. NOT_FOUND for an unknown customer.',
    authScopes: readOwn,
    args: {
      customer: t.arg.string({ description: 'Only those of the customer with this `externalId`.' }),
      name: t.arg.string({ description: 'Only those of this name.' }),
    },
    subscribe: async (_root, { customer, name }, context) => {
      const sight = sightOf(context.principal);
      const customerId = customer == null ? sight.customerId : await findCustomerId(context, customer);
      if (customer != null && customerId === null)
        throw refusal('NOT_FOUND', 'There is no customer with this externalId.');
      const watch = { workspaceId: sight.workspaceId, customerId, name: name ?? null };
      return await untilRefused(context, await context.hub.watchEvents(watch));
    },
    resolve: (event) => event,
  }),
);
