import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, formatDecimal } from '../../../src/core/decimal.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import type { UsageCharge } from '../../../src/core/pricing/charge.ts';
import { usageLine, type ValueUsage } from '../../../src/core/pricing/usage-line.ts';
import { dec, perBlock, perUnit, tiered, usageCharge } from './prices.ts';

type Of = Partial<Parameters<typeof usageLine>[2]>;

function line(charge: UsageCharge, usage: string | null | readonly ValueUsage[], of: Of = {}) {
  const used = Array.isArray(usage) ? usage : [{ value: null, usage: typeof usage === 'string' ? dec(usage) : null }];
  const { tiers, ...rest } = usageLine(charge, used, { quantity: 1, lived: 30n, full: 30n, currency: 'USD', ...of });
  const [quantity, included, billable, amount] = [rest.quantity, rest.included, rest.billable, rest.amount].map(
    formatDecimal,
  );
  return { quantity, included, billable, amount, tiers };
}

const value = (of: JsonValue, usage: string | null): ValueUsage => ({
  value: of,
  usage: usage === null ? null : dec(usage),
});

describe('the numbers that must come out', () => {
  test.each<[string, UsageCharge, string, string, Of?]>([
    ['2,500 calls, 1,000 included, $0.02', usageCharge(perUnit('0.02'), '1000'), '2500', '30'],
    ['250 units, 100 included, $0.50', usageCharge(perUnit('0.50'), '100'), '250', '75'],
    ['25 images, 10 included, $0.05', usageCharge(perUnit('0.05'), '10'), '25', '0.75'],
    ['12 images, 10 included, $0.05', usageCharge(perUnit('0.05'), '10'), '12', '0.1'],
    ['25,000 tokens, 10,000 included, $0.00001', usageCharge(perUnit('0.00001'), '10000'), '25000', '0.15'],
    ['25,000 calls, 10,000 included, $0.005', usageCharge(perUnit('0.005'), '10000'), '25000', '75'],
    ['8,000 calls, 10,000 included, $0.005', usageCharge(perUnit('0.005'), '10000'), '8000', '0'],
    [
      '80 GB, 5 GB per seat included, 10 seats, $2',
      usageCharge(perUnit('2'), '5', { includedPerSeat: true }),
      '80',
      '60',
      { quantity: 10 },
    ],
    ['$0.001 a call after 10,000: 25,000 calls', usageCharge(perUnit('0.001'), '10000'), '25000', '15'],
    ['$0.001 a call after 10,000: 10,001 calls', usageCharge(perUnit('0.001'), '10000'), '10001', '0'],
    ['the same as tiers', usageCharge(tiered('GRADUATED', ['10000', '0'], [null, '0.001'])), '25000', '15'],
    ['12.5 GB, 10 included, $5', usageCharge(perUnit('5'), '10'), '12.5', '12.5'],
    ['137 SMS at $0.01', usageCharge(perUnit('0.01')), '137', '1.37'],
    ['120,000, 100,000 included, $0.24 per 1,000', usageCharge(perBlock('1000', '0.24'), '100000'), '120000', '4.8'],
    ['2,999,999,999 of 3,000,000,000 included', usageCharge(perUnit('1'), '3000000000'), '2999999999', '0'],
    ['3,000,000,001 of 3,000,000,000 included', usageCharge(perUnit('1'), '3000000000'), '3000000001', '1'],
    ['3 units at ¥0.5', usageCharge(perUnit('0.5')), '3', '2', { currency: 'JPY' }],
    ['1.5 fils are 2', usageCharge(perUnit('0.0005')), '3', '0.002', { currency: 'KWD' }],
  ])('%s', (_, charge, usage, amount, of) => expect(line(charge, usage, of).amount).toBe(amount));

  test('100 standard images at $0.04 and 50 HD at $0.08, one meter', () => {
    const prices = [{ value: 'hd', pricing: perUnit('0.08') }];
    const images = usageCharge(perUnit('0.04'), '0', { priceBy: { property: 'quality', prices } });
    const bill = line(images, [value('standard', '100'), value('hd', '50')]);
    expect(bill).toMatchObject({ quantity: '150', billable: '150', amount: '8' });
    expect(bill.tiers.map((tier) => [tier.value, formatDecimal(tier.quantity), formatDecimal(tier.amount)])).toEqual([
      ['hd', '50', '4'],
      ['standard', '100', '4'],
    ]);
  });
});

test('a line says what was counted, granted and left', () => {
  expect(line(usageCharge(perUnit('1'), '100'), '30')).toEqual({
    quantity: '30',
    included: '100',
    billable: '0',
    amount: '0',
    tiers: [],
  });
  expect(line(usageCharge(perUnit('1'), '100'), '130')).toMatchObject({
    quantity: '130',
    included: '100',
    billable: '30',
  });
});

test('of nothing, of null and of less than nothing there is nothing to pay', () => {
  const charge = usageCharge(perUnit('1'), '5');
  expect(line(charge, [])).toMatchObject({ quantity: '0', billable: '0', amount: '0' });
  expect(line(charge, null)).toMatchObject({ quantity: '0', billable: '0', amount: '0' });
  expect(line(charge, '-7')).toMatchObject({ quantity: '-7', billable: '0', amount: '0' });
});

test('seats multiply the allowance only if the charge says so', () => {
  expect(line(usageCharge(perUnit('1'), '5'), '80', { quantity: 10 }).included).toBe('5');
  expect(line(usageCharge(perUnit('1'), '5', { includedPerSeat: true }), '80', { quantity: 10 }).included).toBe('50');
});

test('a short period shortens the allowance only if the charge says so', () => {
  const part = { lived: 10n, full: 30n };
  expect(line(usageCharge(perUnit('1'), '100'), '80', part).included).toBe('100');
  const prorated = usageCharge(perUnit('1'), '100', { prorateAllowance: true });
  expect(line(prorated, '80', part)).toMatchObject({
    included: '33.333333333333',
    billable: '46.666666666667',
    amount: '46.67',
  });
  expect(line(prorated, '80').included).toBe('100');
  expect(line(prorated, '80', { lived: 0n, full: 30n }).included).toBe('0');
});

test.each([
  ['0', '10'],
  ['9', '10'],
  ['10.004', '10'],
  ['20', '20'],
  ['30', '25'],
])('%s is raised to a minimum of 10 and capped at 25: %s', (usage, amount) => {
  expect(line(usageCharge(perUnit('1'), '0', { minimum: dec(10), maximum: dec(25) }), usage).amount).toBe(amount);
});

test('minimum and maximum are applied before rounding', () => {
  expect(line(usageCharge(perUnit('1'), '0', { minimum: dec('0.004') }), '0').amount).toBe('0');
  expect(line(usageCharge(perUnit('1'), '0', { maximum: dec('0.0049') }), '1').amount).toBe('0');
});

describe('by property', () => {
  const prices = [
    { value: 'b', pricing: perUnit('3') },
    { value: 'a', pricing: tiered('GRADUATED', ['2', '10'], [null, '5']) },
    { value: 1, pricing: perUnit('100') },
  ];
  const charge = usageCharge(perUnit('1'), '10', { priceBy: { property: 'model', prices } });

  test('the allowance is used up in the order of the prices, then by the others in the order of their JSON', () => {
    const all = [value(null, '1'), value('z', '1'), value('c', '1'), value(1, '1'), value('a', '6'), value('b', '7')];
    const free = (included: string) =>
      line({ ...charge, includedUnits: dec(included) }, all).tiers.map(({ value: of, quantity }) => [
        of,
        formatDecimal(quantity),
      ]);
    expect(free('0')).toEqual([
      ['b', '7'],
      ['a', '2'],
      ['a', '4'],
      [1, '1'],
      ['c', '1'],
      ['z', '1'],
      [null, '1'],
    ]);
    expect(free('10')).toEqual([
      ['a', '2'],
      ['a', '1'],
      [1, '1'],
      ['c', '1'],
      ['z', '1'],
      [null, '1'],
    ]);
    expect(free('15')).toEqual([
      ['z', '1'],
      [null, '1'],
    ]);
    expect(free('17')).toEqual([]);
  });

  test('1 and "1" have different prices', () => {
    const dear = { ...charge, includedUnits: dec(0) };
    expect(line(dear, [value(1, '1')]).amount).toBe('100');
    expect(line(dear, [value('1', '1')]).amount).toBe('1');
  });

  test('a negative value takes nothing from the allowance, and nothing from what others owe', () => {
    const usage = [value('b', '-5'), value('z', '12')];
    expect(line(charge, usage)).toMatchObject({ quantity: '7', billable: '2', amount: '2' });
  });

  test('neither the order of values nor how much is included changes what is billable in all', () => {
    const usages = fc.uniqueArray(
      fc.record({ value: fc.constantFrom('a', 'b', 'c', 'd', 1, null), usage: fc.nat(50) }),
      {
        selector: ({ value: of }) => of,
      },
    );
    fc.assert(
      fc.property(usages, fc.nat(200), fc.infiniteStream(fc.nat()), (used, included, keys) => {
        const listed = used.map(({ value: of, usage }) => value(of, String(usage)));
        const shuffled = listed.map((one) => ({ one, key: keys.next().value })).sort((a, b) => a.key - b.key);
        const one = { ...charge, includedUnits: dec(included) };
        const bill = line(one, listed);
        expect(
          line(
            one,
            shuffled.map((entry) => entry.one),
          ),
        ).toEqual(bill);
        const total = used.reduce((sum, { usage }) => sum + usage, 0);
        expect(bill.billable).toBe(String(Math.max(total - included, 0)));
        expect(bill.amount).toBe(formatDecimal(Decimal.sum(0, ...bill.tiers.map(({ amount }) => amount))));
      }),
    );
  });
});

test('without prices by property, tiers are for all values together', () => {
  const charge = usageCharge(tiered('GRADUATED', ['10', '1'], [null, '0']));
  expect(line(charge, [value('a', '8'), value('b', '8')]).amount).toBe('10');
});
