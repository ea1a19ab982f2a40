import { type FragmentDefinitionNode, print, stripIgnoredCharacters, visit } from 'graphql';
import {
  type ClientPlugin,
  definitions,
  documentName,
  type Fragments,
  type Operation,
  resultType,
} from './client-operations.ts';

/** The operations as strings that know their types. Strings, because then a browser bundle needs no GraphQL parser. */
export const clientDocuments: ClientPlugin = {
  plugin(_schema, documents) {
    const { operations, fragments } = definitions(documents);
    return {
      prepend: ["import type { TypedDocument } from '../document.ts';", "import type * as types from './types.ts';\n"],
      content: operations.map((operation) => documentConstant(operation, fragments)).join('\n'),
    };
  },
};

function documentConstant(operation: Operation, fragments: Fragments): string {
  const used = new Map<string, FragmentDefinitionNode>();
  const collect = (node: Operation | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment === undefined || used.has(name.value)) return;
        used.set(name.value, fragment);
        collect(fragment);
      },
    });
  };
  collect(operation);
  const text = stripIgnoredCharacters([operation, ...used.values()].map(print).join('\n'));
  const type = `types.${resultType(operation)}`;
  const typed = `TypedDocument<${type}, ${type}Variables>`;
  return `export const ${documentName(operation)} = ${JSON.stringify(text)} as unknown as ${typed};`;
}
