import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/** Whether nothing but these fields is asked of what a resolver gives: not by a fragment either, nor by what may be skipped. */
export function selectsOnly({ fieldNodes, fragments }: GraphQLResolveInfo, names: ReadonlySet<string>): boolean {
  function isWithin(selected: SelectionSetNode | undefined): boolean {
    if (selected === undefined) return true;
    return selected.selections.every((selection) => {
      if (selection.kind === Kind.FIELD) return names.has(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return isWithin(selection.selectionSet);
      return isWithin(fragments[selection.name.value]?.selectionSet);
    });
  }
  return fieldNodes.every(({ selectionSet }) => isWithin(selectionSet));
}
