import { listKeys } from '../../store/keys.ts';
import { builder } from '../builder.ts';
import { byId, connectionOf, pageComplexity } from '../connections.ts';
import { sightOf } from '../principal.ts';
import { read } from '../required-scopes.ts';
import { ApiKey } from './type.ts';

builder.queryField('apiKeys', (t) =>
  t.connection(
    {
      type: ApiKey,
      description: 'Your API keys in the order in which they were made, the revoked ones too; without their secrets.',
      authScopes: read,
      complexity: pageComplexity,
      resolve: (_root, args, { deps, principal }) =>
        connectionOf(args, byId, (page) => listKeys(deps.database, sightOf(principal).workspaceId, page)),
    },
    { name: 'ApiKeyConnection', description: 'A page of API keys.' },
    { name: 'ApiKeyEdge', description: 'An API key and its place in the list.' },
  ),
);
