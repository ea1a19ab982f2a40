import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import { expect, test } from 'vitest';
import { contractProblem } from '../../scripts/schema-check.ts';
import { schema } from '../../src/graphql/schema.ts';

test('the committed schema.graphql is the schema of the code', () => {
  expect(contractProblem()).toBeNull();
});

test('every type, field, argument and enum value says what it is', () => {
  expect(undescribed(schema)).toEqual([]);
});

test('descriptions are sentences', () => {
  const bad = described(schema).filter(({ text }) => !/^[A-Z`].*[.…?]$/s.test(text));
  expect(bad).toEqual([]);
});

test('a mutation takes one input and gives a nullable union of its payload and errors', () => {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const Name = `${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}`;
    expect(`${field.name}(${field.args.map((arg) => `${arg.name}: ${arg.type}`).join()}): ${field.type}`).toBe(
      `${field.name}(input: ${Name}Input!): ${Name}Result`,
    );
    const union = schema.getType(`${Name}Result`);
    if (!isUnionType(union)) throw new Error(`${Name}Result is no union.`);
    const [payload, ...errors] = [...union.getTypes()].sort((a, b) => Number(isError(a)) - Number(isError(b)));
    expect(payload?.name).toBe(`${Name}Payload`);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.filter((type) => !isError(type))).toEqual([]);
  }
});

test('a connection has edges, nodes and pageInfo, and its field takes first, after, last and before', () => {
  const connections = fieldsOf(schema).filter(({ type }) => type.endsWith('Connection!'));
  expect(connections.map(({ coordinate }) => coordinate).sort()).toEqual([
    'CreditLedgerEntry.events',
    'Customer.creditAlerts',
    'Customer.creditHolds',
    'Customer.creditLedger',
    'Customer.events',
    'Customer.invoices',
    'Customer.subscriptions',
    'CustomerSubscription.invoices',
    'InvoiceLine.events',
    'Query.apiKeys',
    'Query.creditTypes',
    'Query.customers',
    'Query.events',
    'Query.invoices',
    'Query.meters',
    'Query.products',
    'Query.subscriptions',
  ]);
  for (const { args, type } of connections) {
    expect(args).toEqual(expect.arrayContaining(['first', 'after', 'last', 'before']));
    const connection = schema.getType(type.slice(0, -1));
    if (!isObjectType(connection)) throw new Error(`${type} is no object.`);
    expect(Object.keys(connection.getFields()).sort()).toEqual(['edges', 'nodes', 'pageInfo']);
  }
});

test('what may be missing is said in one place: lists and their items are never null, but for nodes(ids)', () => {
  const nullable = fieldsOf(schema).filter(({ field }) => {
    const type = isNonNullType(field.type) ? field.type.ofType : field.type;
    return isListType(type) && !(isNonNullType(field.type) && isNonNullType(type.ofType));
  });
  expect(nullable.map(({ coordinate }) => coordinate)).toEqual(['Query.nodes']);
});

function isError(type: GraphQLNamedType): boolean {
  return isObjectType(type) && type.getInterfaces().some((implemented) => implemented.name === 'Error');
}

function ownTypes(of: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(of.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type));
}

function fieldsOf(of: GraphQLSchema) {
  return ownTypes(of).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields()).map((field) => ({
          coordinate: `${type.name}.${field.name}`,
          type: String(field.type),
          args: field.args.map((arg) => arg.name),
          field,
        }))
      : [],
  );
}

/** Everything that has or should have a description, by its schema coordinate. */
function elements(of: GraphQLSchema): { coordinate: string; text: string | null | undefined }[] {
  return ownTypes(of).flatMap((type) => {
    const own = { coordinate: type.name, text: type.description };
    const parts: { coordinate: string; text: string | null | undefined }[] = [];
    if (isEnumType(type)) {
      for (const value of type.getValues())
        parts.push({ coordinate: `${type.name}.${value.name}`, text: value.description });
    }
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        parts.push({ coordinate: `${type.name}.${field.name}`, text: field.description });
        for (const arg of 'args' in field ? field.args : []) {
          parts.push({ coordinate: `${type.name}.${field.name}(${arg.name}:)`, text: arg.description });
        }
      }
    }
    return [own, ...parts];
  });
}

function undescribed(of: GraphQLSchema): string[] {
  return elements(of)
    .filter(({ text }) => !text)
    .map(({ coordinate }) => coordinate);
}

function described(of: GraphQLSchema): { coordinate: string; text: string }[] {
  return elements(of).flatMap(({ coordinate, text }) => (text ? [{ coordinate, text }] : []));
}
