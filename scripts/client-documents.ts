import { type FragmentDefinitionNode, print, stripIgnoredCharacters, visit } from 'graphql';
import {
  type ClientPlugin,
  definitions,
  documentName,
  type Fragments,
  type Operation,
  resultType,
} from './client-operations.ts';

/**
 * The operations as strings that know their types. Strings, because then a browser bundle needs no GraphQL parser. A
 * fragment is written once, and put behind each operation that uses it: half of the text of a bundle would be repetitions.
 */
export const clientDocuments: ClientPlugin<{ readonly typedDocumentFrom: string }> = {
  plugin(_schema, documents, { typedDocumentFrom }) {
    const { operations, fragments } = definitions(documents);
    return {
      prepend: [
        `import type { TypedDocument } from '${typedDocumentFrom}';`,
        "import type * as types from './types.ts';\n",
      ],
      content: [
        "const joined = (...parts: readonly string[]): string => parts.join('');",
        ...[...fragments.values()].map((fragment) => `const ${fragment.name.value} = ${textOf(fragment)};`),
        ...operations.map((operation) => documentConstant(operation, fragments)),
      ].join('\n'),
    };
  },
};

function textOf(node: Operation | FragmentDefinitionNode): string {
  return JSON.stringify(stripIgnoredCharacters(print(node)));
}

function documentConstant(operation: Operation, fragments: Fragments): string {
  const used = new Set<string>();
  const collect = (node: Operation | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment === undefined || used.has(name.value)) return;
        used.add(name.value);
        collect(fragment);
      },
    });
  };
  collect(operation);
  const type = `types.${resultType(operation)}`;
  // Marked, so that a bundler leaves out those that nobody uses.
  const text = `/* @__PURE__ */ joined(${[textOf(operation), ...used].join(', ')})`;
  return `export const ${documentName(operation)}: TypedDocument<${type}, ${type}Variables> = ${text};`;
}
