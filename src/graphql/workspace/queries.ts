import { builder } from '../builder.ts';
import { sightOf } from '../principal.ts';
import { read } from '../required-scopes.ts';

builder.queryField('workspace', (t) =>
  t.prismaField({
    type: 'Workspace',
    description: 'The workspace of the key this request was sent with.',
    authScopes: read,
    resolve: (query, _root, _args, { deps, principal }) =>
      deps.database.prisma.workspace.findUniqueOrThrow({ ...query, where: { id: sightOf(principal).workspaceId } }),
  }),
);
