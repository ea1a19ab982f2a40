import fc from 'fast-check';
import { Decimal } from '../../src/core/decimal.ts';
import type { NaiveCharge, NaiveMeter, NaivePlan, NaiveProduct } from './naive-terms.ts';

/** What happens to a customer's credits, one after the other. `which` is a place in what there is, again from the start. */
export type Operation =
  | { do: 'grant'; amount: Decimal; priority: number; beginsInHours: number; hours: number | null }
  | { do: 'voidGrant'; which: number }
  | { do: 'adjust'; amount: Decimal }
  | { do: 'hold'; amount: Decimal; seconds: number }
  | { do: 'capture'; which: number; amount: Decimal | null }
  | { do: 'release'; which: number }
  | { do: 'record'; events: EventOf[]; requireCredits: boolean }
  | { do: 'voidEvents'; which: number[] }
  /** By so many hours, or to two minutes before the next period ends. Unseen: nobody looks before the next operation. */
  | { do: 'advance'; to: number | 'BEFORE_PERIOD_END' | 'PERIOD_END'; unseen: boolean }
  | { do: 'subscribe'; product: number; quantity: number }
  | { do: 'change'; which: number; product: number | null; quantity: number | null; now: boolean }
  | { do: 'cancel'; which: number; now: boolean };

export type EventOf = {
  name: string;
  value: Decimal;
  /** How late it is, or how far ahead; null: it has no timestamp. */
  minutesAgo: number | null;
  subscription: number | null;
  hold: number | null;
};

export type Scene = { precision: number; products: NaiveProduct[]; operations: Operation[] };

/** Several on one name: an event that is drawn for twice, and may at once draw and give back. */
export const sceneMeters: readonly NaiveMeter[] = [
  { eventName: 'call', aggregation: 'COUNT' },
  { eventName: 'call', aggregation: 'SUM' },
  { eventName: 'call', aggregation: 'LAST' },
  { eventName: 'peak', aggregation: 'MAX' },
  { eventName: 'level', aggregation: 'LAST' },
];

const which = fc.nat(30);
const quantity = fc.integer({ min: 1, max: 3 });
const decimals = (min: number, max: number, places: number) =>
  fc.integer({ min: min * 10 ** places, max: max * 10 ** places }).map((n) => new Decimal(n).dividedBy(10 ** places));

function chargeOf(meter: number, precision: number): fc.Arbitrary<NaiveCharge> {
  const kind = fc.constantFrom('UNITS_PER_CREDIT' as const, 'CREDITS_PER_UNIT' as const);
  const value = fc.constantFrom('1', '2', '3', '0.5', '0.07').map((text) => new Decimal(text));
  const terms = fc.constantFrom('STOP' as const, 'CHARGE' as const, 'DEBT' as const);
  return fc
    .record({
      meter: fc.constant(meter),
      included: fc.oneof(
        { weight: 2, arbitrary: fc.constant(new Decimal(0)) },
        { weight: 1, arbitrary: decimals(1, 9, 1) },
      ),
      rate: fc.record({ kind, value }),
      whenExhausted: terms,
      debtLimit: fc.option(decimals(0, 20, precision), { freq: 1 }),
    })
    .map((charge) => (charge.whenExhausted === 'DEBT' ? charge : { ...charge, debtLimit: null }));
}

function planOf(precision: number): fc.Arbitrary<NaivePlan> {
  const amount = decimals(1, 40, precision);
  return (
    fc
      .record({
        amount,
        perSeat: fc.boolean(),
        priority: fc.constantFrom(10, 100),
        expires: fc.oneof(
          { weight: 4, arbitrary: fc.constant('PERIOD_END' as const) },
          { weight: 1, arbitrary: fc.constant('NEVER' as const) },
          { weight: 1, arbitrary: fc.integer({ min: 1, max: 20 }) },
        ),
        rollover: fc.option(
          fc.record({
            percent: fc.constantFrom('100', '75', '33.3').map((text) => new Decimal(text)),
            cap: fc.option(amount),
            times: fc.integer({ min: 1, max: 3 }),
            lifetimeDays: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 2 }),
          }),
          { freq: 3 },
        ),
        topUp: fc.option(
          fc.record({ threshold: decimals(0, 10, precision), amount: decimals(1, 15, precision), perPeriod: quantity }),
          { freq: 1 },
        ),
      })
      // Only what ends with its period can be rolled over.
      .map((plan) => (plan.expires === 'PERIOD_END' ? plan : { ...plan, rollover: null }))
  );
}

function productOf(precision: number): fc.Arbitrary<NaiveProduct> {
  const places = sceneMeters.map((_, meter) => meter);
  return fc.record({
    days: fc.constantFrom(3, 7, 10),
    charges: fc
      .tuple(...places.map((meter) => fc.option(chargeOf(meter, precision), { freq: 1 })))
      .map((charges) => charges.filter((charge) => charge !== null)),
    plan: fc.option(planOf(precision), { freq: 4 }),
  });
}

function operationOf(precision: number): fc.Arbitrary<Operation> {
  const amount = decimals(1, 30, precision);
  const event: fc.Arbitrary<EventOf> = fc.record({
    name: fc.constantFrom('call', 'call', 'peak', 'level'),
    value: fc.oneof({ weight: 5, arbitrary: decimals(0, 12, 1) }, { weight: 1, arbitrary: decimals(-6, 25, 2) }),
    minutesAgo: fc.oneof(
      { weight: 6, arbitrary: fc.constant(null) },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 12_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: -4, max: -1 }) },
    ),
    subscription: fc.option(which, { freq: 2 }),
    hold: fc.option(which, { freq: 2 }),
  });
  const when = { which, now: fc.boolean() };
  const of = <T extends Operation['do']>(does: T, more: object) =>
    fc.record({ do: fc.constant(does), ...more }) as unknown as fc.Arbitrary<Operation>;
  return fc.oneof(
    {
      weight: 4,
      arbitrary: of('grant', {
        amount,
        priority: fc.constantFrom(10, 100, 100),
        beginsInHours: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 })),
        hours: fc.option(fc.integer({ min: 1, max: 200 })),
      }),
    },
    { weight: 1, arbitrary: of('voidGrant', { which }) },
    { weight: 2, arbitrary: of('adjust', { amount: fc.oneof(amount, decimals(-20, -1, precision)) }) },
    { weight: 4, arbitrary: of('hold', { amount, seconds: fc.constantFrom(60, 3_600, 90_000, 400_000) }) },
    { weight: 2, arbitrary: of('capture', { which, amount: fc.option(amount, { freq: 1 }) }) },
    { weight: 1, arbitrary: of('release', { which }) },
    {
      weight: 12,
      arbitrary: of('record', {
        events: fc.array(event, { minLength: 1, maxLength: 4 }),
        requireCredits: fc.boolean(),
      }),
    },
    { weight: 4, arbitrary: of('voidEvents', { which: fc.array(which, { minLength: 1, maxLength: 3 }) }) },
    {
      weight: 7,
      arbitrary: of('advance', {
        to: fc.constantFrom(1, 10, 24, 40, 75, 170, 500, 'BEFORE_PERIOD_END', 'BEFORE_PERIOD_END', 'PERIOD_END'),
        unseen: fc.boolean(),
      }),
    },
    { weight: 3, arbitrary: of('subscribe', { product: which, quantity }) },
    {
      weight: 2,
      arbitrary: of('change', { ...when, product: fc.option(which, { freq: 3 }), quantity: fc.option(quantity) }),
    },
    { weight: 1, arbitrary: of('cancel', when) },
  );
}

/** `lengthMax` operations at most, and most often near as many. */
export function scenes(lengthMax: number, precision: number): fc.Arbitrary<Scene> {
  return fc.record({
    precision: fc.constant(precision),
    products: fc.array(productOf(precision), { minLength: 1, maxLength: 3 }),
    operations: fc.array(operationOf(precision), { minLength: 1, maxLength: lengthMax, size: 'max' }),
  });
}
