import { RequestError } from '../../core/errors.ts';
import { parseId } from '../../core/id.ts';
import { listCreditTypes } from '../../store/credit-types.ts';
import { builder } from '../builder.ts';
import { byId, connectionOf, pageComplexity } from '../connections.ts';
import { sightOf } from '../principal.ts';
import { read } from '../required-scopes.ts';
import { findCreditTypeByKey } from './loaders.ts';
import { CreditType } from './type.ts';

builder.queryFields((t) => ({
  creditType: t.field({
    type: CreditType,
    nullable: true,
    description: 'One credit type, by `id` or by `key` (exactly one of them); null if your workspace has none such.',
    authScopes: read,
    args: {
      id: t.arg.id({ description: 'The global id.' }),
      key: t.arg.string({ description: 'The credit type’s key.' }),
    },
    resolve: async (_root, { id, key }, context) => {
      if ((id == null) === (key == null)) throw new RequestError('Give either `id` or `key`.');
      // A UUID is loaded by the type itself.
      return key == null ? parseId('crt', id ?? '') : await findCreditTypeByKey(context, key);
    },
  }),

  creditTypes: t.connection(
    {
      type: CreditType,
      description: 'Your credit types, in the order in which they were made.',
      authScopes: read,
      complexity: pageComplexity,
      resolve: (_root, args, { deps, principal }) =>
        connectionOf(args, byId, (page) => listCreditTypes(deps.database.pool, sightOf(principal).workspaceId, page)),
    },
    { name: 'CreditTypeConnection', description: 'A page of credit types.' },
    { name: 'CreditTypeEdge', description: 'A credit type and its place in the list.' },
  ),
}));
