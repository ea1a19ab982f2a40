import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, formatDecimal } from '../../../src/core/decimal.ts';
import { type Pricing, priceQuantity, pricingIssues, type Tier } from '../../../src/core/pricing/pricing.ts';
import { dec, perBlock, perUnit, tiered } from './prices.ts';

const amountOf = (pricing: Pricing, quantity: string) => formatDecimal(priceQuantity(pricing, dec(quantity)).amount);

const tiersOf = (pricing: Pricing, quantity: string) =>
  priceQuantity(pricing, dec(quantity)).tiers.map((tier) =>
    [tier.from, tier.upTo, tier.quantity, tier.unitAmount, tier.flatAmount, tier.amount].map(
      (part) => part && formatDecimal(part),
    ),
  );

const graduated = tiered('GRADUATED', ['100', '0.10', '5'], ['1000', '0.05', '2'], [null, '0.01']);
const volume = tiered('VOLUME', ['100', '0.10', '5'], ['1000', '0.05', '2'], [null, '0.01']);

describe('what a quantity costs', () => {
  test.each<[string, Pricing, string, string]>([
    ['each unit', perUnit('0.02'), '1500', '30'],
    ['a part of a unit', perUnit('5'), '2.5', '12.5'],
    ['the smallest amount', perUnit('0.000000000001'), '1', '0.000000000001'],
    ['more than 32 bits', perUnit('0.01'), '3000000001', '30000000.01'],
    ['more digits than a double has', perUnit('0.000000000001'), '12345678901234567890.5', '12345678.9012345678905'],
    ['the first bit of a block', perBlock('1000', '0.24'), '0.000001', '0.24'],
    ['a whole block', perBlock('1000', '0.24'), '1000', '0.24'],
    ['a started block', perBlock('1000', '0.24'), '1000.000001', '0.48'],
    ['blocks that divide without end', perBlock('0.3', '1'), '0.9', '3'],
    ['a hair over blocks that divide without end', perBlock('0.3', '1'), `0.9${'0'.repeat(35)}1`, '4'],
    ['the end of a tier', graduated, '100', '15'],
    ['the beginning of the next', graduated, '100.1', '17.005'],
    ['the end of the second tier', graduated, '1000', '62'],
    ['the rest', graduated, '1001', '62.01'],
    ['all at the first tier', volume, '100', '15'],
    ['all at the second tier', volume, '100.1', '7.005'],
    ['all at the end of the second', volume, '1000', '52'],
    ['all at the last', volume, '1001', '10.01'],
  ])('%s', (_, pricing, quantity, amount) => expect(amountOf(pricing, quantity)).toBe(amount));

  test.each([perUnit('1'), perBlock('10', '1'), graduated, volume])(
    'nothing costs nothing, and enters no tier',
    (pricing) => {
      for (const quantity of ['0', '-5']) {
        expect(amountOf(pricing, quantity)).toBe('0');
        expect(tiersOf(pricing, quantity)).toEqual([]);
      }
    },
  );
});

test('the tiers that were entered say how the amount came about', () => {
  expect(tiersOf(graduated, '150')).toEqual([
    ['0', '100', '100', '0.1', '5', '15'],
    ['100', '1000', '50', '0.05', '2', '4.5'],
  ]);
  expect(tiersOf(volume, '150')).toEqual([['100', '1000', '150', '0.05', '2', '9.5']]);
  expect(tiersOf(volume, '1500')).toEqual([['1000', null, '1500', '0.01', '0', '15']]);
  expect(tiersOf(perUnit('0.02'), '150')).toEqual([['0', null, '150', '0.02', '0', '3']]);
  expect(tiersOf(perBlock('100', '7'), '150')).toEqual([['0', null, '2', '7', '0', '14']]);
});

describe('against a model that prices unit by unit', () => {
  const cents = fc.integer({ min: 0, max: 500 }).map((count) => dec(count).dividedBy(1000));
  const tierLists = fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 5 }),
      fc.array(fc.tuple(cents, cents), { minLength: 6, maxLength: 6 }),
    )
    .map(([ends, amounts]): Tier[] =>
      [...ends.toSorted((a, b) => a - b), null].map((end, index) => {
        const [unitAmount, flatAmount] = amounts[index] ?? [dec(0), dec(0)];
        return { upTo: end === null ? null : dec(end), unitAmount, flatAmount };
      }),
    );

  const includes = ({ upTo }: Tier, unit: number) => upTo === null || upTo.greaterThanOrEqualTo(unit);

  test('graduated', () => {
    fc.assert(
      fc.property(tierLists, fc.integer({ min: 0, max: 80 }), (tiers, quantity) => {
        let expected = dec(0);
        const entered = new Set<Tier>();
        for (let unit = 1; unit <= quantity; unit++) {
          const tier = tiers.find((one) => includes(one, unit));
          if (tier === undefined) throw new Error('The last tier includes every unit.');
          expected = expected.plus(tier.unitAmount).plus(entered.has(tier) ? 0 : tier.flatAmount);
          entered.add(tier);
        }
        const priced = priceQuantity({ kind: 'GRADUATED', tiers }, dec(quantity));
        expect(formatDecimal(priced.amount)).toBe(formatDecimal(expected));
        expect(priced.tiers).toHaveLength(entered.size);
        expect(formatDecimal(Decimal.sum(0, ...priced.tiers.map((tier) => tier.quantity)))).toBe(String(quantity));
      }),
    );
  });

  test('volume', () => {
    fc.assert(
      fc.property(tierLists, fc.integer({ min: 1, max: 80 }), (tiers, quantity) => {
        const tier = tiers.find((one) => includes(one, quantity));
        let expected = tier?.flatAmount ?? dec(0);
        for (let unit = 1; unit <= quantity; unit++) expected = expected.plus(tier?.unitAmount ?? 0);
        expect(formatDecimal(priceQuantity({ kind: 'VOLUME', tiers }, dec(quantity)).amount)).toBe(
          formatDecimal(expected),
        );
      }),
    );
  });

  test('package', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), cents, fc.integer({ min: 0, max: 80 }), (size, amount, quantity) => {
        let expected = dec(0);
        for (let unit = 1; unit <= quantity; unit++) if (unit % size === 1 % size) expected = expected.plus(amount);
        const priced = priceQuantity({ kind: 'PACKAGE', size: dec(size), amount }, dec(quantity));
        expect(formatDecimal(priced.amount)).toBe(formatDecimal(expected));
      }),
    );
  });
});

describe('what is no price', () => {
  test.each<[Pricing]>([
    [perUnit('0')],
    [perUnit('0.000000000001')],
    [perBlock('0.5', '3')],
    [graduated],
    [tiered('VOLUME', [null, '1'])],
    [{ kind: 'GRADUATED', tiers: hundredTiers() }],
  ])('nothing is wrong with %j', (pricing) => expect(pricingIssues(pricing)).toEqual([]));

  test.each<[string, Pricing, string[][]]>([
    ['a negative amount', perUnit('-1'), [['perUnit', 'unitAmount']]],
    ['an amount without end', { kind: 'PER_UNIT', unitAmount: new Decimal(Infinity) }, [['perUnit', 'unitAmount']]],
    ['13 decimals', perUnit('0.0000000000001'), [['perUnit', 'unitAmount']]],
    ['blocks of nothing', perBlock('0', '1'), [['package', 'size']]],
    [
      'negative blocks',
      perBlock('-1', '-1'),
      [
        ['package', 'size'],
        ['package', 'amount'],
      ],
    ],
    ['no tiers', tiered('GRADUATED'), [['graduated', 'tiers']]],
    [
      '101 tiers',
      { kind: 'VOLUME', tiers: [...hundredTiers().slice(0, -1), ...hundredTiers().slice(-2)] },
      [['volume', 'tiers']],
    ],
    ['an end of the last', tiered('VOLUME', ['1', '1']), [['volume', 'tiers', '0', 'upTo']]],
    ['a rest before the last', tiered('VOLUME', [null, '1'], [null, '1']), [['volume', 'tiers', '0', 'upTo']]],
    [
      'tiers of one length',
      tiered('GRADUATED', ['1', '1'], ['1', '1'], [null, '1']),
      [['graduated', 'tiers', '1', 'upTo']],
    ],
    ['a first tier of nothing', tiered('GRADUATED', ['0', '1'], [null, '1']), [['graduated', 'tiers', '0', 'upTo']]],
    [
      'negative amounts of a tier',
      tiered('GRADUATED', [null, '-1', '-1']),
      [
        ['graduated', 'tiers', '0', 'unitAmount'],
        ['graduated', 'tiers', '0', 'flatAmount'],
      ],
    ],
  ])('%s', (_, pricing, paths) => expect(pricingIssues(pricing).map(({ path }) => path)).toEqual(paths));
});

function hundredTiers(): Tier[] {
  return Array.from({ length: 100 }, (_, index) => {
    return { upTo: index === 99 ? null : dec(index + 1), unitAmount: dec(1), flatAmount: dec(0) };
  });
}
