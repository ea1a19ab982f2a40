import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, formatDecimal } from '../../../src/core/decimal.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import { compileMeter } from '../../../src/core/meters/measure.ts';
import type { Aggregation } from '../../../src/core/meters/meter.ts';
import { addTotals, emptyTotal, totalOf, usageValue } from '../../../src/core/usage/total.ts';

const aggregations: Aggregation[] = ['COUNT', 'SUM', 'MAX', 'MIN', 'LAST', 'AVERAGE', 'UNIQUE_COUNT'];

function total(aggregation: Aggregation, values: readonly JsonValue[]) {
  const valueProperty = aggregation === 'COUNT' ? null : 'v';
  const measure = compileMeter({
    eventName: 'e',
    aggregation,
    valueProperty,
    filter: null,
    groupBy: [],
    unitSize: null,
  });
  return totalOf(
    aggregation,
    values.flatMap((v, index) => {
      const measurement = measure({ name: 'e', properties: { v } });
      return typeof measurement === 'string'
        ? []
        : [{ occurredAt: BigInt(index), eventId: String(index), measurement }];
    }),
  );
}

function usage(aggregation: Aggregation, values: readonly JsonValue[], unitSize: string | null = null) {
  const value = usageValue(
    { aggregation, unitSize: unitSize === null ? null : new Decimal(unitSize) },
    total(aggregation, values),
  );
  return value && formatDecimal(value);
}

test('of nothing, COUNT and SUM are 0 and the others null', () => {
  const nothing = aggregations.map((aggregation) => [
    aggregation,
    usage(aggregation, []),
    usage(aggregation, [], '1000'),
  ]);
  expect(nothing).toEqual([
    ['COUNT', '0', '0'],
    ['SUM', '0', '0'],
    ['MAX', null, null],
    ['MIN', null, null],
    ['LAST', null, null],
    ['AVERAGE', null, null],
    ['UNIQUE_COUNT', null, null],
  ]);
  for (const aggregation of aggregations) expect(total(aggregation, []).eventCount).toBe(0n);
});

test.each<[Aggregation, JsonValue[], string | null, string]>([
  ['COUNT', [1, 2, 3], null, '3'],
  ['COUNT', [1, 2, 3], '1000', '0.003'],
  ['SUM', [0.1, 0.2], null, '0.3'],
  ['SUM', ['0.00000000000000000001'], null, '0.00000000000000000001'],
  ['SUM', [1_073_741_824, 536_870_912], '1073741824', '1.5'],
  ['SUM', [-1, -2], null, '-3'],
  ['MAX', [15, 23, 18], null, '23'],
  ['MAX', [-5, -3], null, '-3'],
  ['MIN', [15, 23, 18], null, '15'],
  ['LAST', [15, 23, 18], null, '18'],
  ['LAST', [15, 23, 0], null, '0'],
  ['AVERAGE', [1, 2], null, '1.5'],
  ['AVERAGE', [1, 1, 2], null, '1.333333333333'],
  ['AVERAGE', [1, 2, 2], null, '1.666666666667'],
  ['AVERAGE', ['0.0000000000005'], null, '0.000000000001'],
  ['AVERAGE', ['0.00000000000049'], null, '0'],
  ['UNIQUE_COUNT', ['a', 'b', 'a', 1, '1', true], null, '4'],
  ['UNIQUE_COUNT', ['a', 'b', 'a'], '2', '1'],
  ['SUM', [1], '3', '0.333333333333'],
  ['SUM', [2], '3', '0.666666666667'],
  ['SUM', ['0.0000000000005'], '1', '0.000000000001'],
  ['SUM', ['-0.0000000000005'], '1', '-0.000000000001'],
])('%s of %j in units of %s is %s', (aggregation, values, unitSize, expected) => {
  expect(usage(aggregation, values, unitSize)).toBe(expected);
});

test('an average in units is rounded once', () => {
  // 0.0000000000144 / 3 / 10 is 0.00000000000048, which is 0. Rounding the average to 12 decimals first gives 5e-12 / 10.
  expect(usage('AVERAGE', ['0.0000000000144', 0, 0], '10')).toBe('0');
});

test('division is rounded half-up at the twelfth decimal, against whole numbers', () => {
  const sized = fc.bigInt(-(10n ** 37n), 10n ** 37n);
  fc.assert(
    fc.property(sized, fc.bigInt(1n, 10n ** 37n), (sum, unitSize) => {
      const [doubled, negative] = [(sum < 0n ? -sum : sum) * 2n * 10n ** 12n, sum < 0n];
      const rounded = (doubled / unitSize + 1n) / 2n;
      const value = usage('SUM', [sum.toString()], unitSize.toString());
      expect(new Decimal(value ?? Number.NaN).times('1e12').toFixed()).toBe(
        `${negative && rounded !== 0n ? '-' : ''}${rounded}`,
      );
    }),
    { numRuns: 500 },
  );
});

describe('addTotals', () => {
  const values = fc.array(fc.oneof(fc.integer(), fc.constantFrom('0.1', '12345678901234567890.5')), { maxLength: 20 });

  test('of two parts is the total of the whole, in either order', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...aggregations.filter((one) => one !== 'UNIQUE_COUNT')),
        values,
        fc.nat(20),
        (aggregation, list, cut) => {
          const whole = total(aggregation, list);
          // The later part keeps its place in time.
          const early = total(aggregation, list.slice(0, cut));
          const late = total(aggregation, list.slice(cut));
          const moved = {
            ...late,
            last: late.last && {
              ...late.last,
              at: late.last.at + BigInt(cut),
              eventId: String(Number(late.last.eventId) + cut),
            },
          };
          expect(addTotals(early, moved)).toEqual(whole);
          expect(addTotals(moved, early)).toEqual(whole);
        },
      ),
    );
  });

  test('with the empty total changes nothing', () => {
    for (const aggregation of aggregations) {
      const some = total(aggregation, [3, 1, 2]);
      expect(addTotals(some, emptyTotal)).toEqual(some);
      expect(addTotals(emptyTotal, some)).toEqual(some);
    }
  });

  test('does not add up distinct values, which may be the same on both sides', () => {
    expect(() => addTotals(total('UNIQUE_COUNT', ['a']), total('UNIQUE_COUNT', ['a']))).toThrow(TypeError);
  });
});
