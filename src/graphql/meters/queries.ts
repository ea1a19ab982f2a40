import { RequestError } from '../../core/errors.ts';
import { parseId } from '../../core/id.ts';
import { listMeters } from '../../store/meters.ts';
import { builder } from '../builder.ts';
import { byId, connectionOf, pageComplexity } from '../connections.ts';
import { sightOf } from '../principal.ts';
import { read } from '../required-scopes.ts';
import { findMeterByKey } from './loaders.ts';
import { Meter } from './type.ts';

builder.queryFields((t) => ({
  meter: t.field({
    type: Meter,
    nullable: true,
    description: 'One meter, by `id` or by `key` (exactly one of them); null if your workspace has none such.',
    authScopes: read,
    args: {
      id: t.arg.id({ description: 'The global id.' }),
      key: t.arg.string({ description: 'The meter’s key.' }),
    },
    resolve: async (_root, { id, key }, context) => {
      if ((id == null) === (key == null)) throw new RequestError('Give either `id` or `key`.');
      // A UUID is loaded by the type itself.
      return key == null ? parseId('mtr', id ?? '') : await findMeterByKey(context, key);
    },
  }),

  meters: t.connection(
    {
      type: Meter,
      description: 'Your meters, in the order in which they were made.',
      authScopes: read,
      complexity: pageComplexity,
      args: {
        archived: t.arg.boolean({ defaultValue: false, description: 'True: the archived ones instead of the others.' }),
        search: t.arg.string({
          description: 'Only meters with this text in their `key` or name, in upper or lower case.',
        }),
      },
      resolve: (_root, args, { deps, principal }) =>
        connectionOf(args, byId, (page) =>
          listMeters(deps.database, sightOf(principal).workspaceId, {
            ...page,
            search: args.search ?? null,
            archived: args.archived ?? false,
          }),
        ),
    },
    { name: 'MeterConnection', description: 'A page of meters.' },
    { name: 'MeterEdge', description: 'A meter and its place in the list.' },
  ),
}));
