import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromPathPart, pathPart } from '../../dashboard/src/format/address.ts';

test('any name comes back from an address as it went in, also where the path was decoded on the way', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
      const part = pathPart(name);
      expect(part).toMatch(/^[\w.!~*'()-]+$/);
      expect(fromPathPart(part)).toBe(name);
      expect(fromPathPart(decodeURIComponent(part))).toBe(name);
      const { pathname } = new URL(`/customers/${part}`, 'http://localhost');
      expect(fromPathPart(pathname.slice('/customers/'.length))).toBe(name);
    }),
  );
  expect(['a/b', 'a%2Fb', '..', '~', 'ü 1'].map(pathPart)).toEqual(['a~2Fb', 'a~252Fb', '~2E~2E', '~7E', '~C3~BC~201']);
});

test('an address that nobody here made is taken as it is', () => {
  expect(['~', '100%', 'a~zz'].map(fromPathPart)).toEqual(['~', '100%', 'a~zz']);
});
