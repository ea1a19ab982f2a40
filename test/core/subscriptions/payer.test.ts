import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PaidSpan, payingSpans } from '../../../src/core/subscriptions/payer.ts';

const span = (
  subscriptionId: string,
  subscribedAt: number,
  from: number,
  to: number,
  ...meters: string[]
): PaidSpan => ({
  subscriptionId,
  subscribedAt: BigInt(subscribedAt),
  from: BigInt(from),
  to: BigInt(to),
  meterIds: new Set(meters.length === 0 ? ['m'] : meters),
});

function pays(subscriptionId: string, all: readonly PaidSpan[], from = 0, to = 100): [number, number][] {
  const windows = payingSpans(subscriptionId, 'm', { from: BigInt(from), to: BigInt(to) }, all);
  return windows.map((window) => [Number(window.from), Number(window.to)]);
}

test('the only subscription pays for its own time', () => {
  expect(pays('a', [span('a', 0, 10, 20)])).toEqual([[10, 20]]);
  expect(pays('a', [span('a', 0, 10, 20)], 15, 18)).toEqual([[15, 18]]);
  expect(pays('a', [span('a', 0, 10, 20)], 20, 30)).toEqual([]);
  expect(pays('b', [span('a', 0, 10, 20)])).toEqual([]);
});

test('of two, the one that started earlier pays while it has the meter', () => {
  const all = [span('later', 10, 10, 90), span('earlier', 5, 20, 30)];
  expect(pays('earlier', all)).toEqual([[20, 30]]);
  expect(pays('later', all)).toEqual([
    [10, 20],
    [30, 90],
  ]);
});

test('when both started at the same instant, the one with the lesser id pays', () => {
  const all = [span('b', 5, 0, 50), span('a', 5, 0, 40)];
  expect(pays('a', all)).toEqual([[0, 40]]);
  expect(pays('b', all)).toEqual([[40, 50]]);
});

test('a subscription without the meter does not pay, and leaves it to the other', () => {
  const all = [span('earlier', 0, 0, 50, 'other'), span('earlier', 0, 50, 100), span('later', 1, 0, 100)];
  expect(pays('earlier', all)).toEqual([[50, 100]]);
  expect(pays('later', all)).toEqual([[0, 50]]);
});

test('periods that follow each other are one span', () => {
  expect(pays('a', [span('a', 0, 20, 30), span('a', 0, 0, 20), span('a', 0, 40, 50)])).toEqual([
    [0, 30],
    [40, 50],
  ]);
});

test('several that are ahead leave what none of them has', () => {
  const ahead = [span('a', 0, 10, 20), span('b', 1, 15, 30), span('c', 2, 40, 50), span('c', 2, 90, 120)];
  expect(pays('d', [...ahead, span('d', 3, 0, 100)])).toEqual([
    [0, 10],
    [30, 40],
    [50, 90],
  ]);
});

test('every instant is paid once, by the earliest started that has the meter, whatever the order of the list', () => {
  const ids = ['a', 'b', 'c', 'd'];
  // Two subscriptions start together, so that ids decide too.
  const subscribed = [3, 1, 1, 2];
  const spans = fc.array(
    fc.record({ id: fc.nat(3), from: fc.nat(30), length: fc.nat(15), meter: fc.constantFrom('m', 'other') }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(spans, (drawn) => {
      const all = drawn.map(({ id, from, length, meter }) =>
        span(ids[id] ?? '', subscribed[id] ?? 0, from, from + length, meter),
      );
      const windows = ids.map((id) => pays(id, all, 5, 40));
      for (let instant = 0; instant < 50; instant++) {
        const has = (id: string) =>
          all.some(
            (one) => one.subscriptionId === id && one.meterIds.has('m') && one.from <= instant && instant < one.to,
          );
        const payer = instant < 5 || instant >= 40 ? undefined : ['b', 'c', 'd', 'a'].find(has);
        const paying = ids.filter((_, place) => windows[place]?.some(([from, to]) => from <= instant && instant < to));
        expect(paying).toEqual(payer === undefined ? [] : [payer]);
      }
      for (const list of windows) {
        for (const [index, [from, to]] of list.entries())
          expect(from < to && from > (list[index - 1]?.[1] ?? -1)).toBe(true);
      }
    }),
  );
});
