import { expect, test } from 'vitest';
import { createDocumentCache } from '../../src/server/document-cache.ts';

const long = (i: number) => String(i).padStart(20_000, ' ');

test('documents of half a million characters are kept, those that were used last', () => {
  const cache = createDocumentCache<number>();
  for (let i = 0; i < 25; i += 1) cache.set(long(i), i);
  expect(cache.get(long(0))).toBe(0);
  cache.set(long(25), 25);
  expect([0, 1, 2, 25].map((i) => cache.get(long(i)))).toEqual([0, undefined, 2, 25]);
});

test('one that is set again counts once', () => {
  const cache = createDocumentCache<number>();
  for (let i = 0; i < 100; i += 1) cache.set(long(0), i);
  for (let i = 1; i < 25; i += 1) cache.set(long(i), i);
  expect(cache.get(long(0))).toBe(99);
});

test('one that is longer than programs send is not kept', () => {
  const cache = createDocumentCache<number>();
  cache.set('x'.repeat(20_001), 1);
  expect(cache.get('x'.repeat(20_001))).toBeUndefined();
});
