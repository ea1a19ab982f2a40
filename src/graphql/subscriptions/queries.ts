import { parseId } from '../../core/id.ts';
import { listSubscriptions } from '../../store/subscription-lists.ts';
import { builder } from '../builder.ts';
import { byId, connectionOf, pageComplexity } from '../connections.ts';
import { Customer } from '../customers/type.ts';
import { sightOf } from '../principal.ts';
import { read, readOwn } from '../required-scopes.ts';
import { subscriptionPage } from './loaders.ts';
import { CustomerSubscription, SubscriptionStatusRef } from './type.ts';

const SubscriptionConnection = builder.connectionObject(
  { type: CustomerSubscription, name: 'CustomerSubscriptionConnection', description: 'A page of subscriptions.' },
  { name: 'CustomerSubscriptionEdge', description: 'A subscription and its place in the list.' },
);

builder.queryFields((t) => ({
  subscription: t.field({
    type: CustomerSubscription,
    nullable: true,
    description:
      'One subscription by its id; null if your workspace has none such. Takes a customer token, for its own customer’s.',
    authScopes: readOwn,
    args: { id: t.arg.id({ required: true, description: 'The global id.' }) },
    resolve: (_root, { id }) => parseId('sub', id),
  }),

  subscriptions: t.connection(
    {
      type: CustomerSubscription,
      description: 'Subscriptions of all customers, in the order made.',
      authScopes: read,
      complexity: pageComplexity,
      args: {
        status: t.arg({ type: SubscriptionStatusRef, description: 'Only those.' }),
        product: t.arg.string({
          description: 'Only those to the product with this key, as they are now. To an unknown one there are none.',
        }),
      },
      resolve: (_root, args, { deps, principal }) => {
        const { workspaceId } = sightOf(principal);
        const filter = { workspaceId, status: args.status ?? null, product: args.product ?? null };
        return connectionOf(args, byId, (page) => listSubscriptions(deps.database.pool, filter, page));
      },
    },
    SubscriptionConnection,
  ),
}));

builder.prismaObjectField(Customer, 'subscriptions', (t) =>
  t.connection(
    {
      type: CustomerSubscription,
      description: 'What this customer is and was subscribed to, in the order made. Takes a customer token.',
      authScopes: readOwn,
      complexity: pageComplexity,
      resolve: (customer, args, context) =>
        connectionOf(args, byId, (page) => subscriptionPage(context, customer.id, page)),
    },
    SubscriptionConnection,
  ),
);
