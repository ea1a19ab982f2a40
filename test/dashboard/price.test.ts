import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compare,
  type Exact,
  exactOf,
  exactText,
  roundHalfUp,
  startedBlocks,
} from '../../dashboard/src/format/exact.ts';
import { minorDigits } from '../../dashboard/src/format/money.ts';
import { type Pricing, priceOf } from '../../dashboard/src/format/price.ts';
import { Decimal, formatDecimal } from '../../src/core/decimal.ts';
import { minorDigits as serverDigits } from '../../src/core/money/currency.ts';
import type { UsageCharge } from '../../src/core/pricing/charge.ts';
import type { Pricing as ServerPricing } from '../../src/core/pricing/pricing.ts';
import { usageLine } from '../../src/core/pricing/usage-line.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const decimal = (whole: number, places: number) =>
  fc.tuple(fc.nat(whole), fc.nat(10 ** places - 1)).map(([a, b]) => `${a}.${String(b).padStart(places, '0')}`);

const tiers = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 2_000 }), { maxLength: 4 }),
    fc.array(decimal(3, 4), { minLength: 10, maxLength: 10 }),
  )
  .map(([bounds, amounts]) =>
    [...bounds.sort((a, b) => a - b).map(String), null].map((upTo, place) => ({
      upTo,
      unitAmount: usd(amounts[place * 2] ?? '1'),
      flatAmount: usd(amounts[place * 2 + 1] ?? '1'),
    })),
  );

const pricing: fc.Arbitrary<Pricing> = fc.oneof(
  decimal(5, 6).map((amount) => ({ kind: 'PER_UNIT' as const, packageSize: null, unitAmount: usd(amount), tiers: [] })),
  fc.tuple(decimal(5, 3), fc.integer({ min: 1, max: 999 })).map(([amount, size]) => ({
    kind: 'PACKAGE' as const,
    packageSize: `${size / 8}`,
    unitAmount: usd(amount),
    tiers: [],
  })),
  fc
    .tuple(fc.constantFrom('GRADUATED' as const, 'VOLUME' as const), tiers)
    .map(([kind, own]) => ({ kind, packageSize: null, unitAmount: null, tiers: own })),
);

const charge = fc.record({
  includedUnits: decimal(300, 2),
  includedPerSeat: fc.boolean(),
  minimum: fc.option(decimal(20, 2).map(usd)),
  maximum: fc.option(decimal(900, 2).map(usd)),
  pricing,
});

test('a quantity costs here what it costs on an invoice', () => {
  fc.assert(
    fc.property(charge, decimal(3_000, 3), fc.integer({ min: 1, max: 5 }), (own, quantity, seats) => {
      const asked = {
        ...own,
        includedUnits: new Decimal(own.includedUnits),
        minimum: own.minimum && new Decimal(own.minimum.amount),
        maximum: own.maximum && new Decimal(own.maximum.amount),
        pricing: serverPricing(own.pricing),
        priceBy: null,
        prorateAllowance: false,
      } as unknown as UsageCharge;
      const line = usageLine(asked, [{ value: null, usage: new Decimal(quantity) }], {
        quantity: seats,
        currency: 'USD',
      } as never);
      const price = priceOf(own, quantity, String(seats), 'USD');
      expect(price?.amount).toEqual(usd(formatDecimal(line.amount)));
      expect(price?.billable).toBe(formatDecimal(line.billable));
      expect(price?.tiers.map(({ quantity: part, amount }) => [part, amount.amount])).toEqual(
        line.tiers.map((tier) => [formatDecimal(tier.quantity), formatDecimal(tier.amount)]),
      );
    }),
  );
});

function serverPricing({ kind, packageSize, unitAmount, tiers: own }: Pricing): ServerPricing {
  const amount = new Decimal(unitAmount?.amount ?? 0);
  if (kind === 'PER_UNIT') return { kind, unitAmount: amount };
  if (kind === 'PACKAGE') return { kind, size: new Decimal(packageSize ?? 1), amount };
  return {
    kind,
    tiers: own.map((tier) => ({
      upTo: tier.upTo === null ? null : new Decimal(tier.upTo),
      unitAmount: new Decimal(tier.unitAmount.amount),
      flatAmount: new Decimal(tier.flatAmount.amount),
    })),
  };
}

test('amounts are rounded to the minor units the server rounds to', () => {
  for (const code of Intl.supportedValuesOf('currency')) {
    let wanted: number;
    try {
      wanted = serverDigits(code);
    } catch {
      continue;
    }
    expect([code, minorDigits(code)]).toEqual([code, wanted]);
  }
});

test('what is no number has no price', () => {
  const own = { includedUnits: '0', includedPerSeat: false, minimum: null, maximum: null };
  const perUnit: Pricing = { kind: 'PER_UNIT', packageSize: null, unitAmount: usd('1'), tiers: [] };
  expect(priceOf({ ...own, pricing: perUnit }, 'many', '1', 'USD')).toBeNull();
  expect(priceOf({ ...own, pricing: perUnit }, '1e3', '1', 'USD')).toBeNull();
  expect(priceOf({ ...own, pricing: null }, '1', '1', 'USD')).toBeNull();
});

const exact = (text: string) => exactOf(text) as Exact;

test('decimals of any length stay exact', () => {
  expect(exactText(exact('-00123456789012345678901234567890.1234500'))).toBe('-123456789012345678901234567890.12345');
  expect(exactText(exact('-0.00'))).toBe('0');
  expect(exactOf('.5')).toBeNull();
  expect(compare(exact('0.1'), exact('0.10'))).toBe(0);
  expect(exactText(startedBlocks(exact('10.0000000000001'), exact('2.5')))).toBe('5');
  expect(exactText(startedBlocks(exact('10'), exact('2.5')))).toBe('4');
  expect(['0.005', '-0.005', '0.0049', '1'].map((text) => exactText(roundHalfUp(exact(text), 2)))).toEqual([
    '0.01',
    '-0.01',
    '0',
    '1',
  ]);
});
