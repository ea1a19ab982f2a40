import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, decimalOfNumber, formatDecimal, parseDecimal } from '../../src/core/decimal.ts';

const written = (text: string) => {
  const value = parseDecimal(text);
  return value === null ? null : formatDecimal(value);
};
const nines = (count: number) => '9'.repeat(count);

describe('parseDecimal', () => {
  test.each([
    ['0', '0'],
    ['-0', '0'],
    ['-0.00', '0'],
    ['007', '7'],
    ['1.50', '1.5'],
    ['-12.5', '-12.5'],
    ['0.0000001', '0.0000001'],
    [nines(38), nines(38)],
    [`0.${nines(38)}`, `0.${nines(38)}`],
    [`-${nines(19)}.${nines(19)}`, `-${nines(19)}.${nines(19)}`],
    [`000${nines(38)}.000`, nines(38)],
  ])('%s is %s', (text, expected) => {
    expect(written(text)).toBe(expected);
  });

  test.each([
    '',
    '-',
    '+1',
    '.5',
    '1.',
    '1e3',
    '1E3',
    ' 1',
    '1 ',
    '1\n',
    '0x10',
    '1_000',
    '1,5',
    'NaN',
    'Infinity',
    '--1',
    '١',
  ])('%j is no plain decimal', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  test.each([nines(39), `0.${nines(39)}`, `${nines(20)}.${nines(19)}`])('%s has more than 38 digits', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });
});

describe('decimalOfNumber', () => {
  test.each([
    [0.1, '0.1'],
    [-0, '0'],
    [1e-7, '0.0000001'],
    [1e21, '1000000000000000000000'],
    [1e37, `1${'0'.repeat(37)}`],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [-2.5, '-2.5'],
    [1e-38, `0.${'0'.repeat(37)}1`],
  ])('%d is %s', (value, expected) => {
    const decimal = decimalOfNumber(value);
    expect(decimal && formatDecimal(decimal)).toBe(expected);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e38, 1e-39, 5e-324])(
    '%d is none',
    (value) => {
      expect(decimalOfNumber(value)).toBeNull();
    },
  );

  test('the decimal of a double reads back as that double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const decimal = decimalOfNumber(value);
        if (decimal !== null) expect(Number(formatDecimal(decimal))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

test('sums of decimals of 38 digits are exact', () => {
  const scale = 38n;
  const quantity = fc.tuple(fc.bigInt(-(10n ** 38n) + 1n, 10n ** 38n - 1n), fc.integer({ min: 0, max: 38 }));
  fc.assert(
    fc.property(fc.array(quantity, { maxLength: 50 }), (quantities) => {
      const sum = quantities
        .map(([unscaled, places]) => new Decimal(`${unscaled}e-${places}`))
        .reduce((total, value) => total.plus(value), new Decimal(0));
      const model = quantities.reduce(
        (total, [unscaled, places]) => total + unscaled * 10n ** (scale - BigInt(places)),
        0n,
      );
      expect(formatDecimal(sum.times(`1e${scale}`))).toBe(model.toString());
    }),
  );
});

test('zero has no sign, which JSON would show', () => {
  expect(JSON.stringify([parseDecimal('-0'), parseDecimal('-0.0'), decimalOfNumber(-0)])).toBe('["0","0","0"]');
});
