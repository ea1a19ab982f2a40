import { expect, test } from 'vitest';
import { readProperty } from '../../../src/core/meters/property.ts';

test.each([
  ['{"a":1}', 'a', 1],
  ['{"usage":{"tokens":5}}', 'usage.tokens', 5],
  ['{"usage.tokens":7,"usage":{"tokens":5}}', 'usage.tokens', 7],
  ['{"usage":{"a.b":{"c":1}}}', 'usage.a.b', { c: 1 }],
  ['{"a":{"b":{"c":{"d":4}}}}', 'a.b.c.d', 4],
  ['{"a":null}', 'a', null],
  ['{"a":false}', 'a', false],
  ['{"__proto__":{"x":1}}', '__proto__.x', 1],
  ['{"__proto__":3}', '__proto__', 3],
  ['{"constructor":{"name":"n"}}', 'constructor.name', 'n'],
  ['{"":{"":1}}', '.', 1],
  ['{"a":[1]}', 'a', [1]],
])('%s at %s', (properties, path, expected) => {
  expect(readProperty(JSON.parse(properties), path)).toEqual(expected);
});

test.each([
  ['{}', 'a'],
  ['{"a":1}', 'a.b'],
  ['{"a":null}', 'a.b'],
  ['{"a":"text"}', 'a.length'],
  ['{"a":[{"b":1}]}', 'a.length'],
  ['{"a":[{"b":1}]}', 'a.0.b'],
  ['{}', '__proto__'],
  ['{}', 'constructor'],
  ['{}', 'constructor.name'],
  ['{}', 'toString'],
  ['{"a":{}}', 'a.hasOwnProperty'],
  ['{"a":{}}', 'a.__proto__.constructor'],
  ['{"A":1}', 'a'],
])('%s has nothing at %s', (properties, path) => {
  expect(readProperty(JSON.parse(properties), path)).toBeUndefined();
});
