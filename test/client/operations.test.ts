import { readdirSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLField,
  type GraphQLObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { expect, test } from 'vitest';
import { createClient } from '../../client/src/index.ts';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const client = createClient({ url: 'http://127.0.0.1:1/graphql', key: 'none' });
const generated = readFileSync('client/src/generated/methods.ts', 'utf8');

const fieldsOf = (type: GraphQLObjectType | null | undefined): GraphQLField<unknown, unknown>[] =>
  Object.values(type?.getFields() ?? {});
const namesOf = (fields: readonly GraphQLField<unknown, unknown>[]) => fields.map(({ name }) => name);
const requests = [...fieldsOf(schema.getQueryType()), ...fieldsOf(schema.getMutationType())];
const live = fieldsOf(schema.getSubscriptionType());

const operations = new Map(
  readdirSync('client/operations')
    .flatMap((file) => parse(readFileSync(`client/operations/${file}`, 'utf8')).definitions)
    .filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => [operation.name?.value, operation]),
);

test('every query and every mutation of the schema is a method', () => {
  expect(requests.length).toBeGreaterThan(20);
  const missing = requests.filter(({ name }) => typeof client[name as 'customer'] !== 'function');
  expect(namesOf(missing), 'write an operation of that name in client/operations').toEqual([]);
});

test('every live field of the schema is a method', () => {
  expect(live.length).toBeGreaterThan(1);
  const missing = live.filter(({ name }) => typeof client.live[name as 'usageUpdated'] !== 'function');
  expect(namesOf(missing), 'write an operation of that name in client/operations/live.graphql').toEqual([]);
});

test('every argument of those fields can be given', () => {
  const missing = [...requests, ...live].flatMap(({ name, args }) => {
    const variables = operations.get(name)?.variableDefinitions?.map(({ variable }) => variable.name.value);
    return args.filter((arg) => !variables?.includes(arg.name)).map((arg) => `${name}(${arg.name}:)`);
  });
  expect(missing, 'give the operation in client/operations a variable for it').toEqual([]);
});

test('every method says what the schema says of its field', () => {
  const silent = [...requests, ...live].filter(
    ({ name, description }) => !generated.includes(`  /** ${description} */\n  ${name}(`),
  );
  expect(namesOf(silent), 'run `npm run generate`').toEqual([]);
});

test('a method that is no field of the schema says what the field it reads says', () => {
  const others = [...operations.keys()].filter((name) => ![...requests, ...live].some((field) => field.name === name));
  expect(others).toContain('customerUsageWindows');
  const silent = others.filter((name) => !new RegExp(` \\*/\\n  ${name}\\(`).test(generated));
  expect(silent, 'give the field in schema.graphql a description').toEqual([]);
});
