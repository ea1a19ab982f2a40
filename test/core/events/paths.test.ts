import fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyPaths } from '../../../src/core/events/paths.ts';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import { readProperty } from '../../../src/core/meters/property.ts';
import { compareText } from '../../../src/core/text.ts';

test('the paths of all values that a meter could read, through objects and not through lists', () => {
  const events: JsonObject[] = [
    { usage: { tokens: 3, model: 'x' }, tags: ['a', { b: 1 }], none: null },
    { usage: { tokens: 4 }, 'a.b': true, empty: {} },
  ];
  expect(propertyPaths(events, 50)).toEqual(['a.b', 'none', 'tags', 'usage.model', 'usage.tokens']);
  expect(propertyPaths(events, 2)).toEqual(['a.b', 'none']);
});

test('a value that no path leads to is left out, behind a key with dots or hidden by one; a key with dots may be the last', () => {
  const key = '\u0007';
  expect(propertyPaths([{ 'a.b': { c: 1 }, a: { 'x.y': 2, b: 3 } }, { [key]: 1 }], 50)).toEqual(['a.x.y']);
});

test('each path leads to a value of one of the events, and each value by itself has one', () => {
  const keys = fc.constantFrom('a', 'b', 'a.b', 'c');
  const { node } = fc.letrec<{ node: JsonObject; value: JsonValue }>((tie) => ({
    node: fc.dictionary(keys, tie('value')) as fc.Arbitrary<JsonObject>,
    value: fc.oneof({ depthSize: 'small' }, fc.constantFrom(1, 'x', null), tie('node') as fc.Arbitrary<JsonValue>),
  }));
  fc.assert(
    fc.property(fc.array(node, { maxLength: 4 }), (events) => {
      const paths = propertyPaths(events, 1_000);
      expect(paths).toEqual([...new Set(paths)].sort(compareText));
      for (const path of paths) {
        const values = events.map((properties) => readProperty(properties, path));
        expect(values.some((value) => value !== undefined && (typeof value !== 'object' || value === null))).toBe(true);
      }
      for (const properties of events) {
        for (const [key, value] of Object.entries(properties)) {
          if (typeof value !== 'object' || value === null) expect(paths).toContain(key);
        }
      }
    }),
    { numRuns: 50 },
  );
});
