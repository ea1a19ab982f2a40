import { RequestError } from '../../core/errors.ts';
import { parseId } from '../../core/id.ts';
import { canName } from '../../core/text.ts';
import { findProductsByKey, listProducts } from '../../store/products.ts';
import { builder } from '../builder.ts';
import { byId, connectionOf, pageComplexity } from '../connections.ts';
import { sightOf } from '../principal.ts';
import { read } from '../required-scopes.ts';
import { Product } from './type.ts';

builder.queryFields((t) => ({
  product: t.field({
    type: Product,
    nullable: true,
    description: 'One product, by `id` or by `key` (exactly one of them); null if your workspace has none such.',
    authScopes: read,
    args: {
      id: t.arg.id({ description: 'The global id.' }),
      key: t.arg.string({ description: 'The product’s key.' }),
    },
    resolve: async (_root, { id, key }, { deps, principal }) => {
      if ((id == null) === (key == null)) throw new RequestError('Give either `id` or `key`.');
      // A UUID is loaded by the type itself.
      if (key == null) return parseId('prd', id ?? '');
      if (!canName(key)) return null;
      const { workspaceId } = sightOf(principal);
      return (await findProductsByKey(deps.database.pool, workspaceId, [key])).get(key) ?? null;
    },
  }),

  products: t.connection(
    {
      type: Product,
      description: 'Your products, in the order in which they were made.',
      authScopes: read,
      complexity: pageComplexity,
      args: {
        archived: t.arg.boolean({ defaultValue: false, description: 'True: the archived ones instead of the others.' }),
        search: t.arg.string({
          description: 'Only products with this text in their `key` or name, in upper or lower case.',
        }),
      },
      resolve: (_root, args, { deps, principal }) =>
        connectionOf(args, byId, (page) =>
          listProducts(deps.database, sightOf(principal).workspaceId, {
            ...page,
            search: args.search ?? null,
            archived: args.archived ?? false,
          }),
        ),
    },
    { name: 'ProductConnection', description: 'A page of products.' },
    { name: 'ProductEdge', description: 'A product and its place in the list.' },
  ),
}));
