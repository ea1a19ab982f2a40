import { builder } from '../builder.ts';
import { findCustomerId } from '../customers/loaders.ts';
import { untilRefused } from '../live-streams.ts';
import { findMeterByKey } from '../meters/loaders.ts';
import { sightOf } from '../principal.ts';
import { refusal } from '../refusals.ts';
import { read, readOwn } from '../required-scopes.ts';
import { Usage } from './type.ts';

builder.subscriptionField('usageUpdated', (t) =>
  t.field({
    type: Usage,
    description:
      'A customer’s usage on a meter: the present value first, then the value after every change that was committed; of all customers together, at most one value a second. It never goes back in time; a slow reader gets the latest. Takes a customer token, for its own customer. NOT_FOUND for an unknown customer or meter.',
    authScopes: (_root, { customer }) => (customer == null ? read : readOwn),
    args: {
      customer: t.arg.string({
        description: 'The `externalId` of the customer. Default: all customers together, which needs READ.',
      }),
      meter: t.arg.string({ required: true, description: 'The key of the meter.' }),
      from: t.arg({
        type: 'DateTime',
        description: 'The first instant that counts. Default: from the very beginning.',
      }),
    },
    subscribe: async (_root, args, context) => {
      const [customerId, meter] = await Promise.all([
        args.customer == null ? null : findCustomerId(context, args.customer),
        findMeterByKey(context, args.meter),
      ]);
      if (args.customer != null && customerId === null)
        throw refusal('NOT_FOUND', 'There is no customer with this externalId.');
      if (meter === null) throw refusal('NOT_FOUND', 'There is no meter with this key.');
      const { workspaceId } = sightOf(context.principal);
      const watch = { workspaceId, customerId, meterId: meter.id, from: args.from ?? null, to: null };
      return await untilRefused(context, context.hub.watchUsage(watch));
    },
    resolve: ({ query, total }) => ({ query, present: query.meter, total }),
  }),
);
