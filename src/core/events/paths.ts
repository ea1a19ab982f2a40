import type { JsonObject, JsonValue } from '../json.ts';
import { readProperty } from '../meters/property.ts';
import { canName, compareText } from '../text.ts';

/**
 * The paths of the values in these properties that a meter could name, in alphabetical order, at most `limit`: those of
 * everything but objects. A value that no path leads to, or only one that a meter must not have, is not in it.
 */
export function propertyPaths(all: readonly JsonObject[], limit: number): string[] {
  const paths = new Set<string>();
  for (const properties of all) {
    for (const [path, value] of leaves(properties, '')) {
      if (canName(path) && readProperty(properties, path) === value) paths.add(path);
    }
  }
  return [...paths].sort(compareText).slice(0, limit);
}

function* leaves(object: JsonObject, prefix: string): Generator<readonly [path: string, value: JsonValue]> {
  for (const [key, value] of Object.entries(object)) {
    const path = prefix + key;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) yield* leaves(value, `${path}.`);
    else yield [path, value];
  }
}
