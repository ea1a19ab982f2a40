import { type FragmentDefinitionNode, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql';

type Documents = readonly { readonly document?: { readonly definitions: readonly unknown[] } | undefined }[];

export type Operation = OperationDefinitionNode & { readonly name: { readonly value: string } };
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** A plugin of GraphQL Code Generator, as far as ours go. */
export type ClientPlugin<TConfig = object> = {
  plugin(schema: GraphQLSchema, documents: Documents, config: TConfig): string | { prepend: string[]; content: string };
};

/** What the `.graphql` files define. Every operation has a name: it becomes a method's. */
export function definitions(documents: Documents) {
  const all = documents.flatMap((file) => file.document?.definitions ?? []) as (Operation | FragmentDefinitionNode)[];
  const operations = all.filter((node): node is Operation => node.kind === Kind.OPERATION_DEFINITION);
  const fragments = all.filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION);
  return { operations, fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])) };
}

export function documentName(operation: Operation): string {
  return `${pascalName(operation)}Document`;
}

export function resultType(operation: Operation): string {
  return `${pascalName(operation)}${pascal(operation.operation)}`;
}

export function pascalName(operation: Operation): string {
  return pascal(operation.name.value);
}

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
