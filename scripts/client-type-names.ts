import { isInterfaceType, isUnionType } from 'graphql';
import type { ClientPlugin } from './client-operations.ts';

/** Which members of results are errors and which are not. `unwrap` decides by their names, not by their fields. */
export const clientTypeNames: ClientPlugin = {
  plugin(schema) {
    const errorType = schema.getType('Error');
    if (!isInterfaceType(errorType)) throw new Error('The schema has no interface Error.');
    const errors = schema.getPossibleTypes(errorType).map((type) => type.name);
    const members = Object.values(schema.getTypeMap()).flatMap((type) => (isUnionType(type) ? type.getTypes() : []));
    const payloads = [...new Set(members.map((type) => type.name))].filter((name) => !errors.includes(name));
    const union = errors
      .toSorted()
      .map((name) => `\n  | '${name}'`)
      .join('');
    const list = payloads
      .toSorted()
      .map((name) => `\n  '${name}',`)
      .join('');
    return `export type ErrorTypeName =${union};\n\nexport const payloadTypeNames: readonly string[] = [${list}\n];`;
  },
};
