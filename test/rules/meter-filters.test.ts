import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';

let api: TestApi;
let misura: Metering;

/** One event of each kind. What a filter lets through is told by their names. */
const kinds: readonly (readonly [string, object])[] = [
  ['missing', {}],
  ['null', { p: null }],
  ['4.9', { p: 4.9 }],
  ['5', { p: 5 }],
  ['10', { p: 10 }],
  ['-5', { p: -5 }],
  ["'10'", { p: '10' }],
  ["'5'", { p: '5' }],
  ["'abc'", { p: 'abc' }],
  ["'ABC'", { p: 'ABC' }],
  ["''", { p: '' }],
  ['true', { p: true }],
  ['false', { p: false }],
  ["[5,'a']", { p: [5, 'a'] }],
  ['{}', { p: {} }],
];
const present = kinds.slice(1).map(([kind]) => kind);
const except = (...names: string[]) => present.filter((name) => !names.includes(name));

beforeAll(async () => {
  api = await createTestApi();
  misura = meteringOn(api);
  await misura.record(kinds.map(([kind, properties]) => ({ properties: { ...properties, kind, deep: properties } })));
});
afterAll(() => api.close());

/** The kinds that a meter with this filter counts. */
async function counted(filter: object): Promise<string[]> {
  const meter = await misura.meter({ aggregation: 'COUNT', groupBy: ['kind'], filter });
  const groups = await misura.groups(meter, ['kind']);
  for (const { value } of groups) expect(value).toBe('1');
  return kinds.map(([kind]) => kind).filter((kind) => groups.some(({ properties }) => properties.kind === kind));
}

const where = (operator: string, value?: unknown, property = 'p') => ({ where: { property, operator, value } });

describe('filter: a condition on a missing property is false, negated ones too (except NOT_EXISTS). Numbers compare as decimals, text by code point, booleans as booleans; different kinds are never equal and never ordered', () => {
  test.each<[string, unknown, string[]]>([
    ['EQUALS', 5, ['5']],
    ['EQUALS', 5.0, ['5']],
    ['EQUALS', '5', ["'5'"]],
    ['EQUALS', 'abc', ["'abc'"]],
    ['EQUALS', true, ['true']],
    ['NOT_EQUALS', 5, except('5')],
    ['NOT_EQUALS', 'abc', except("'abc'")],
    ['NOT_EQUALS', false, except('false')],
    ['GREATER_THAN', 5, ['10']],
    ['GREATER_THAN', 4.95, ['5', '10']],
    ['GREATER_THAN', '10', ["'5'", "'abc'", "'ABC'"]],
    ['GREATER_THAN_OR_EQUAL', 5, ['5', '10']],
    ['GREATER_THAN_OR_EQUAL', 'ABC', ["'abc'", "'ABC'"]],
    ['LESS_THAN', 5, ['4.9', '-5']],
    ['LESS_THAN', 'abc', ["'10'", "'5'", "'ABC'", "''"]],
    ['LESS_THAN_OR_EQUAL', 5, ['4.9', '5', '-5']],
    ['LESS_THAN_OR_EQUAL', '', ["''"]],
    ['CONTAINS', 'b', ["'abc'"]],
    ['CONTAINS', 'a', ["'abc'", "[5,'a']"]],
    ['CONTAINS', 5, ["[5,'a']"]],
    ['NOT_CONTAINS', 'b', except("'abc'")],
    ['NOT_CONTAINS', 5, except("[5,'a']")],
    ['IN', [5, 'abc', true], ['5', "'abc'", 'true']],
    ['NOT_IN', [5, 'abc', true], except('5', "'abc'", 'true')],
    ['EXISTS', undefined, present],
    ['NOT_EXISTS', undefined, ['missing']],
  ])('%s %j', async (operator, value, expected) => {
    expect(await counted(where(operator, value))).toEqual(expected);
    expect(await counted(where(operator, value, 'deep.p'))).toEqual(expected);
  });

  test('booleans are not ordered, and nothing can be asked for that never holds', async () => {
    for (const value of [true, null, [1], { a: 1 }]) {
      await expect(counted(where('GREATER_THAN', value))).rejects.toThrow(/"path":\["filter","where","value"\]/);
    }
    for (const [operator, value] of [
      ['IN', 5],
      ['IN', []],
      ['EXISTS', true],
      ['EQUALS', undefined],
    ] as const) {
      await expect(counted(where(operator, value))).rejects.toThrow(/"path":\["filter","where","value"\]/);
    }
  });

  test('0.1 + 0.2 is not more than 0.3, and 1e-7 is a decimal', async () => {
    const meter = await misura.meter({ eventName: 'small', aggregation: 'COUNT', filter: where('EQUALS', 0.0000001) });
    await misura.record([1e-7, 0.0000001, 1.0000000000000002e-7].map((p) => ({ name: 'small', properties: { p } })));
    expect(await misura.value(meter)).toBe('2');
  });
});

describe('filter: a tree: `all` / `any` groups of conditions, up to 5 levels, 50 conditions', () => {
  test('groups combine', async () => {
    const [five, text] = [where('EQUALS', 5), where('EQUALS', 'abc')];
    expect(await counted({ any: [five, text] })).toEqual(['5', "'abc'"]);
    expect(await counted({ all: [five, text] })).toEqual([]);
    expect(
      await counted({
        all: [where('EXISTS'), { any: [text, { all: [where('LESS_THAN', 6), where('GREATER_THAN', 0)] }] }],
      }),
    ).toEqual(['4.9', '5', "'abc'"]);
  });

  const nested = (levels: number): object =>
    levels === 0 ? where('EQUALS', 5) : { [levels % 2 === 0 ? 'all' : 'any']: [nested(levels - 1)] };

  test('5 levels are taken, 6 are not', async () => {
    expect(await counted(nested(5))).toEqual(['5']);
    await expect(counted(nested(6))).rejects.toThrow(/5 levels/);
  });

  test('50 conditions are taken, 51 are not', async () => {
    const conditions = (count: number) => ({ any: Array.from({ length: count }, (_, i) => where('EQUALS', i - 44)) });
    expect(await counted(conditions(50))).toEqual(['5', '-5']);
    await expect(counted(conditions(51))).rejects.toThrow(/at most 50 conditions/);
  });
});

test('a filter counts what comes later as it counted what was there', async () => {
  const filter = { all: [where('GREATER_THAN', 5), where('NOT_EQUALS', 'x', 'deep.region')] };
  const meter = await misura.meter({ eventName: 'later', aggregation: 'COUNT', filter });
  const outcome = await misura.record(
    [{ p: 6 }, { p: 6, deep: { region: 'x' } }, { p: 6, deep: { region: 'y' } }, { p: 5, deep: { region: 'y' } }].map(
      (properties) => ({
        name: 'later',
        properties,
      }),
    ),
  );
  expect(outcome.warnings.map(({ index, code }) => `${index} ${code}`)).toEqual([
    '0 NO_METER',
    '1 NO_METER',
    '3 NO_METER',
  ]);
  expect(await misura.value(meter)).toBe('1');
  expect(await misura.value(await misura.meter({ eventName: 'later', aggregation: 'COUNT', filter }))).toBe('1');
});
