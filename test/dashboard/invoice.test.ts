import { expect, test } from 'vitest';
import { laterBy, secondsText } from '../../dashboard/src/format/clock.ts';
import { priceCurve } from '../../dashboard/src/format/curve.ts';
import { invoiceTitle, rangeText, tierText } from '../../dashboard/src/format/invoice.ts';
import { jsonObjectOf } from '../../dashboard/src/format/json-object.ts';
import { pendingText } from '../../dashboard/src/format/subscription.ts';
import { tokenFacts, tokenOf } from '../../dashboard/src/format/token.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

test('a tier says how it came to its amount', () => {
  const tier = {
    from: '50000',
    upTo: '200000',
    quantity: '4000',
    value: 'large',
    unitAmount: usd('0.002'),
    flatAmount: usd('5'),
    amount: usd('13'),
  };
  expect(tierText(tier)).toBe('large, 50,000 to 200,000: 4,000 × $0.002 + $5.00 = $13.00');
  expect(tierText({ ...tier, from: '0', upTo: null, value: null, flatAmount: usd('0') })).toBe(
    '4,000 × $0.002 = $13.00',
  );
  expect([rangeText({ from: '0', upTo: '10' }), rangeText({ from: '10', upTo: null })]).toEqual([
    'up to 10',
    'above 10',
  ]);
});

test('an invoice without a number is called by its state', () => {
  expect(invoiceTitle({ number: null, status: 'DRAFT' })).toBe('Draft invoice');
  expect(invoiceTitle({ number: 'INV-000042', status: 'FINAL' })).toBe('INV-000042');
});

test('a month on is the same day, or the last there is', () => {
  expect(laterBy(Date.parse('2026-01-31T12:00:00Z'), 'month', 'UTC')).toBe('2026-02-28T12:00:00.000Z');
  // Over the change of the clocks it is the same time of the day there.
  expect(laterBy(Date.parse('2026-03-28T11:00:00Z'), 'day', 'Europe/Rome')).toBe('2026-03-29T10:00:00.000Z');
});

test('seconds are said in the largest unit that comes out even', () => {
  expect([3_600, 86_400, 90, 0, 7_200].map(secondsText)).toEqual([
    '1 hour',
    '1 day',
    '90 seconds',
    '0 seconds',
    '2 hours',
  ]);
});

test('what happens at the end of a period is said in words', () => {
  expect(pendingText({ cancels: true, quantity: null, version: null })).toBe('ends');
  expect(pendingText({ cancels: false, quantity: 3, version: { number: 2 } })).toBe('gets version 2 and has 3 seats');
});

test('only an object is metadata', () => {
  expect(['{"a":1}', '', '[1]', '1', '{'].map(jsonObjectOf)).toEqual([{ a: 1 }, {}, null, null, null]);
});

const jwt = (payload: object) => `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;

test('a token says whom it is for and until when', () => {
  const token = jwt({ sub: 'cus_01', exp: 1_800_000_000 });
  expect(tokenFacts(` ${token}\n`)).toEqual({ token, customerId: 'cus_01', expiresAtMs: 1_800_000_000_000 });
  expect([tokenFacts('msr_live_abc'), tokenFacts(jwt({ sub: 'key_01', exp: 1 })), tokenFacts('a.b.c')]).toEqual([
    null,
    null,
    null,
  ]);
});

test('a token is found in a whole link, in its fragment, and alone', () => {
  const links = ['https://misura.example/customer#token=a.b.c', '#token=a.b.c&x=1', ' a.b.c '];
  expect(links.map(tokenOf)).toEqual(['a.b.c', 'a.b.c', 'a.b.c']);
});

test('a curve shows where tiers begin, and goes as far as what is asked', () => {
  const tiers = [
    { upTo: '100', unitAmount: usd('1'), flatAmount: usd('0') },
    { upTo: null, unitAmount: usd('0.5'), flatAmount: usd('0') },
  ];
  const pricing = { kind: 'GRADUATED' as const, packageSize: null, unitAmount: null, tiers };
  const charge = { includedUnits: '20', includedPerSeat: true, minimum: null, maximum: null, pricing };
  const curve = priceCurve(charge, '1000', '2', 'USD');
  expect(curve?.edges).toEqual(['40', '140']);
  expect(curve?.most).toEqual({ quantity: '1000', amount: '530' });
  expect(curve?.points.find(({ x }) => x === 140)?.y).toBe(100);
  expect(priceCurve({ ...charge, pricing: null }, '', '1', 'USD')).toBeNull();
});
