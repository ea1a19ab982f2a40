import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonTokens } from '../../dashboard/src/format/json-tokens.ts';

test('the pieces of JSON are all of it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = jsonTokens(value)
        .map((token) => token.text)
        .join('');
      expect(text).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

test('names, texts, numbers and words are told apart', () => {
  const kinds = jsonTokens({ 'a "b"': ['c: 1', -1.5e3, true, null] })
    .filter(({ kind }) => kind !== 'mark')
    .map(({ kind, text }) => `${kind} ${text}`);
  expect(kinds).toEqual(['name "a \\"b\\""', 'text "c: 1"', 'number -1500', 'word true', 'word null']);
});
