import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../../src/core/decimal.ts';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import { compileFilter, type EventFilter, type FilterOperator, filterIssues } from '../../../src/core/meters/filter.ts';

const where = (operator: FilterOperator, value?: JsonValue, property = 'p'): EventFilter => ({
  where: value === undefined ? { property, operator } : { property, operator, value },
});
const passes = (filter: EventFilter | null, properties: JsonObject) => compileFilter(filter)(properties);

/** One of each kind, and how it compares with the number 5, the text "5" and the boolean true. */
const kinds: [string, JsonObject][] = [
  ['missing', {}],
  ['null', { p: null }],
  ['4', { p: 4 }],
  ['5', { p: 5 }],
  ['6', { p: 6 }],
  ['"4"', { p: '4' }],
  ['"5"', { p: '5' }],
  ['"6"', { p: '6' }],
  ['true', { p: true }],
  ['false', { p: false }],
  ['[5]', { p: [5] }],
  ['["5"]', { p: ['5'] }],
  ['{}', { p: {} }],
];
const names = kinds.map(([name]) => name);
const present = names.slice(1);
const except = (...out: string[]) => present.filter((name) => !out.includes(name));

describe('a condition holds for exactly', () => {
  test.each<[FilterOperator, JsonValue | undefined, string[]]>([
    ['EQUALS', 5, ['5']],
    ['EQUALS', '5', ['"5"']],
    ['EQUALS', true, ['true']],
    ['EQUALS', null, ['null']],
    ['NOT_EQUALS', 5, except('5')],
    ['NOT_EQUALS', '5', except('"5"')],
    ['NOT_EQUALS', true, except('true')],
    ['NOT_EQUALS', null, except('null')],
    ['GREATER_THAN', 5, ['6']],
    ['GREATER_THAN', '5', ['"6"']],
    ['GREATER_THAN_OR_EQUAL', 5, ['5', '6']],
    ['GREATER_THAN_OR_EQUAL', '5', ['"5"', '"6"']],
    ['LESS_THAN', 5, ['4']],
    ['LESS_THAN', '5', ['"4"']],
    ['LESS_THAN_OR_EQUAL', 5, ['4', '5']],
    ['LESS_THAN_OR_EQUAL', '5', ['"4"', '"5"']],
    ['CONTAINS', '5', ['"5"', '["5"]']],
    ['CONTAINS', 5, ['[5]']],
    ['NOT_CONTAINS', '5', except('"5"', '["5"]')],
    ['NOT_CONTAINS', 5, except('[5]')],
    ['IN', [4, '5', true], ['4', '"5"', 'true']],
    ['IN', [null], ['null']],
    ['NOT_IN', [4, '5', true], except('4', '"5"', 'true')],
    ['EXISTS', undefined, present],
    ['NOT_EXISTS', undefined, ['missing']],
  ])('%s %j', (operator, value, expected) => {
    expect(filterIssues(where(operator, value))).toEqual([]);
    const holds = kinds.filter(([, properties]) => passes(where(operator, value), properties)).map(([name]) => name);
    expect(holds).toEqual(expected);
  });
});

test('numbers compare as decimals', () => {
  expect(passes(where('GREATER_THAN', 9), { p: 10 })).toBe(true);
  expect(passes(where('EQUALS', 1), JSON.parse('{"p":1.0}'))).toBe(true);
  expect(passes(where('EQUALS', 0), { p: -0 })).toBe(true);
  expect(passes(where('GREATER_THAN', 0.1), { p: 0.1 + 0.2 - 0.2 })).toBe(true);
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
    fc.integer({ min: -2, max: 2 }),
  );
  fc.assert(
    fc.property(number, number, (p, value) => {
      const order = new Decimal(p).comparedTo(value);
      expect(passes(where('GREATER_THAN', value), { p })).toBe(order > 0);
      expect(passes(where('GREATER_THAN_OR_EQUAL', value), { p })).toBe(order >= 0);
      expect(passes(where('LESS_THAN', value), { p })).toBe(order < 0);
      expect(passes(where('LESS_THAN_OR_EQUAL', value), { p })).toBe(order <= 0);
      expect(passes(where('EQUALS', value), { p })).toBe(order === 0);
      expect(passes(where('NOT_EQUALS', value), { p })).toBe(order !== 0);
    }),
  );
});

test('text compares by code point', () => {
  expect(passes(where('GREATER_THAN', '\uff5e'), { p: '\u{1f600}' })).toBe(true);
  expect(passes(where('LESS_THAN', 'a'), { p: 'Z' })).toBe(true);
  expect(passes(where('LESS_THAN', '9'), { p: '10' })).toBe(true);
  expect(passes(where('CONTAINS', ''), { p: 'x' })).toBe(true);
  expect(passes(where('CONTAINS', 'ell'), { p: 'hello' })).toBe(true);
  expect(passes(where('CONTAINS', 'ell'), { p: ['hello'] })).toBe(false);
});

test('a condition reaches into nested properties', () => {
  expect(passes(where('EQUALS', 'gpt', 'model.name'), { model: { name: 'gpt' } })).toBe(true);
  expect(passes(where('NOT_EQUALS', 'gpt', 'model.name'), { model: 'gpt' })).toBe(false);
  expect(passes(where('EXISTS', undefined, 'constructor'), {})).toBe(false);
});

test('groups combine', () => {
  const [yes, no] = [where('EXISTS'), where('NOT_EXISTS')];
  expect(passes(null, {})).toBe(true);
  expect(passes({ all: [yes, yes] }, { p: 1 })).toBe(true);
  expect(passes({ all: [yes, no] }, { p: 1 })).toBe(false);
  expect(passes({ any: [no, yes] }, { p: 1 })).toBe(true);
  expect(passes({ any: [no, no] }, { p: 1 })).toBe(false);
  expect(passes({ all: [{ any: [no, yes] }, { all: [yes] }] }, { p: 1 })).toBe(true);
});

describe('filterIssues', () => {
  const groups = (levels: number): EventFilter => (levels === 0 ? where('EXISTS') : { all: [groups(levels - 1)] });
  const conditions = (count: number): EventFilter => ({ any: new Array(count).fill(where('EXISTS')) });

  test('a filter may have 5 levels of groups', () => {
    expect(filterIssues(groups(5))).toEqual([]);
    expect(filterIssues(groups(6))).toMatchObject([{ message: expect.stringContaining('5 levels') }]);
    expect(filterIssues(groups(5000))).toHaveLength(1);
  });

  test('a filter may have 50 conditions, however they are grouped', () => {
    expect(filterIssues(conditions(50))).toEqual([]);
    expect(filterIssues(conditions(51))).toMatchObject([{ message: expect.stringContaining('50 conditions') }]);
    expect(filterIssues({ all: [conditions(25), conditions(25)] })).toEqual([]);
    expect(filterIssues({ all: [conditions(25), conditions(26)] })).toHaveLength(1);
  });

  test('groups are not empty, and nothing is two things', () => {
    expect(filterIssues({ all: [] })).toMatchObject([{ path: ['all'] }]);
    expect(filterIssues({ all: [where('EXISTS'), { any: [] }] })).toMatchObject([{ path: ['all', '1', 'any'] }]);
    expect(filterIssues({ all: [where('EXISTS')], any: [where('EXISTS')] } as EventFilter)).toHaveLength(1);
    expect(filterIssues({} as EventFilter)).toHaveLength(1);
  });

  test.each<[FilterOperator, JsonValue | undefined]>([
    ['EQUALS', undefined],
    ['EQUALS', [1]],
    ['NOT_EQUALS', {}],
    ['EQUALS', 2 ** 53],
    ['EQUALS', 'a\u0000'],
    ['EQUALS', '\ud800'],
    ['GREATER_THAN', undefined],
    ['GREATER_THAN', null],
    ['GREATER_THAN_OR_EQUAL', true],
    ['LESS_THAN', [1]],
    ['LESS_THAN_OR_EQUAL', {}],
    ['CONTAINS', undefined],
    ['NOT_CONTAINS', ['a']],
    ['IN', undefined],
    ['IN', 'a'],
    ['IN', []],
    ['NOT_IN', [[1]]],
    ['IN', new Array(1001).fill(1)],
    ['EXISTS', true],
    ['NOT_EXISTS', 'a'],
  ])('%s refuses %j', (operator, value) => {
    expect(filterIssues(where(operator, value))).toMatchObject([{ path: ['where', 'value'] }]);
  });

  test('an operator without a value may be given null', () => {
    expect(filterIssues(where('EXISTS', null))).toEqual([]);
  });

  test.each(['', 'a\u0000', 'x'.repeat(256)])('the property %j is refused', (property) => {
    expect(filterIssues({ all: [where('EXISTS', undefined, property)] })).toMatchObject([
      { path: ['all', '0', 'where', 'property'] },
    ]);
  });
});
