import { parseId } from '../../core/id.ts';
import { builder } from '../builder.ts';
import { byId, connectionOf, pageComplexity } from '../connections.ts';
import { Customer } from '../customers/type.ts';
import { readOwn } from '../required-scopes.ts';
import { subscriptionPage } from './loaders.ts';
import { CustomerSubscription } from './type.ts';

builder.queryField('subscription', (t) =>
  t.field({
    type: CustomerSubscription,
    nullable: true,
    description:
      'One subscription by its id; null if your workspace has none such. Takes a customer token, for its own customer’s.',
    authScopes: readOwn,
    args: { id: t.arg.id({ required: true, description: 'The global id.' }) },
    resolve: (_root, { id }) => parseId('sub', id),
  }),
);

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
    { name: 'CustomerSubscriptionConnection', description: 'A page of subscriptions.' },
    { name: 'CustomerSubscriptionEdge', description: 'A subscription and its place in the list.' },
  ),
);
