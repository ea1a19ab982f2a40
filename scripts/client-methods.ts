import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
} from 'graphql';
import {
  type ClientPlugin,
  definitions,
  documentName,
  type Operation,
  pascalName,
  resultType,
} from './client-operations.ts';

/** One method for each operation, with the description that the schema gives the field. */
export const clientMethods: ClientPlugin = {
  plugin(schema, documents) {
    const { operations, fragments } = definitions(documents);
    const requests = operations.filter((operation) => operation.operation !== 'subscription');
    const results = requests.filter((operation) => answer(schema, operation).result);
    const live = operations.filter((operation) => operation.operation === 'subscription');
    const methods = (list: readonly Operation[], kind: 'request' | 'live') => list.map((o) => method(schema, o, kind));
    return {
      prepend: [
        "import type { LiveFeed, LiveOptions, Subscribe } from '../live.ts';",
        "import type { RequestOptions, SendRequest } from '../request.ts';",
        "import { type ResultOf, requireResult } from '../result.ts';",
        "import * as documents from './documents.ts';",
        "import type * as types from './types.ts';\n",
      ],
      content: [
        ...[...fragments.values()].map((fragment) => fragmentAlias(schema, fragment)),
        ...results.map((operation) => resultAlias(schema, operation)),
        factory('Methods', 'createMethods', 'request: SendRequest', methods(requests, 'request')),
        factory('LiveMethods', 'createLiveMethods', 'subscribe: Subscribe', methods(live, 'live')),
      ].join('\n\n'),
    };
  },
};

type Method = { readonly signature: string; readonly implementation: string };

function method(schema: GraphQLSchema, operation: Operation, kind: 'request' | 'live'): Method {
  const { path, description, nullable, result, fragment } = answer(schema, operation);
  const name = operation.name.value;
  const { parameter, argument, sent } = argumentOf(operation);
  const type = fragment ?? pathType(operation, path);
  const picked = result ? `${pascalName(operation)}Result` : `${type}${nullable ? ' | null' : ''}`;
  const returned = kind === 'live' ? `LiveFeed<${picked}>` : `Promise<${picked}>`;
  const options = kind === 'live' ? 'LiveOptions' : 'RequestOptions';
  const read = `data.${path.join('?.')}${path.length > 1 ? ' ?? null' : ''}`;
  const pick = result ? `(data) => requireResult('${name}', ${read})` : `(data) => ${read}`;
  const send = kind === 'live' ? 'subscribe' : 'request';
  return {
    signature: `${docstring(description, '  ')}  ${name}(${parameter}options?: ${options}): ${returned};`,
    implementation:
      `    ${name}: (${argument}options) =>\n` +
      `      ${send}(documents.${documentName(operation)}, ${sent}, ${pick}, options),`,
  };
}

/** A mutation takes its input as it is. What only has optional variables can be called without any. */
function argumentOf(operation: Operation): { parameter: string; argument: string; sent: string } {
  const variables = operation.variableDefinitions ?? [];
  const input = inputType(operation);
  if (variables.length === 0) return { parameter: '', argument: '', sent: '{}' };
  if (input !== null) return { parameter: `input: types.${input}, `, argument: 'input, ', sent: '{ input }' };
  const type = `types.${resultType(operation)}Variables`;
  const required = variables.some((variable) => variable.type.kind === Kind.NON_NULL_TYPE);
  if (required) return { parameter: `variables: ${type}, `, argument: 'variables, ', sent: 'variables' };
  return { parameter: `variables?: ${type}, `, argument: 'variables, ', sent: 'variables ?? {}' };
}

/** What a method gives back: the one field the operation is about, however deep it lies. */
function answer(schema: GraphQLSchema, operation: Operation) {
  const path: string[] = [];
  let nullable = false;
  let description: string | null | undefined = null;
  let type: GraphQLOutputType | undefined = schema.getRootType(operation.operation) ?? undefined;
  let selections = operation.selectionSet.selections;
  while (selections.length === 1 && selections[0]?.kind === Kind.FIELD) {
    const node: FieldNode = selections[0];
    const parent: GraphQLNamedType | undefined = type === undefined ? undefined : getNamedType(type);
    if (!isObjectType(parent) && !isInterfaceType(parent)) break;
    const field: GraphQLField<unknown, unknown> | undefined = parent.getFields()[node.name.value];
    if (field === undefined) throw new Error(`${operation.name.value}: no field ${node.name.value}`);
    nullable = nullable || !isNonNullType(field.type);
    description = field.description;
    type = field.type;
    path.push(node.name.value);
    selections = node.selectionSet?.selections ?? [];
  }
  const named = type === undefined ? undefined : getNamedType(type);
  const whole = selections.length === 1 && selections[0]?.kind === Kind.FRAGMENT_SPREAD;
  // The short name where there is one, because that is what an editor shows.
  const fragment = whole && named !== undefined && getNullableType(type) === named ? named.name : null;
  return { path, description, nullable, fragment, result: isUnionType(named) };
}

function pathType(operation: Operation, path: readonly string[]): string {
  return path.reduce((type, field) => `NonNullable<${type}['${field}']>`, `types.${resultType(operation)}`);
}

function resultAlias(schema: GraphQLSchema, operation: Operation): string {
  const { path, description } = answer(schema, operation);
  const type = `ResultOf<${pathType(operation, path)}>`;
  return `${docstring(description, '')}export type ${pascalName(operation)}Result = ${type};`;
}

function inputType(operation: Operation): string | null {
  const [only, ...others] = operation.variableDefinitions ?? [];
  if (only === undefined || others.length > 0 || only.variable.name.value !== 'input') return null;
  return only.type.kind === Kind.NON_NULL_TYPE && only.type.type.kind === Kind.NAMED_TYPE
    ? only.type.type.name.value
    : null;
}

function factory(type: string, name: string, parameter: string, methods: readonly Method[]): string {
  return [
    `export interface ${type} {\n${methods.map((m) => m.signature).join('\n')}\n}`,
    `export function ${name}(${parameter}): ${type} {\n  return {\n${methods.map((m) => m.implementation).join('\n')}\n  };\n}`,
  ].join('\n\n');
}

function fragmentAlias(schema: GraphQLSchema, fragment: FragmentDefinitionNode): string {
  const type = fragment.typeCondition.name.value;
  return `${docstring(schema.getType(type)?.description, '')}export type ${type} = types.${fragment.name.value}Fragment;`;
}

function docstring(description: string | null | undefined, indent: string): string {
  if (description == null || description === '') return '';
  const lines = description.replaceAll('*/', '*\\/').split('\n');
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}
