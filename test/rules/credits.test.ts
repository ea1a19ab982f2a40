import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { expectSoundCredits } from '../kit/credit-invariants.ts';
import { type Credits, creditsOn } from '../kit/credits.ts';
import { brief, later, type Pricing, perUnit, pricingOn } from '../kit/pricing.ts';

let api: TestApi;
let misura: Pricing;
let credits: Credits;
let calls: string;
let sum: string;
let peak: string;
let last: string;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  misura = pricingOn(api);
  credits = await creditsOn(api);
  calls = await misura.meter({ aggregation: 'COUNT' });
  sum = await misura.meter({ aggregation: 'SUM', valueProperty: 'n', eventName: 'sum' });
  peak = await misura.meter({ aggregation: 'MAX', valueProperty: 'n', eventName: 'peak' });
  last = await misura.meter({ aggregation: 'LAST', valueProperty: 'n', eventName: 'last' });
});
afterAll(async () => {
  await expectSoundCredits(api.database.pool, api.workspaceId);
  await api.close();
});

/** A charge that draws on `ai`: one credit a unit unless said otherwise. */
const drawing = (meter: string, more: object = {}, charge: object = {}) => ({
  usage: { name: 'Usage', meter, credits: { creditType: 'ai', unitsPerCredit: '1', ...more }, ...charge },
});
const perUnitOf = (creditsPerUnit: string, more: object = {}) => ({ unitsPerCredit: null, creditsPerUnit, ...more });

type Account = { readonly customer: string; readonly creditType: string };

/** Somebody with so many credits and a subscription to these charges. */
async function subscribed(amount: string, ...charges: object[]): Promise<Account> {
  const account = await credits.someone();
  await misura.subscribe(account.customer, await misura.product(charges));
  if (amount !== '0') await credits.grant(amount, account);
  return account;
}

const record = (account: Account, events: readonly object[], options: object = {}) =>
  misura.record(
    events.map((event) => ({ customer: account.customer, ...event })),
    options,
  );
const many = (count: number, name = 'call') => Array.from({ length: count }, () => ({ name }));

describe('Numbers that must come out', () => {
  test('2,500 calls, 1,000 included, 1 unit per credit: 1,500 credits drawn', async () => {
    const account = await subscribed('5000', drawing(calls, {}, { includedUnits: '1000' }));
    await record(account, many(2_500));
    expect(await credits.balance(account.customer)).toBe('3500 = 3500 available');
  });

  test('text at 1,000 tokens a credit and images at 10 credits each: one balance, two rates', async () => {
    const rates = [drawing(sum, { unitsPerCredit: '1000' }), drawing(calls, perUnitOf('10'))];
    const account = await subscribed('100', ...rates);
    await record(account, [{ name: 'sum', properties: { n: 2_500 } }, ...many(3)]);
    expect(await credits.balance(account.customer)).toBe('67.5 = 67.5 available');
  });

  test('$22 with 100,000 included as credits, overage $0.24 per 1,000: 120,000 used: $26.80', async () => {
    const overage = { package: { size: '1000', amount: '0.24' } };
    const used = [{ name: 'sum', properties: { n: 120_000 } }];
    const charges = [{ flat: { name: 'Plan', amount: '22' } }, drawing(sum, { whenExhausted: 'CHARGE', overage })];
    const account = await subscribed('100000', ...charges);
    await record(account, used);
    expect(brief(await misura.upcoming(account.customer))).toEqual(['USAGE Usage 4.8', 'FLAT Plan 22']);
    expect(await credits.balance(account.customer)).toBe('0 = 0 available');
  });
});

describe('grant: valid in [effectiveAt, expiresAt)', () => {
  test('a balance read one microsecond after it expires is right, and one before too', async () => {
    const account = await credits.someone();
    const now = await misura.now();
    await credits.grant('7', { ...account, expiresAt: later(now, 60) });
    await credits.grant('5', { ...account, effectiveAt: later(now, 30) });
    expect(await credits.balance(account.customer)).toBe('7 = 7 available');
    api.clock.advance(30);
    expect(await credits.balance(account.customer)).toBe('12 = 12 available');
    api.clock.advance(29.999_999);
    expect(await credits.balance(account.customer)).toBe('12 = 12 available');
    api.clock.advance(0.000_001);
    expect(await credits.balance(account.customer)).toBe('5 = 5 available');
    expect(await credits.ledger(account.customer)).toEqual(['GRANT 7 -> 7', 'GRANT 5 -> 12', 'EXPIRY -7 -> 5']);
  });
});

test('burn order: lower priority number, then earliest expiry with never last, then oldest', async () => {
  const account = await subscribed('0', drawing(calls));
  const now = await misura.now();
  const ids: Record<string, string> = {};
  const give = async (name: string, more: object) => (ids[name] = await credits.grant('1', { ...account, ...more }));
  await give('never', {});
  await give('never, younger', {});
  await give('in a week', { expiresAt: later(now, 604_800) });
  await give('tomorrow', { expiresAt: later(now, 86_400 * 2) });
  await give('later in line', { priority: 200, expiresAt: later(now, 86_400 * 2) });
  await give('first in line', { priority: 1 });
  const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
  await record(account, many(6));
  const { customer } = await api.ask<{
    customer: { creditLedger: { nodes: { kind: string; grant: { id: string } }[] } };
  }>(
    `{ customer(externalId: "${account.customer}") { creditLedger(creditType: "ai", kind: [DRAW]) { nodes { kind grant { id } } } } }`,
  );
  expect(customer.creditLedger.nodes.map(({ grant }) => names.get(grant.id))).toEqual([
    'first in line',
    'tomorrow',
    'in a week',
    'never',
    'never, younger',
    'later in line',
  ]);
});

describe('by difference', () => {
  test('COUNT and SUM draw as they go, rounded down once: no remainder is ever lost', async () => {
    const account = await subscribed('10', drawing(sum, { unitsPerCredit: '3' }));
    const seen: string[] = [];
    for (const _ of [1, 2, 3]) {
      await record(account, [{ name: 'sum', properties: { n: 1 } }]);
      seen.push(await credits.balance(account.customer));
    }
    expect(seen).toEqual(['9.67 = 9.67 available', '9.34 = 9.34 available', '9 = 9 available']);
  });

  test('MAX draws only on a new peak, LAST can give back', async () => {
    const account = await subscribed('100', drawing(peak), drawing(last));
    const seen: string[] = [];
    for (const [name, n] of [
      ['peak', 10],
      ['peak', 7],
      ['peak', 12],
      ['last', 20],
      ['last', 5],
    ] as const) {
      await record(account, [{ name, properties: { n } }]);
      seen.push((await credits.balance(account.customer)).split(' ')[0] ?? '');
    }
    expect(seen).toEqual(['90', '90', '88', '68', '83']);
  });

  test('a void gives back, to the grants it came from and the latest first', async () => {
    const account = await subscribed('0', drawing(calls));
    await credits.grant('3', { ...account, priority: 1 });
    await credits.grant('3', { ...account, priority: 2 });
    await record(account, [...many(3), { id: 'a' }, { id: 'b' }]);
    await misura.voidEvents(['a', 'b'], account.customer);
    expect(await credits.ledger(account.customer)).toEqual([
      ...['GRANT 3 -> 3', 'GRANT 3 -> 6', 'DRAW -3 -> 3', 'DRAW -2 -> 1'],
      'RETURN 2 -> 3',
    ]);
  });

  test('what is given back to a grant that has expired since expires with it at once', async () => {
    const account = await subscribed('0', drawing(calls));
    await credits.grant('5', { ...account, expiresAt: later(await misura.now(), 60) });
    await record(account, [{ id: 'a' }]);
    api.clock.advance(60);
    await misura.voidEvents(['a'], account.customer);
    expect(await credits.ledger(account.customer)).toEqual([
      ...['GRANT 5 -> 5', 'DRAW -1 -> 4', 'EXPIRY -4 -> 0'],
      ...['RETURN 1 -> 1', 'EXPIRY -1 -> 0'],
    ]);
  });
});

test('hard limit: an event that is not covered in full is rejected, and nothing of it is recorded', async () => {
  const account = await subscribed('5', drawing(calls), drawing(sum));
  const events = [
    { id: 'a' },
    { id: 'b', name: 'sum', properties: { n: 5 } },
    { id: 'c', name: 'sum', properties: { n: 4 } },
  ];
  const outcome = await record(account, events, { requireCredits: true });
  expect(outcome.recorded).toBe(2);
  expect(outcome.rejected.map(({ index, id, code }) => [index, id, code])).toEqual([[1, 'b', 'INSUFFICIENT_CREDITS']]);
  expect(await credits.balance(account.customer)).toBe('0 = 0 available');
  expect(await misura.value(sum, { customer: account.customer })).toBe('4');
  // The id was never taken.
  await credits.grant('5', account);
  expect((await record(account, [events[1] as object], { requireCredits: true })).recorded).toBe(1);
});

describe('when they run out, usage is recorded all the same', () => {
  test('STOP: the rest is uncovered, shown, billed nothing', async () => {
    const account = await subscribed('10', drawing(calls));
    await record(account, many(25));
    expect(await credits.balance(account.customer)).toBe('0 = 0 available');
    const { customer } = await api.ask<{ customer: { upcomingInvoice: { lines: unknown[] } } }>(
      `{ customer(externalId: "${account.customer}") { upcomingInvoice { lines {
        quantity billable credits { applied uncovered } amount { amount } } } } }`,
    );
    expect(customer.upcomingInvoice.lines).toEqual([
      { quantity: '25', billable: '25', credits: { applied: '10', uncovered: '15' }, amount: { amount: '0' } },
    ]);
  });

  test('CHARGE: the rest is billed at the price of the overage', async () => {
    const account = await subscribed('10', drawing(calls, { whenExhausted: 'CHARGE', overage: perUnit('0.5') }));
    await record(account, many(25));
    expect(brief(await misura.upcoming(account.customer))).toEqual(['USAGE Usage 7.5']);
  });

  test('DEBT: the balance goes below zero, down to the limit, and the next grant repays it first', async () => {
    const account = await subscribed('10', drawing(calls, { whenExhausted: 'DEBT', debtLimit: '8' }));
    await record(account, many(25));
    expect(await credits.balance(account.customer)).toBe('-8 = -8 available, 8 owed');
    await credits.grant('20', account);
    expect(await credits.balance(account.customer)).toBe('12 = 12 available');
    expect(await credits.ledger(account.customer)).toEqual([
      ...['GRANT 10 -> 10', 'DRAW -10 -> 0', 'DRAW -8 -> -8'],
      ...['REPAYMENT 8 -> 0', 'GRANT 12 -> 12'],
    ]);
  });
});

describe('hold', () => {
  test('capturing less frees the rest, more is refused; release and expiry free all of it', async () => {
    const account = await credits.someone();
    await credits.grant('100', account);
    const hold = await credits.hold('30', account);
    expect(await credits.balance(account.customer)).toBe('100 = 70 available, 30 held');
    expect((await credits.do('captureHold', { hold, amount: '30.01' })).__typename).toBe('InvalidInput');
    expect((await credits.do('captureHold', { hold, amount: '12.5' })).hold).toMatchObject({ captured: '12.5' });
    expect(await credits.balance(account.customer)).toBe('87.5 = 87.5 available');
    await credits.do('releaseHold', { hold: await credits.hold('80', account) });
    const expiring = await credits.hold('80', { ...account, expiresIn: 60 });
    api.clock.advance(60);
    expect(await credits.balance(account.customer)).toBe('87.5 = 87.5 available');
    expect(await credits.do('captureHold', { hold: expiring })).toMatchObject({
      __typename: 'CreditHoldClosed',
      status: 'EXPIRED',
    });
  });

  test('an event that names it is paid from it, and frees the rest', async () => {
    const account = await subscribed('100', drawing(sum));
    const hold = await credits.hold('90', account);
    const other = { name: 'sum', properties: { n: 20 } };
    expect((await record(account, [other], { requireCredits: true })).rejected[0]?.code).toBe('INSUFFICIENT_CREDITS');
    await record(account, [{ ...other, hold }], { requireCredits: true });
    expect(await credits.balance(account.customer)).toBe('80 = 80 available');
    expect((await record(account, [{ ...other, hold: 'hld_01h455vb4pex5vsknk084sn02q' }])).rejected[0]?.code).toBe(
      'HOLD_NOT_FOUND',
    );
  });
});
