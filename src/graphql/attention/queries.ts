import { builder } from '../builder.ts';
import { read } from '../required-scopes.ts';
import { Attention } from './type.ts';

builder.queryField('attention', (t) =>
  t.field({
    type: Attention,
    description: 'What an operator should look at, by the workspace’s clock.',
    authScopes: read,
    resolve: () => ({}),
  }),
);
