import { describe, expect, test } from 'vitest';
import {
  type PlanGrant,
  planGrantsFromJson,
  planGrantsIssues,
  planGrantsToJson,
} from '../../../src/core/credits/terms.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import { dec } from '../pricing/prices.ts';
import { autoTopUp, planGrant, rollover } from './terms.ts';

const issues = (...grants: PlanGrant[]) => planGrantsIssues(grants).map(({ path }) => path.join('.'));
const day = (count: number) => ({ unit: 'DAY', count }) as const;

const everything: PlanGrant[] = [
  planGrant({
    perSeat: true,
    priority: 0,
    rollover: rollover({ percent: dec('0.5'), cap: dec('99.99'), lifetime: day(30), times: 100 }),
    autoTopUp: autoTopUp({ price: dec(0), maxPerPeriod: 1000 }),
    lowBalance: [
      { kind: 'AMOUNT', value: dec('0.01') },
      { kind: 'PERCENT', value: dec(100) },
      { kind: 'PERCENT', value: dec('0.01') },
    ],
  }),
  planGrant({
    creditTypeId: 'b',
    precision: 12,
    amount: dec('0.000000000001'),
    priority: 1_000_000,
    expires: { kind: 'NEVER' },
  }),
  planGrant({ creditTypeId: 'c', expires: { kind: 'AFTER', interval: { unit: 'YEAR', count: 10 } } }),
];

describe('what comes with a product', () => {
  test('nothing is wrong with nothing, and with one of each', () => {
    expect(issues()).toEqual([]);
    expect(issues(...everything)).toEqual([]);
  });

  test.each<[string, Partial<PlanGrant>, string[]]>([
    ['no credits', { amount: dec(0) }, ['0.amount']],
    ['less than none', { amount: dec(-1) }, ['0.amount']],
    ['more decimals than the type has', { amount: dec('0.001') }, ['0.amount']],
    ['half a credit of a whole type', { amount: dec('0.5'), precision: 0 }, ['0.amount']],
    ['a negative priority', { priority: -1 }, ['0.priority']],
    ['a priority of 1,000,001', { priority: 1_000_001 }, ['0.priority']],
    ['half a priority', { priority: 0.5 }, ['0.priority']],
    ['a life of no days', { expires: { kind: 'AFTER', interval: day(0) } }, ['0.expires.after.count']],
    ['a rollover of 0 %', { rollover: rollover({ percent: dec(0) }) }, ['0.rollover.percent']],
    ['a rollover of 101 %', { rollover: rollover({ percent: dec(101) }) }, ['0.rollover.percent']],
    ['a cap of nothing', { rollover: rollover({ cap: dec(0) }) }, ['0.rollover.cap']],
    ['a cap finer than the type', { rollover: rollover({ cap: dec('1.001') }) }, ['0.rollover.cap']],
    ['a rollover that lives no day', { rollover: rollover({ lifetime: day(0) }) }, ['0.rollover.lifetime.count']],
    ['a rollover of no times', { rollover: rollover({ times: 0 }) }, ['0.rollover.times']],
    ['a rollover of 101 times', { rollover: rollover({ times: 101 }) }, ['0.rollover.times']],
    ['a rollover of what never expires', { rollover: rollover(), expires: { kind: 'NEVER' } }, ['0.rollover']],
    [
      'a rollover of what expires later',
      { rollover: rollover(), expires: { kind: 'AFTER', interval: day(40) } },
      ['0.rollover'],
    ],
    ['a top-up below nothing', { autoTopUp: autoTopUp({ threshold: dec(0) }) }, ['0.autoTopUp.threshold']],
    ['a top-up of nothing', { autoTopUp: autoTopUp({ amount: dec(0) }) }, ['0.autoTopUp.amount']],
    ['a top-up finer than the type', { autoTopUp: autoTopUp({ amount: dec('0.001') }) }, ['0.autoTopUp.amount']],
    ['a top-up at less than nothing', { autoTopUp: autoTopUp({ price: dec(-1) }) }, ['0.autoTopUp.price']],
    ['no top-up a period', { autoTopUp: autoTopUp({ maxPerPeriod: 0 }) }, ['0.autoTopUp.maxPerPeriod']],
    ['1,001 top-ups a period', { autoTopUp: autoTopUp({ maxPerPeriod: 1001 }) }, ['0.autoTopUp.maxPerPeriod']],
    ['a threshold of nothing', { lowBalance: [{ kind: 'AMOUNT', value: dec(0) }] }, ['0.lowBalance.0.amount']],
    ['a threshold of 101 %', { lowBalance: [{ kind: 'PERCENT', value: dec(101) }] }, ['0.lowBalance.0.percent']],
    [
      'a threshold twice',
      {
        lowBalance: [
          { kind: 'AMOUNT', value: dec('5') },
          { kind: 'PERCENT', value: dec('5') },
          { kind: 'AMOUNT', value: dec('5.0') },
        ],
      },
      ['0.lowBalance.2.amount'],
    ],
    [
      '11 thresholds',
      { lowBalance: Array.from({ length: 11 }, (_, i) => ({ kind: 'AMOUNT', value: dec(i + 1) })) },
      ['0.lowBalance'],
    ],
  ])('cannot be %s', (_, more, paths) => expect(issues(planGrant(more))).toEqual(paths));

  test('each credit type comes once, and each grant is told by its place in the list', () => {
    expect(issues(planGrant(), planGrant({ creditTypeId: 'b', amount: dec(0) }), planGrant())).toEqual([
      '1.amount',
      '2.creditType',
    ]);
  });

  test('at most 20 grants', () => {
    const many = Array.from({ length: 21 }, (_, i) => planGrant({ creditTypeId: String(i) }));
    expect(issues(...many.slice(1))).toEqual([]);
    expect(issues(...many)).toEqual(['']);
  });
});

describe('grants as JSON', () => {
  test('come back as they were', () => {
    expect(planGrantsFromJson(JSON.parse(JSON.stringify(planGrantsToJson(everything))))).toEqual(everything);
    expect(planGrantsFromJson([])).toEqual([]);
  });

  test('hold no number but counts', () => {
    const numbers = JSON.stringify(planGrantsToJson(everything)).match(/"\w+":-?[0-9]/g) ?? [];
    const fields = new Set(numbers.map((text) => text.split('"')[1]));
    expect([...fields].sort()).toEqual(['count', 'maxPerPeriod', 'precision', 'priority', 'times']);
  });

  const [written] = planGrantsToJson([planGrant()]) as [Record<string, JsonValue>];
  test.each<[JsonValue]>([
    [{}],
    [[null]],
    [[{ ...written, amount: 200 }]],
    [[{ ...written, priority: '100' }]],
    [[{ ...written, priority: 0.5 }]],
    [[{ ...written, expires: { kind: 'AFTER' } }]],
    [[{ ...written, expires: { kind: 'SOON' } }]],
    [[{ ...written, lowBalance: null }]],
  ])('%j was not written by us', (json) => expect(() => planGrantsFromJson(json)).toThrow(TypeError));
});
