import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLNamedType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { createClient } from '../../client/src/index.ts';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const client = createClient({ url: 'http://127.0.0.1:1/graphql', key: 'none' });

function fieldNames(type: GraphQLNamedType | null | undefined): string[] {
  return isObjectType(type) ? Object.keys(type.getFields()) : [];
}

test('every query and every mutation of the schema is a method', () => {
  const names = [...fieldNames(schema.getQueryType()), ...fieldNames(schema.getMutationType())];
  const missing = names.filter((name) => typeof client[name as 'customer'] !== 'function');
  expect(missing, 'write an operation of that name in client/operations').toEqual([]);
});

test('every live field of the schema is a method', () => {
  const names = fieldNames(schema.getSubscriptionType());
  const missing = names.filter((name) => typeof client.live[name as 'usageUpdated'] !== 'function');
  expect(missing, 'write an operation of that name in client/operations/live.graphql').toEqual([]);
});

test('every method says what the schema says of its field', () => {
  const generated = readFileSync('client/src/generated/methods.ts', 'utf8');
  const described = Object.values(schema.getMutationType()?.getFields() ?? {}).filter((field) => field.description);
  const silent = described.filter((field) => {
    const firstLine = field.description?.split('\n')[0] ?? '';
    return !generated.includes(firstLine);
  });
  expect(
    silent.map((field) => field.name),
    'run `npm run generate`',
  ).toEqual([]);
});
