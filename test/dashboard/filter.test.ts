import { expect, test } from 'vitest';
import { type DraftFilter, filterInput, filterText, plainValue, valueKind } from '../../dashboard/src/format/filter.ts';

const where = (property: string, operator: 'EQUALS' | 'IN' | 'EXISTS', text: string): DraftFilter => ({
  kind: 'where',
  property,
  operator,
  text,
});

test('a filter is sent without what is not finished', () => {
  const draft: DraftFilter = {
    kind: 'all',
    parts: [
      where('model', 'EQUALS', 'large'),
      where('', 'EQUALS', 'x'),
      { kind: 'any', parts: [where('size', 'IN', '1, "2", a b'), where('stream', 'EXISTS', 'ignored')] },
      { kind: 'any', parts: [] },
    ],
  };
  expect(filterInput(draft)).toEqual({
    all: [
      { where: { property: 'model', operator: 'EQUALS', value: 'large' } },
      {
        any: [
          { where: { property: 'size', operator: 'IN', value: [1, '2', 'a b'] } },
          { where: { property: 'stream', operator: 'EXISTS' } },
        ],
      },
    ],
  });
  expect(filterInput({ kind: 'all', parts: [] })).toBeNull();
});

test('a value is a number only where it comes back as it was written', () => {
  expect(['1', '-0.5', '1.50', '007', '1e3', '9007199254740993', 'true', '"1"', ' a ', ''].map(plainValue)).toEqual([
    1,
    -0.5,
    '1.50',
    '007',
    '1e3',
    '9007199254740993',
    true,
    '1',
    'a',
    '',
  ]);
  expect(valueKind('EQUALS', '1')).toBe('number');
  expect(valueKind('IN', '1, a')).toBe('mixed');
  expect(valueKind('EXISTS', 'a')).toBeNull();
});

test('a filter is said in words, with brackets where they matter', () => {
  const filter = {
    all: [
      { where: { property: 'model', operator: 'EQUALS', value: 'large' } },
      {
        any: [
          { where: { property: 'tokens', operator: 'GREATER_THAN', value: 100 } },
          { where: { property: 'region', operator: 'NOT_IN', value: ['eu', 'us'] } },
          { all: [{ where: { property: 'trial', operator: 'NOT_EXISTS' } }] },
        ],
      },
    ],
  };
  expect(filterText(filter)).toBe(
    'model is "large" and (tokens is greater than 100 or region is none of "eu", "us" or trial is missing)',
  );
});
