import {
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isLeafType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import { refusal } from './refusals.ts';

// The deepest filter that is any good has 5 groups within each other, which are 11 objects and lists.
const levelsMax = 64;
// And it has 50 conditions.
const partsMax = 5_000;

// Twice as many as are ever taken, so that who has some too many hears so from the field. A million ids took 0.4 s to be
// refused.
const itemsMax = 20_000;

/**
 * Refuses variables whose input objects are within each other too deep, or are too many, where the schema itself sets no
 * end to it: only a filter can hold filters. GraphQL's coercion calls itself for each level, and 2,000 exhaust the stack.
 * And lists of plain values that are longer than any list may be.
 */
export function requireShallowInputs(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  for (const { variable, type } of operation.variableDefinitions ?? []) {
    const named = getNamedType(typeFromAST(schema, type as never) as GraphQLNamedType | undefined);
    const name = variable.name.value;
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (isLeafType(named) && Array.isArray(value) && value.length > itemsMax && type.kind !== Kind.NAMED_TYPE) {
      throw refusal('BAD_USER_INPUT', `Variable "$${name}" has more than ${itemsMax} items.`);
    }
    if (isInputObjectType(named) && leadsToRecursion(named)) {
      requireShallow(name, named, value);
    }
  }
}

type Part = { readonly value: unknown; readonly type: GraphQLInputObjectType; readonly level: number };

function requireShallow(name: string, type: GraphQLInputObjectType, value: unknown): void {
  const parts: Part[] = [{ value, type, level: 1 }];
  let seen = 0;
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const { value, type, level } = part;
    if (typeof value !== 'object' || value === null) continue;
    if (level > levelsMax)
      throw refusal('BAD_USER_INPUT', `Variable "$${name}" is nested more than ${levelsMax} levels deep.`);
    seen += Array.isArray(value) ? value.length : 1;
    if (seen > partsMax) throw refusal('BAD_USER_INPUT', `Variable "$${name}" has more than ${partsMax} parts.`);
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) parts.push({ value: item, type, level: level + 1 });
      continue;
    }
    for (const field of Object.values(type.getFields())) {
      const inner = getNamedType(field.type);
      if (!isInputObjectType(inner) || !leadsToRecursion(inner) || !Object.hasOwn(value, field.name)) continue;
      parts.push({ value: (value as Record<string, unknown>)[field.name], type: inner, level: level + 1 });
    }
  }
}

const known = new WeakMap<GraphQLInputObjectType, boolean>();

/** Whether a value of this type can be of any depth: it holds, somewhere, a type that holds itself. */
function leadsToRecursion(type: GraphQLInputObjectType): boolean {
  let leads = known.get(type);
  if (leads === undefined) {
    leads = [type, ...heldBy(type)].some((held) => heldBy(held).has(held));
    known.set(type, leads);
  }
  return leads;
}

/** Every input object type that a value of this type can hold, at any depth. */
function heldBy(type: GraphQLInputObjectType): Set<GraphQLInputObjectType> {
  const held = new Set<GraphQLInputObjectType>();
  const waiting = [type];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const field of Object.values(next.getFields())) {
      const inner = getNamedType(field.type);
      if (!isInputObjectType(inner) || held.has(inner)) continue;
      held.add(inner);
      waiting.push(inner);
    }
  }
  return held;
}
