import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floorDivide, formatInstant, parseInstant } from '../../../src/core/time/instant.ts';

const normal = (text: string) => {
  const instant = parseInstant(text);
  return instant === null ? null : formatInstant(instant);
};

describe('parseInstant', () => {
  test.each([
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
    ['2023-11-16T18:17:03.9799600Z', '2023-11-16T18:17:03.979960Z'],
    ['2023-11-16T18:17:03.9799609Z', '2023-11-16T18:17:03.979960Z'],
    ['2023-11-16T18:17:03.9Z', '2023-11-16T18:17:03.900Z'],
    ['2023-11-16T18:17:03.000000Z', '2023-11-16T18:17:03Z'],
    ['2023-11-16t18:17:03z', '2023-11-16T18:17:03Z'],
    ['2023-11-16 18:17:03Z', '2023-11-16T18:17:03Z'],
    ['2023-11-16 18:17:03.97996+00', '2023-11-16T18:17:03.979960Z'],
    ['2023-11-16T00:00:00+05:45', '2023-11-15T18:15:00Z'],
    ['2023-11-16T00:00:00-03:30', '2023-11-16T03:30:00Z'],
    ['2023-11-16T00:00:00-00:00', '2023-11-16T00:00:00Z'],
    ['2024-02-29T23:59:59.999999Z', '2024-02-29T23:59:59.999999Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['0099-12-31T23:59:59Z', '0099-12-31T23:59:59Z'],
    ['9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999999Z'],
    ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
    ['1969-12-31T23:59:59.9999999Z', '1969-12-31T23:59:59.999999Z'],
  ])('%s is %s', (text, expected) => {
    expect(normal(text)).toBe(expected);
  });

  test.each([
    '2023-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2023-04-31T00:00:00Z',
    '2023-00-10T00:00:00Z',
    '2023-13-10T00:00:00Z',
    '2023-01-00T00:00:00Z',
    '2023-01-32T00:00:00Z',
    '2023-01-01T24:00:00Z',
    '2023-01-01T00:60:00Z',
    '2016-12-31T23:59:60Z',
    '2023-01-01T00:00:00',
    '2023-01-01T00:00Z',
    '2023-01-01',
    '2023-01-01T00:00:00.Z',
    '2023-01-01T00:00:00+05',
    '2023-01-01T00:00:00+0545',
    '2023-01-01T00:00:00+24:00',
    '2023-01-01T00:00:00+05:60',
    '2023-01-01T00:00:00 +05:45',
    '2023-1-1T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '10000-01-01T00:00:00Z',
    '-001-01-01T00:00:00Z',
    '2023-01-01T00:00:00Z\n',
    ' 2023-01-01T00:00:00Z',
    '1700158623',
    '',
  ])('%j is refused', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test('an instant written down reads back as itself, through every offset', () => {
    const instants = fc.bigInt(-62_135_596_800_000_000n, 253_402_300_799_999_999n);
    fc.assert(
      fc.property(instants, fc.integer({ min: -1439, max: 1439 }), (instant, offsetMinutes) => {
        expect(parseInstant(formatInstant(instant))).toBe(instant);
        const shifted = instant + BigInt(offsetMinutes) * 60_000_000n;
        fc.pre(shifted >= -62_135_596_800_000_000n && shifted < 253_402_300_800_000_000n);
        const two = (value: number) => String(value).padStart(2, '0');
        const [hours, minutes] = [Math.trunc(Math.abs(offsetMinutes) / 60), Math.abs(offsetMinutes) % 60];
        const offset = `${offsetMinutes < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`;
        expect(parseInstant(formatInstant(shifted).replace('Z', offset))).toBe(instant);
      }),
    );
  });
});

test('years that cannot be written with four digits are not written at all', () => {
  expect(() => formatInstant(253_402_300_800_000_000n)).toThrow(RangeError);
  expect(() => formatInstant(-62_135_596_800_000_001n)).toThrow(RangeError);
});

test('floorDivide rounds towards the past', () => {
  expect([-7n, -6n, -1n, 0n, 5n, 6n].map((dividend) => floorDivide(dividend, 6n))).toEqual([-2n, -1n, -1n, 0n, 0n, 1n]);
});
