import type { CodegenConfig } from '@graphql-codegen/cli';
import { clientDocuments } from './scripts/client-documents.ts';
import { clientMethods } from './scripts/client-methods.ts';
import type { ClientPlugin } from './scripts/client-operations.ts';
import { clientTypeNames } from './scripts/client-type-names.ts';

const header: ClientPlugin = {
  plugin: () => ({
    prepend: ['// Generated from schema.graphql and client/operations by codegen.ts. Do not edit.'],
    content: '',
  }),
};
const localPlugins = {
  header,
  'client-documents': clientDocuments,
  'client-methods': clientMethods,
  'client-type-names': clientTypeNames,
};

// A DateTime may be given as a Date, which says itself in JSON as RFC 3339. A Decimal comes back as text, because a
// JavaScript number would round it.
const scalars = {
  ID: 'string',
  DateTime: { input: 'Date | string', output: 'string' },
  Decimal: { input: 'string | number', output: 'string' },
  JSON: '../json.ts#JsonValue',
  JSONObject: '../json.ts#JsonObject',
  TimeZone: 'string',
  Currency: 'string',
};

const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: 'client/operations/*.graphql',
  errorsOnly: true,
  pluginLoader: async (name: string) =>
    name in localPlugins ? localPlugins[name as keyof typeof localPlugins] : await import(name),
  generates: {
    'client/src/generated/types.ts': {
      plugins: ['header', 'typescript-operations'],
      config: {
        strictScalars: true,
        scalars,
        useTypeImports: true,
        // Only where an operation asks for it: elsewhere it would be a field that is never there.
        skipTypename: true,
        immutableTypes: true,
        arrayInputCoercion: false,
      },
    },
    'client/src/generated/documents.ts': { plugins: ['header', 'client-documents'] },
    'client/src/generated/methods.ts': { plugins: ['header', 'client-methods'] },
    'client/src/generated/type-names.ts': { plugins: ['header', 'client-type-names'] },
  },
};

export default config;
