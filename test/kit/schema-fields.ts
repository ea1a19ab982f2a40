import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

type Field = GraphQLField<unknown, unknown>;

/**
 * Documents that ask for each field of each type that can be reached from an object, by `Type.field`: one for each that
 * leads to objects, with all that these have themselves. `wrap` makes one of a selection on the first object; `values` has
 * what arguments are given that have to be given, by their names.
 */
export function documentsByField(
  schema: GraphQLSchema,
  start: string,
  wrap: (selection: string) => string,
  values: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const documents = new Map<string, string>();
  const wraps = new Map([[start, wrap]]);
  for (const [typeName, around] of wraps) {
    for (const field of Object.values((schema.getType(typeName) as GraphQLObjectType).getFields())) {
      const type = getNamedType(field.type);
      const call = `${field.name}${argumentsOf(typeName, field, values)}`;
      if (isLeafType(type)) {
        if (typeName === start || call !== field.name) documents.set(`${typeName}.${field.name}`, around(call));
        continue;
      }
      const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
      const leaves = objects.map((object) => `... on ${object.name} { __typename ${leavesOf(object)} }`);
      documents.set(`${typeName}.${field.name}`, around(`${call} { ${leaves.join(' ')} }`));
      for (const { name } of objects)
        if (!wraps.has(name)) wraps.set(name, (inner) => around(`${call} { ... on ${name} { ${inner} } }`));
    }
  }
  return documents;
}

function leavesOf(type: GraphQLObjectType): string {
  const fields = Object.values(type.getFields());
  return fields
    .filter((field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument))
    .map((field) => `${type.name}_${field.name}: ${field.name}`)
    .join(' ');
}

function argumentsOf(typeName: string, field: Field, values: Readonly<Record<string, string>>): string {
  const given = field.args.filter(isRequiredArgument).map(({ name }) => {
    const value = values[name];
    if (value === undefined) throw new Error(`Say what ${typeName}.${field.name}(${name}:) is given.`);
    return `${name}: ${value}`;
  });
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}
