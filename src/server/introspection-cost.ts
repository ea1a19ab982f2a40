import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getIntrospectionQuery,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';

/**
 * How many a list of the schema has, at most: those of the largest types. There are 250 types, as much as 50 of the
 * largest.
 */
const lengths: Readonly<Record<string, number>> = {
  types: 50,
  fields: 30,
  inputFields: 15,
  args: 5,
  enumValues: 15,
  possibleTypes: 10,
  interfaces: 1,
  directives: 5,
};

/**
 * About how many values of the schema a valid document asks for. What is behind `__schema` and `__type` costs like any other
 * field, and no other rule counts it: a hundred aliases in 7 KB took a second and were answered with 4 MB.
 */
export function introspectionCost({ definitions }: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  // A fragment may be spread in many places, and again in each of those. In a valid document all of them are of its type, so
  // either all are inside of the schema or none is.
  const known = new Map<SelectionSetNode, number>();

  function costOf(selectionSet: SelectionSetNode | undefined, inside: boolean): number {
    if (selectionSet === undefined) return 0;
    const before = known.get(selectionSet);
    if (before !== undefined) return before;
    let cost = 0;
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        const within = inside || name === '__schema' || name === '__type';
        const each = costOf(selection.selectionSet, within);
        cost += within ? 1 + each * (lengths[name] ?? 1) : each;
      } else {
        const set =
          selection.kind === Kind.FRAGMENT_SPREAD
            ? fragments.get(selection.name.value)?.selectionSet
            : selection.selectionSet;
        cost += costOf(set, inside);
      }
    }
    known.set(selectionSet, cost);
    return cost;
  }

  return definitions.reduce(
    (cost, definition) =>
      cost + (definition.kind === Kind.OPERATION_DEFINITION ? costOf(definition.selectionSet, false) : 0),
    0,
  );
}

/** Everything there is to ask of a schema, once, and a quarter for whoever asks in other words. */
export const introspectionCostMax =
  1.25 *
  introspectionCost(
    parse(
      getIntrospectionQuery({
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
        oneOf: true,
      }),
    ),
  );
