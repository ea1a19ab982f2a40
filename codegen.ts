import type { CodegenConfig } from '@graphql-codegen/cli';
import { clientDocuments } from './scripts/client-documents.ts';
import { clientMethods } from './scripts/client-methods.ts';
import type { ClientPlugin } from './scripts/client-operations.ts';
import { clientTypeNames } from './scripts/client-type-names.ts';

const header: ClientPlugin<{ readonly madeFrom: string }> = {
  plugin: (_schema, _documents, { madeFrom }) => ({
    prepend: [`// Generated from schema.graphql and ${madeFrom} by codegen.ts. Do not edit.`],
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
const scalars = (json: string) => ({
  ID: 'string',
  DateTime: { input: 'Date | string', output: 'string' },
  Decimal: { input: 'string | number', output: 'string' },
  JSON: `${json}#JsonValue`,
  JSONObject: `${json}#JsonObject`,
  TimeZone: 'string',
  Currency: 'string',
});

const types = (json: string) => ({
  plugins: ['header', 'typescript-operations'],
  config: {
    strictScalars: true,
    scalars: scalars(json),
    useTypeImports: true,
    // Only where an operation asks for it: elsewhere it would be a field that is never there.
    skipTypename: true,
    immutableTypes: true,
    arrayInputCoercion: false,
  },
});

/** What each workspace generates from its own operations, and into which folder. */
const client = { folder: 'client/src/generated/', documents: 'client/operations/*.graphql' };
const dashboard = { folder: 'dashboard/src/generated/', documents: 'dashboard/operations/*.graphql' };

const config: CodegenConfig = {
  schema: 'schema.graphql',
  errorsOnly: true,
  pluginLoader: async (name: string) =>
    name in localPlugins ? localPlugins[name as keyof typeof localPlugins] : await import(name),
  generates: {
    ...generated(client, '../json.ts', {
      'documents.ts': { plugins: ['header', 'client-documents'], config: { typedDocumentFrom: '../document.ts' } },
      'methods.ts': { plugins: ['header', 'client-methods'] },
      'type-names.ts': { plugins: ['header', 'client-type-names'] },
    }),
    // The dashboard is a user of the client package like any other.
    ...generated(dashboard, '@misura/client', {
      'documents.ts': { plugins: ['header', 'client-documents'], config: { typedDocumentFrom: '@misura/client' } },
    }),
  },
};

type Generated = { readonly plugins: string[]; readonly config?: object };

function generated(
  { folder, documents }: { folder: string; documents: string },
  json: string,
  files: Record<string, Generated>,
) {
  const madeFrom = documents.replace('/*.graphql', '');
  const all: [string, Generated][] = [['types.ts', types(json)], ...Object.entries(files)];
  return Object.fromEntries(
    all.map(([file, { plugins, config }]) => [folder + file, { documents, plugins, config: { madeFrom, ...config } }]),
  );
}

export default config;
