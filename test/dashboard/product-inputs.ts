import fc from 'fast-check';
import type { ChargeFacts, PlanGrantFacts } from '../../dashboard/src/format/charge.ts';
import type { Pricing } from '../../dashboard/src/format/price.ts';
import type {
  ChargeInput,
  IntervalInput,
  PlanCreditGrantInput,
  PricingInput,
} from '../../dashboard/src/generated/types.ts';

/** Prices of every kind as `createProduct` takes them, whole: what is left to its default is said too. */

const text = fc.oneof(fc.string({ minLength: 1, unit: 'grapheme' }), fc.constantFrom('5', 'true', ' "a" ', 'a\nb'));
const positive = fc
  .tuple(fc.nat(10_000), fc.integer({ min: 1, max: 999_999 }))
  .map(([a, b]) => `${a}.${String(b).padStart(6, '0')}`.replace(/0+$/, ''));
const amount = fc.oneof(fc.constant('0'), positive);
const orNone = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });

const interval = fc.record({
  unit: fc.constantFrom('DAY' as const, 'WEEK' as const, 'MONTH' as const, 'YEAR' as const),
  count: fc.integer({ min: 1, max: 10 }),
});

const tiered = fc
  .tuple(
    fc.array(fc.record({ upTo: positive, unitAmount: amount, flatAmount: amount }), { maxLength: 3 }),
    fc.record({ upTo: fc.constant(null), unitAmount: amount, flatAmount: amount }),
  )
  .map(([lower, last]) => ({ tiers: [...lower, last] }));

const pricing: fc.Arbitrary<PricingInput> = fc.oneof(
  fc.record({ perUnit: fc.record({ unitAmount: amount }) }),
  fc.record({ package: fc.record({ size: positive, amount }) }),
  fc.record({ graduated: tiered }),
  fc.record({ volume: tiered }),
);

const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.constant(''), fc.constant('null'));
const usage = {
  name: text,
  meter: text,
  includedUnits: orNone(positive),
  includedPerSeat: fc.boolean(),
  prorateAllowance: fc.boolean(),
};
const money = fc.record({ ...usage, pricing, minimum: orNone(amount), maximum: orNone(amount) });
const priceBy = fc.record({
  property: text,
  prices: fc.array(fc.record({ value, pricing }), { minLength: 1, maxLength: 3 }),
});

const rate = fc.oneof(fc.record({ creditsPerUnit: positive }), fc.record({ unitsPerCredit: positive }));
const exhausted = fc.oneof(
  fc.record({ whenExhausted: fc.constant('STOP' as const) }),
  fc.record({ whenExhausted: fc.constant('CHARGE' as const), overage: pricing }),
  fc.record({ whenExhausted: fc.constant('DEBT' as const), debtLimit: orNone(amount) }),
);
const credits = fc.tuple(text, rate, exhausted).map(([creditType, ...terms]) => ({
  creditType,
  ...terms[0],
  ...terms[1],
}));

export const charge: fc.Arbitrary<ChargeInput> = fc.oneof(
  fc.record({ flat: fc.record({ name: text, amount, oneTime: fc.boolean() }) }),
  fc.record({ usage: money }),
  fc.tuple(money, priceBy).map(([own, by]) => ({ usage: { ...own, priceBy: by } })),
  fc.record({ usage: fc.record({ ...usage, credits }) }),
);

const periodEnd = fc
  .tuple(
    fc.constant({ expires: { atPeriodEnd: true } }),
    orNone(
      fc.record({
        percent: positive,
        cap: orNone(positive),
        times: fc.integer({ min: 1, max: 100 }),
        lifetime: orNone(interval),
      }),
    ),
  )
  .map(([expires, rollover]) => (rollover === null ? expires : { ...expires, rollover }));
const life = fc.oneof(
  periodEnd,
  fc.constant({ expires: { never: true } }),
  interval.map((after) => ({ expires: { after } })),
);
const topUp = orNone(
  fc.record({ threshold: positive, amount: positive, price: amount, maxPerPeriod: fc.integer({ min: 1, max: 1_000 }) }),
).map((autoTopUp) => (autoTopUp === null ? {} : { autoTopUp }));

export const creditGrant: fc.Arbitrary<PlanCreditGrantInput> = fc
  .tuple(
    fc.record({
      creditType: text,
      amount: positive,
      perSeat: fc.boolean(),
      priority: fc.nat(1_000_000),
      lowBalance: fc.array(
        fc.oneof(
          positive.map((threshold) => ({ amount: threshold })),
          positive.map((percent) => ({ percent })),
        ),
        { maxLength: 3 },
      ),
    }),
    life,
    topUp,
  )
  .map(([own, until, more]) => ({ ...own, ...until, ...more }));

const usd = (of: unknown) => ({ amount: String(of ?? '0'), currency: 'USD' });
const decimalOf = (of: unknown) => (of == null ? null : String(of));
const named = (key: string) => ({ key, name: `The ${key}` });

function pricingSaid({ perUnit, package: block, graduated, volume }: PricingInput): Pricing {
  const none = { packageSize: null, unitAmount: null, tiers: [] };
  if (perUnit) return { ...none, kind: 'PER_UNIT', unitAmount: usd(perUnit.unitAmount) };
  if (block) return { ...none, kind: 'PACKAGE', packageSize: String(block.size), unitAmount: usd(block.amount) };
  const tiers = (graduated ?? volume)?.tiers ?? [];
  return {
    ...none,
    kind: graduated ? 'GRADUATED' : 'VOLUME',
    tiers: tiers.map((tier) => ({
      upTo: decimalOf(tier.upTo),
      unitAmount: usd(tier.unitAmount),
      flatAmount: usd(tier.flatAmount),
    })),
  };
}

/** What a version says that was made of this charge. */
export function chargeSaid({ flat, usage: of }: ChargeInput): ChargeFacts {
  if (flat) {
    return { __typename: 'FlatCharge', name: flat.name, oneTime: flat.oneTime ?? false, amount: usd(flat.amount) };
  }
  if (!of) throw new Error('A charge is either flat or by usage.');
  const { credits: drawn } = of;
  return {
    __typename: 'UsageCharge',
    name: of.name,
    meter: { ...named(of.meter), unit: 'token' },
    includedUnits: String(of.includedUnits ?? '0'),
    includedPerSeat: of.includedPerSeat ?? false,
    prorateAllowance: of.prorateAllowance ?? false,
    minimum: of.minimum == null ? null : usd(of.minimum),
    maximum: of.maximum == null ? null : usd(of.maximum),
    pricing: of.pricing ? pricingSaid(of.pricing) : null,
    priceBy: of.priceBy
      ? {
          property: of.priceBy.property,
          prices: of.priceBy.prices.map((own) => ({ value: own.value, pricing: pricingSaid(own.pricing) })),
        }
      : null,
    credits: drawn
      ? {
          whenExhausted: drawn.whenExhausted ?? 'STOP',
          creditsPerUnit: decimalOf(drawn.creditsPerUnit),
          unitsPerCredit: decimalOf(drawn.unitsPerCredit),
          debtLimit: decimalOf(drawn.debtLimit),
          creditType: named(drawn.creditType),
          overage: drawn.overage ? pricingSaid(drawn.overage) : null,
        }
      : null,
  };
}

const lengthSaid = (of: IntervalInput | null | undefined) => (of ? { unit: of.unit, count: of.count ?? 1 } : null);

/** What a version says that was made of this grant. */
export function grantSaid(of: PlanCreditGrantInput): PlanGrantFacts {
  const { expires, rollover, autoTopUp } = of;
  return {
    amount: String(of.amount),
    perSeat: of.perSeat ?? false,
    priority: of.priority ?? 100,
    creditType: named(of.creditType),
    expires: {
      kind: expires?.after ? 'AFTER' : expires?.never ? 'NEVER' : 'PERIOD_END',
      after: lengthSaid(expires?.after),
    },
    rollover: rollover
      ? {
          percent: String(rollover.percent),
          cap: decimalOf(rollover.cap),
          times: rollover.times ?? 1,
          lifetime: lengthSaid(rollover.lifetime),
        }
      : null,
    lowBalance: (of.lowBalance ?? []).map((below) => ({
      amount: decimalOf(below.amount),
      percent: decimalOf(below.percent),
    })),
    autoTopUp: autoTopUp
      ? {
          amount: String(autoTopUp.amount),
          threshold: String(autoTopUp.threshold),
          maxPerPeriod: autoTopUp.maxPerPeriod,
          price: usd(autoTopUp.price),
        }
      : null,
  };
}
