import { createApiKey } from '../../actions/create-api-key.ts';
import { createCustomerToken } from '../../actions/create-customer-token.ts';
import { revokeApiKey } from '../../actions/revoke-api-key.ts';
import { InvalidInput, LastAdminKey, NotFound } from '../../core/errors.ts';
import { parseId } from '../../core/id.ts';
import type { Instant } from '../../core/time/instant.ts';
import { findKey } from '../../store/keys.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { customerById } from '../customers/loaders.ts';
import { Customer } from '../customers/type.ts';
import { sightOf } from '../principal.ts';
import { administer, read } from '../required-scopes.ts';
import { ApiKey, ScopeRef } from './type.ts';

const CreateApiKeyInput = builder.inputType('CreateApiKeyInput', {
  description: 'A new API key.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is for, for people: 1 to 255 characters.' }),
    scopes: t.field({ type: [ScopeRef], required: true, description: 'What it may do; at least one.' }),
  }),
});

const CreateApiKeyPayload = builder.objectRef<{ id: string; secret: string }>('CreateApiKeyPayload').implement({
  description: 'The key was created.',
  fields: (t) => ({
    apiKey: t.field({
      type: ApiKey,
      description: 'The key.',
      resolve: ({ id }, _args, context) => readKey(context, id),
    }),
    secret: t.exposeString('secret', {
      description: 'The secret. Only a hash of it is kept: it cannot be seen again.',
    }),
  }),
});

const RevokeApiKeyInput = builder.inputType('RevokeApiKeyInput', {
  description: 'Which API key to revoke.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The global id of the key.' }) }),
});

const RevokeApiKeyPayload = builder.objectRef<{ id: string }>('RevokeApiKeyPayload').implement({
  description: 'The key is revoked.',
  fields: (t) => ({
    apiKey: t.field({
      type: ApiKey,
      description: 'The key.',
      resolve: ({ id }, _args, context) => readKey(context, id),
    }),
  }),
});

const CreateCustomerTokenInput = builder.inputType('CreateCustomerTokenInput', {
  description: 'A token for one customer.',
  fields: (t) => ({
    customer: t.string({ required: true, description: 'The `externalId` of the customer.' }),
    expiresInSeconds: t.int({
      defaultValue: 3600,
      description: 'For how long it is good: 1 second to 24 hours (86,400).',
    }),
  }),
});

const CreateCustomerTokenPayload = builder
  .objectRef<{ token: string; expiresAt: Instant; customerId: string }>('CreateCustomerTokenPayload')
  .implement({
    description: 'The token was made.',
    fields: (t) => ({
      token: t.exposeString('token', {
        description: 'A JWT for `Authorization: Bearer …` that reads and watches this customer and nothing else.',
      }),
      expiresAt: t.expose('expiresAt', {
        type: 'DateTime',
        description: 'From when on it is refused. Live streams opened with it end then.',
      }),
      customer: t.field({
        type: Customer,
        description: 'Whom it is for.',
        resolve: ({ customerId }, _args, context) => customerById(context, customerId),
      }),
    }),
  });

builder.mutationFields((t) => ({
  createApiKey: t.field({
    type: CreateApiKeyPayload,
    nullable: true,
    description: 'Makes an API key for this workspace. Its secret is in the answer, and nowhere else. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [InvalidInput], union: { description: 'What came of `createApiKey`.' } },
    args: { input: t.arg({ type: CreateApiKeyInput, required: true, description: 'The key to make.' }) },
    resolve: async (_root, { input }, { deps, principal }) =>
      await createApiKey(deps, { workspaceId: sightOf(principal).workspaceId, name: input.name, scopes: input.scopes }),
  }),

  revokeApiKey: t.field({
    type: RevokeApiKeyPayload,
    nullable: true,
    description:
      'Revokes an API key: it is refused from now on, and live streams opened with it end. Other instances of the server follow within two seconds. A revoked one stays as it is. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [NotFound, LastAdminKey], union: { description: 'What came of `revokeApiKey`.' } },
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true, description: 'Which key.' }) },
    resolve: async (_root, { input }, { deps, principal, authenticator }) => {
      const id = parseId('key', input.id);
      if (id === null) throw new NotFound('There is no API key with this id.');
      await revokeApiKey(deps, { workspaceId: sightOf(principal).workspaceId, id });
      authenticator.forgetKeys();
      return { id };
    },
  }),

  createCustomerToken: t.field({
    type: CreateCustomerTokenPayload,
    nullable: true,
    description:
      'Makes a token that reads and watches one customer, for that customer’s browser. It cannot be revoked on its own: keep it short, or archive the customer. Needs READ.',
    authScopes: read,
    errors: { types: [NotFound, InvalidInput], union: { description: 'What came of `createCustomerToken`.' } },
    args: {
      input: t.arg({ type: CreateCustomerTokenInput, required: true, description: 'For whom, and for how long.' }),
    },
    resolve: async (_root, { input }, { deps, principal }) =>
      await createCustomerToken(deps, {
        workspaceId: sightOf(principal).workspaceId,
        customer: input.customer,
        expiresInSeconds: input.expiresInSeconds ?? 3600,
      }),
  }),
}));

async function readKey({ deps, principal }: Context, id: string) {
  const key = await findKey(deps.database, sightOf(principal).workspaceId, id);
  if (key === null) throw new Error(`The API key ${id} has gone.`);
  return key;
}
