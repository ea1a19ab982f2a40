import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import ValidationPlugin from '@pothos/plugin-validation';
import type { Decimal } from '../core/decimal.ts';
import { RequestError } from '../core/errors.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { Instant } from '../core/time/instant.ts';
import type PrismaTypes from '../store/generated/pothos.ts';
import { getDatamodel } from '../store/generated/pothos.ts';
import { complexityRules } from './complexity.ts';
import type { Context } from './context.ts';
import { encodeGlobalId } from './global-ids.ts';
import { hasScope } from './principal.ts';
import { notAllowed } from './refusals.ts';
import { itemsCost, relayDescriptions } from './relay-descriptions.ts';

export type SchemaTypes = {
  Context: Context;
  PrismaTypes: PrismaTypes;
  /** What a field may require of whoever asks; several of them mean any of them. */
  AuthScopes: { ingest: boolean; read: boolean; admin: boolean; customer: boolean };
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Instant; Output: Instant };
    Decimal: { Input: Decimal; Output: Decimal | bigint };
    JSON: { Input: JsonValue; Output: JsonValue };
    JSONObject: { Input: JsonObject; Output: JsonObject };
    TimeZone: { Input: string; Output: string };
    Currency: { Input: string; Output: string };
  };
};

/**
 * Where the schema is put together. It knows no type of it: those are in the folders of their nouns.
 *
 * Scope-auth comes first, so that nothing of a resolver runs for somebody who may not ask.
 */
export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [
    ScopeAuthPlugin,
    ComplexityPlugin,
    ErrorsPlugin,
    RelayPlugin,
    ValidationPlugin,
    PrismaPlugin,
    DataloaderPlugin,
  ],
  defaultFieldNullability: false,
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({ principal }) => ({
      ingest: hasScope(principal, 'INGEST'),
      read: hasScope(principal, 'READ'),
      admin: hasScope(principal, 'ADMIN'),
      customer: principal.kind === 'customer',
    }),
    unauthorizedError: (_parent, { principal }) => notAllowed(principal),
  },
  complexity: complexityRules,
  errors: {
    directResult: true,
    defaultUnionOptions: { name: ({ fieldName }) => `${fieldName.charAt(0).toUpperCase()}${fieldName.slice(1)}Result` },
  },
  relay: {
    cursorType: 'String',
    encodeGlobalID: (typename, id) => encodeGlobalId(typename, String(id)),
    // Own fields in node/queries.ts: those of the plugin throw for an id that names nothing.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodesOnConnection: { description: 'The items of this page, without their cursors.', complexity: itemsCost },
    ...relayDescriptions,
  },
  validation: {
    validationError: (failure) => new RequestError(failure.issues.map((issue) => issue.message).join(' ')),
  },
  prisma: {
    client: ({ deps }) => deps.database.prisma,
    dmmf: getDatamodel(),
  },
});
