import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';

let api: TestApi;
let misura: Metering;
const keys: Record<string, string> = {};
const aggregations = ['COUNT', 'SUM', 'MAX', 'LAST', 'UNIQUE_COUNT', 'MIN', 'AVERAGE'];

beforeAll(async () => {
  api = await createTestApi();
  misura = meteringOn(api);
  for (const aggregation of aggregations) {
    keys[aggregation] = await misura.meter({ aggregation, valueProperty: aggregation === 'COUNT' ? null : 'n' });
  }
});
afterAll(() => api.close());

/** What a customer with these values used, one a minute in this order, unless they come as [id, timestamp, value]. */
async function usageOf(aggregation: string, values: readonly unknown[]): Promise<string | null> {
  const customer = misura.unused('customer');
  const events = values.map((value, i) => {
    const [id, timestamp, n] = Array.isArray(value)
      ? value
      : [`e${i}`, `2026-02-01T10:${String(i).padStart(2, '0')}:00Z`, value];
    return { id, customer, timestamp, properties: { n } };
  });
  await misura.record(events.length > 0 ? events : [{ customer, name: 'other' }]);
  const value = await misura.value(keys[aggregation] as string, { customer });
  // The whole period without an end, and with ends that cut through minutes, are read from different places.
  const period = { from: '2026-02-01T09:59:59.5Z', to: '2026-02-01T11:00:00.5Z' };
  expect(await misura.value(keys[aggregation] as string, { customer, ...period })).toBe(value);
  return value;
}

describe('aggregation: `COUNT`, `SUM`, `MAX`, `LAST`, and also `UNIQUE_COUNT`, `MIN`, `AVERAGE`', () => {
  test.each<[string, readonly unknown[], string | null]>([
    ['COUNT', [5, 5, null, 'text', undefined], '5'],
    ['SUM', [5, '0.1', 0.2, -1], '4.3'],
    ['MAX', [15, 23, 18], '23'],
    ['MAX', [-5, '-4.99', -6], '-4.99'],
    ['MAX', ['9', 10], '10'],
    ['LAST', [15, 23, 18], '18'],
    ['UNIQUE_COUNT', ['a', 'b', 'a', 'A', 1, '1', 1.5, '1.5', true, 'true'], '7'],
    ['MIN', [15, 23, 18], '15'],
    ['MIN', [-5, '-5.01', 0], '-5.01'],
    ['AVERAGE', [1, 2], '1.5'],
    ['AVERAGE', [0, 0, 1], '0.333333333333'],
    ['AVERAGE', [0, 0, 2], '0.666666666667'],
    ['AVERAGE', [-1, 0, 0], '-0.333333333333'],
    ['AVERAGE', ['0.000000000001', 0], '0.000000000001'],
    ['AVERAGE', ['0.0000000000009', 0], '0'],
    ['AVERAGE', ['12345678901234567890.1', '12345678901234567890.3'], '12345678901234567890.2'],
  ])('%s of %j is %s', async (aggregation, values, expected) => {
    expect(await usageOf(aggregation, values)).toBe(expected);
  });
});

describe('value: `valueProperty`, required except for COUNT. JSON numbers and strings that are plain decimals count, exactly; anything else does not, and is warned about', () => {
  test.each(aggregations)('%s with and without a valueProperty', async (aggregation) => {
    const create = (valueProperty: string | null) => misura.meter({ eventName: 'x', aggregation, valueProperty });
    const [wrong, right] = aggregation === 'COUNT' ? ['n', null] : [null, 'n'];
    await expect(create(wrong)).rejects.toThrow(/"path":\["valueProperty"\]/);
    expect(await create(right)).toEqual(expect.any(String));
  });

  test.each<[unknown, string | null]>([
    [12, '12'],
    [1.5, '1.5'],
    ['12', '12'],
    ['-0012.50', '-12.5'],
    ['0.000', '0'],
    ['.5', null],
    ['5.', null],
    ['+5', null],
    ['1e3', null],
    ['0x10', null],
    ['1,000', null],
    [' 1', null],
    ['1 ', null],
    ['', null],
    ['NaN', null],
    ['Infinity', null],
    ['١٢', null],
    [true, null],
    [[1], null],
    [{ n: 1 }, null],
    [null, null],
  ])('%j counts as %s', async (n, expected) => {
    const customer = misura.unused('customer');
    const { recorded, warnings } = await misura.record([{ customer, properties: { n } }]);
    const numeric = ['SUM', 'MAX', 'LAST', 'MIN', 'AVERAGE'].map((aggregation) => keys[aggregation] as string);
    for (const key of numeric)
      expect((await misura.usage(key, { customer })).eventCount).toBe(expected === null ? '0' : '1');
    expect([recorded, await misura.value(keys.LAST as string, { customer })]).toEqual([1, expected]);
    const said = warnings.filter(({ meter }) => numeric.includes(meter ?? '')).map(({ code }) => code);
    const code = n === null ? 'VALUE_MISSING' : 'VALUE_NOT_NUMERIC';
    expect(said).toEqual(expected === null ? numeric.map(() => code) : []);
  });
});

describe('scale: optional `unitSize` (e.g. 1073741824 with unit `GB`): usage is the aggregate divided by it, exactly, to 12 decimals half-up', () => {
  test.each<[string, unknown, readonly unknown[], string | null]>([
    ['SUM', 1073741824, [1073741824, 536870912], '1.5'],
    ['SUM', '1073741824', [1], '0.000000000931'],
    ['SUM', '3', [1], '0.333333333333'],
    ['SUM', '3', [2], '0.666666666667'],
    ['SUM', '3', [-2], '-0.666666666667'],
    ['SUM', '2', ['0.000000000001'], '0.000000000001'],
    ['SUM', '2', ['0.000000000000999999999999999999'], '0'],
    ['SUM', '0.001', ['1.5', '-0.0005'], '1499.5'],
    ['SUM', '7', ['9'.repeat(38), '9'.repeat(38)], '28571428571428571428571428571428571428.285714285714'],
    ['COUNT', '1000', [1, 1, 1], '0.003'],
    ['MAX', '2', [15, 23, 18], '11.5'],
    ['AVERAGE', '3', [1, 1, 0], '0.222222222222'],
    ['UNIQUE_COUNT', '4', ['a', 'b', 'c'], '0.75'],
    ['LAST', '3', [], null],
    ['SUM', '3', [], '0'],
  ])('%s in units of %s: %j is %s', async (aggregation, unitSize, values, expected) => {
    const eventName = misura.unused('scaled');
    const valueProperty = aggregation === 'COUNT' ? null : 'n';
    const meter = await misura.meter({ eventName, aggregation, valueProperty, unitSize, unit: 'GB' });
    if (values.length > 0) await misura.record(values.map((n) => ({ name: eventName, properties: { n } })));
    expect(await misura.value(meter)).toBe(expected);
  });

  test('a unit is greater than nothing', async () => {
    for (const unitSize of ['0', '-1', '0.000']) {
      await expect(misura.meter({ aggregation: 'COUNT', unitSize })).rejects.toThrow(/"path":\["unitSize"\]/);
    }
  });
});

describe('LAST: the value of the event with the greatest (timestamp, id). Arrival order never matters', () => {
  const [early, late] = ['2026-02-01T10:00:00.000001Z', '2026-02-01T10:00:00.000002Z'];
  test.each<[string, readonly unknown[], string]>([
    [
      'by timestamp, to the microsecond',
      [
        ['a', late, 1],
        ['b', early, 2],
      ],
      '1',
    ],
    [
      'by id where the timestamps are equal',
      [
        ['a', late, 1],
        ['b', late, 2],
      ],
      '2',
    ],
    [
      'by id as text, not as a number',
      [
        ['10', late, 1],
        ['9', late, 2],
      ],
      '2',
    ],
    [
      'upper case before lower case',
      [
        ['a', late, 1],
        ['B', late, 2],
      ],
      '1',
    ],
    [
      'by code point, not by half of a pair',
      [
        ['\u{1f600}', late, 1],
        ['\uff5e', late, 2],
      ],
      '1',
    ],
    [
      'a longer id after its beginning',
      [
        ['a', late, 1],
        ['ab', late, 2],
      ],
      '2',
    ],
    [
      'an event that has no value is not the last',
      [
        ['a', early, 1],
        ['b', late, 'none'],
      ],
      '1',
    ],
  ])('%s', async (_what, events, expected) => {
    expect(await usageOf('LAST', events)).toBe(expected);
    expect(await usageOf('LAST', [...events].reverse())).toBe(expected);
    const customer = misura.unused('customer');
    for (const event of [...events].reverse() as [string, string, unknown][]) {
      await misura.record([{ id: event[0], customer, timestamp: event[1], properties: { n: event[2] } }]);
    }
    expect(await misura.value(keys.LAST as string, { customer })).toBe(expected);
  });
});

describe('MAX, MIN, AVERAGE, UNIQUE_COUNT, LAST of nothing: `null`', () => {
  test.each(aggregations)('%s', async (aggregation) => {
    const expected = aggregation === 'COUNT' || aggregation === 'SUM' ? '0' : null;
    expect(await usageOf(aggregation, [])).toBe(expected);
  });
});
