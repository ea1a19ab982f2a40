import { LastAdminKey } from '../../core/errors.ts';
import type { Scope } from '../../core/keys/secret.ts';
import { builder } from '../builder.ts';
import { ErrorInterface } from '../errors.ts';
import { instantOfDate } from '../instants.ts';
import { sightOf } from '../principal.ts';

export const ScopeRef = builder.enumType('Scope', {
  description: 'What a key may do.',
  values: {
    INGEST: { description: 'Record and void events, create customers, and place, capture and release holds.' },
    READ: { description: 'Everything that can be read or watched, and tokens for customers.' },
    ADMIN: { description: 'Everything.' },
  } satisfies Record<Scope, { description: string }>,
});

export const ApiKey = builder.prismaNode('ApiKey', {
  description:
    'A secret that backends send in `Authorization: Bearer …`. It never belongs into a browser: customer tokens do.',
  id: { field: 'id', description: 'The global id, `key_…`.' },
  // Null for one that is not there, instead of throwing.
  nullable: true,
  findUnique: (id, { principal }) => ({ id, workspaceId: sightOf(principal).workspaceId }),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is for, for people.' }),
    scopes: t.field({
      type: [ScopeRef],
      description: 'What it may do.',
      resolve: (key) => key.scopes as Scope[],
    }),
    hint: t.exposeString('hint', {
      description: 'Enough of the secret to tell it from your other keys. The secret itself is not kept.',
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: (key) => instantOfDate(key.createdAt),
    }),
    revokedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when it is refused; null while it is good.',
      resolve: (key) => key.revokedAt && instantOfDate(key.revokedAt),
    }),
  }),
});

builder.objectType(LastAdminKey, {
  name: 'LastAdminKey',
  description:
    'This is the last key with the scope ADMIN: without it nobody could administer the workspace. Nothing was changed.',
  interfaces: [ErrorInterface],
});
