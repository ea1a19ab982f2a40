import { describe, expect, test } from 'vitest';
import { formatDecimal } from '../../../src/core/decimal.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { compileMeter } from '../../../src/core/meters/measure.ts';
import type { MeterDefinition } from '../../../src/core/meters/meter.ts';

const measure = (properties: JsonObject, given: Partial<MeterDefinition> = {}, name = 'e') =>
  compileMeter({
    eventName: 'e',
    aggregation: 'SUM',
    valueProperty: 'v',
    filter: null,
    groupBy: [],
    unitSize: null,
    ...given,
  })({ name, properties });

const value = (properties: JsonObject) => {
  const measured = measure(properties);
  return typeof measured === 'string' ? measured : measured.value && formatDecimal(measured.value);
};

const unique = (text: string) => {
  const measured = measure(JSON.parse(text), { aggregation: 'UNIQUE_COUNT' });
  return typeof measured === 'string' ? measured : measured.valueText;
};

test.each<[JsonObject, string]>([
  [{ v: 5 }, '5'],
  [{ v: -0 }, '0'],
  [{ v: 0.1 }, '0.1'],
  [{ v: 1e-7 }, '0.0000001'],
  [{ v: '12345678901234567890123456789012345678' }, '12345678901234567890123456789012345678'],
  [{ v: '-0.10' }, '-0.1'],
  [{}, 'VALUE_MISSING'],
  [{ v: null }, 'VALUE_MISSING'],
  [{ v: true }, 'VALUE_NOT_NUMERIC'],
  [{ v: '' }, 'VALUE_NOT_NUMERIC'],
  [{ v: '1e3' }, 'VALUE_NOT_NUMERIC'],
  [{ v: ' 1' }, 'VALUE_NOT_NUMERIC'],
  [{ v: 'abc' }, 'VALUE_NOT_NUMERIC'],
  [{ v: '9'.repeat(39) }, 'VALUE_NOT_NUMERIC'],
  [{ v: 1e-50 }, 'VALUE_NOT_NUMERIC'],
  [{ v: [1] }, 'VALUE_NOT_NUMERIC'],
  [{ v: {} }, 'VALUE_NOT_NUMERIC'],
])('the value of %j is %s', (properties, expected) => {
  expect(value(properties)).toBe(expected);
});

test('another event, and one that the filter holds back, are not counted', () => {
  expect(measure({ v: 1 }, {}, 'E')).toBe('OTHER_NAME');
  const filter = { where: { property: 'v', operator: 'GREATER_THAN', value: 1 } } as const;
  expect(measure({ v: 1 }, { filter })).toBe('FILTERED');
  expect(measure({ v: 2 }, { filter })).toMatchObject({ valueText: null });
});

test('COUNT needs no value', () => {
  expect(measure({}, { aggregation: 'COUNT', valueProperty: null })).toEqual({
    value: null,
    valueText: null,
    groupValues: [],
  });
});

test('a value may be nested', () => {
  expect(measure({ usage: { tokens: 3 } }, { valueProperty: 'usage.tokens' })).toMatchObject({ groupValues: [] });
});

describe('UNIQUE_COUNT', () => {
  test.each([
    ['{"v":1}', '{"v":"1"}'],
    ['{"v":1.0}', '{"v":1}'],
    ['{"v":1e-7}', '{"v":"0.0000001"}'],
    ['{"v":-0}', '{"v":"0"}'],
  ])('%s and %s are one value', (a, b) => {
    expect(unique(a)).toBe(unique(b));
  });

  test.each([
    ['{"v":"007"}', '{"v":7}'],
    ['{"v":"1.0"}', '{"v":1}'],
    ['{"v":true}', '{"v":"true"}'],
    ['{"v":true}', '{"v":false}'],
    ['{"v":true}', '{"v":1}'],
    ['{"v":"a"}', '{"v":"A"}'],
    ['{"v":""}', '{"v":" "}'],
    ['{"v":1e-50}', '{"v":1e-51}'],
  ])('%s and %s are two', (a, b) => {
    expect(unique(a)).not.toBe(unique(b));
  });

  test('has nothing to count in a property that is missing or no scalar', () => {
    expect(['{}', '{"v":null}', '{"v":[]}', '{"v":{}}', '{"v":""}'].map(unique)).toEqual([
      'VALUE_MISSING',
      'VALUE_NOT_NUMERIC',
      'VALUE_NOT_NUMERIC',
      'VALUE_NOT_NUMERIC',
      '',
    ]);
  });

  test('a value that is spelled like a warning is a value', () => {
    expect(measure({ v: 'VALUE_MISSING' }, { aggregation: 'UNIQUE_COUNT' })).toMatchObject({
      valueText: 'VALUE_MISSING',
    });
  });
});

test('groups are scalars in the order of groupBy; anything else is in the group of null', () => {
  const groupBy = ['model', 'a.b', 'flag', 'list', 'none'];
  const properties = { v: 1, flag: false, model: 'x', a: { b: 2 }, list: [1] };
  expect(measure(properties, { groupBy })).toMatchObject({ groupValues: ['x', 2, false, null, null] });
});

test('the subscription that an event names is one more group value, the last', () => {
  const meter = { eventName: 'e', aggregation: 'COUNT', valueProperty: null, filter: null, unitSize: null } as const;
  const subscriptionId = '01890a5d-ac96-774b-bcce-b302099a8057';
  const groups = (groupBy: string[], named: string | null) =>
    compileMeter({ ...meter, groupBy })({ name: 'e', properties: { g: 'x' }, subscriptionId: named });
  expect(groups([], subscriptionId)).toMatchObject({ groupValues: [subscriptionId] });
  expect(groups(['none', 'g'], subscriptionId)).toMatchObject({ groupValues: [null, 'x', subscriptionId] });
  expect(groups(['g'], null)).toMatchObject({ groupValues: ['x'] });
});
