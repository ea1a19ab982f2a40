import { RequestError } from '../../core/errors.ts';
import { parseId } from '../../core/id.ts';
import { listCustomers } from '../../store/visible-customers.ts';
import { builder } from '../builder.ts';
import { byId, connectionOf, pageComplexity } from '../connections.ts';
import { sightOf } from '../principal.ts';
import { read, readOwn } from '../required-scopes.ts';
import { customerWith } from './loaders.ts';
import { Customer } from './type.ts';

builder.queryFields((t) => ({
  customer: t.field({
    type: Customer,
    nullable: true,
    description:
      'One customer, by `id` or by `externalId` (exactly one of them); null if your workspace has none such. Takes a customer token, for its own customer.',
    authScopes: readOwn,
    args: {
      id: t.arg.id({ description: 'The global id.' }),
      externalId: t.arg.string({ description: 'Your own id of the customer.' }),
    },
    resolve: async (_root, { id, externalId }, context, info) => {
      if ((id == null) === (externalId == null)) throw new RequestError('Give either `id` or `externalId`.');
      const uuid = id == null ? null : parseId('cus', id);
      if (uuid === null && externalId == null) return null;
      return await customerWith(context, uuid === null ? { externalId: externalId ?? '' } : { id: uuid }, info);
    },
  }),

  customers: t.connection(
    {
      type: Customer,
      description: 'Your customers, in the order in which they were made.',
      authScopes: read,
      complexity: pageComplexity,
      args: {
        search: t.arg.string({
          description:
            'Only customers with this text in their `externalId`, name or e-mail address, in upper or lower case.',
        }),
        archived: t.arg.boolean({ defaultValue: false, description: 'True: the archived ones instead of the others.' }),
      },
      resolve: (_root, args, { deps, principal }) =>
        connectionOf(args, byId, (page) =>
          listCustomers(deps.database, sightOf(principal).workspaceId, {
            ...page,
            search: args.search ?? null,
            archived: args.archived ?? false,
          }),
        ),
    },
    { name: 'CustomerConnection', description: 'A page of customers.' },
    { name: 'CustomerEdge', description: 'A customer and its place in the list.' },
  ),
}));
