import type { JsonObject, JsonValue } from '../json.ts';

/**
 * The value at a path such as `usage.tokens`, or undefined if there is none. An explicit null is a value.
 *
 * The whole path is tried as a key first, so a key that contains dots is reached by its own name; only then is the
 * part before the first dot entered. Paths lead through objects, never into arrays or text, and only to the object's
 * own keys: `constructor` or `__proto__` are found if the event has them.
 */
export function readProperty(properties: JsonObject, path: string): JsonValue | undefined {
  if (Object.hasOwn(properties, path)) return properties[path];
  const dot = path.indexOf('.');
  if (dot === -1) return undefined;
  const head = path.slice(0, dot);
  const inner = Object.hasOwn(properties, head) ? properties[head] : undefined;
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return undefined;
  return readProperty(inner, path.slice(dot + 1));
}
