import { getIntrospectionQuery } from 'graphql';
import { asked, type HostileCase, many, tooLarge } from './case.ts';

const listed = 'types { name fields { name args { name } type { name } } }';

/** Small questions about the schema with large answers. */
export const introspections: readonly HostileCase[] = [
  {
    name: 'the whole schema, by nobody',
    sent: () => asked(getIntrospectionQuery(), {}, { as: 'nobody' }),
    must: { longReply: true, data: { __schema: { queryType: { name: 'Query' } } } },
  },
  {
    name: 'the whole schema 100 times',
    sent: () => asked(`{ ${many(100, (i) => `a${i}: __schema { ${listed} }`)} }`),
    must: tooLarge,
  },
  {
    name: 'all types 100 times in one schema',
    sent: () => asked(`{ __schema { ${many(100, (i) => `a${i}: ${listed}`)} } }`),
    must: tooLarge,
  },
  {
    name: 'one type 100 times, by way of a fragment',
    sent: () =>
      asked(
        `{ ${many(100, (i) => `a${i}: __type(name: "Query") { ...t }`)} } fragment t on __Type { ${many(30, (i) => `f${i}: fields { name args { name } }`)} }`,
      ),
    must: tooLarge,
  },
  {
    name: 'types of fields of types of fields',
    sent: () => asked('{ __schema { types { fields { type { fields { type { name kind } } } } } } }'),
    must: { longReply: true, data: { __schema: {} } },
  },
  {
    name: 'four levels of fields of types',
    sent: () =>
      asked('{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }'),
    must: { code: 'GRAPHQL_VALIDATION_FAILED', says: /introspection depth/ },
  },
  {
    name: 'types in types by ofType',
    sent: () => asked(`{ __type(name: "Query") { ${'ofType { '.repeat(50)} name ${'} '.repeat(50)} } }`),
    must: { data: { __type: { ofType: null } } },
  },
];
