import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { expectSoundCredits } from '../kit/credit-invariants.ts';
import { type Credits, creditsOn } from '../kit/credits.ts';
import { brief, later, type Pricing, perUnit, pricingOn } from '../kit/pricing.ts';

let api: TestApi;
let misura: Pricing;
let credits: Credits;
let calls: string;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  misura = pricingOn(api);
  credits = await creditsOn(api);
  calls = await misura.meter({ aggregation: 'COUNT' });
});
afterAll(async () => {
  await expectSoundCredits(api.database.pool, api.workspaceId);
  await api.close();
});

const stop = () => ({ usage: { name: 'Calls', meter: calls, credits: { creditType: 'ai', unitsPerCredit: '1' } } });
const charge = (price: string) => ({
  usage: {
    name: 'Calls',
    meter: calls,
    credits: { creditType: 'ai', unitsPerCredit: '1', whenExhausted: 'CHARGE', overage: perUnit(price) },
  },
});

/** Somebody whose product grants so many credits in every period, which is a day. */
async function granted(amount: string, plan: object = {}, charges: object[] = [stop()], more: object = {}) {
  const { customer } = await credits.someone();
  const product = await misura.product(charges, { creditGrants: [{ creditType: 'ai', amount, ...plan }] });
  const id = await misura.subscribe(customer, product, more);
  return { customer, id, creditType: 'ai' };
}

const use = (customer: string, count: number) => misura.record(Array.from({ length: count }, () => ({ customer })));
const day = 86_400;
/** When the period at hand ends, or so many seconds after. */
async function periodEnd(id: string, seconds = 0): Promise<string> {
  return later((await misura.subscription(id)).currentPeriod?.to ?? '', seconds);
}
const balance = async (customer: string) => (await credits.balance(customer)).split(' ')[0];

describe('renewal', () => {
  test('a grant comes with every period, for every seat where it says so, and expires with it', async () => {
    const { customer, id } = await granted('100', { perSeat: true }, [stop()], { quantity: 3 });
    await use(customer, 120);
    expect(await balance(customer)).toBe('180');
    await misura.advance(await periodEnd(id));
    expect(await balance(customer)).toBe('300');
    expect(await credits.ledger(customer)).toEqual([
      ...['GRANT 300 -> 300', 'DRAW -120 -> 180', 'EXPIRY -180 -> 0'],
      'GRANT 300 -> 300',
    ]);
  });

  test('unless it says otherwise: never, or after a time of its own', async () => {
    const never = await granted('10', { expires: { never: true } });
    const weekly = await granted('10', { expires: { after: { unit: 'DAY', count: 2 } } });
    const start = await misura.now();
    await misura.advance(later(start, day));
    await misura.advance(later(start, 2 * day));
    expect([await balance(never.customer), await balance(weekly.customer)]).toEqual(['30', '20']);
  });

  test('a balance is right the moment a period ends, though nobody has closed it yet', async () => {
    const { customer } = await granted('100');
    await use(customer, 30);
    api.clock.advance(day);
    expect(await balance(customer)).toBe('100');
    await use(customer, 1);
    expect(await balance(customer)).toBe('99');
  });

  test('a subscription that ends takes its credits along, and leaves others', async () => {
    const { customer, id, creditType } = await granted('100', { rollover: { percent: '100' } });
    await credits.grant('7', { customer, creditType });
    await misura.cancel(id, 'IMMEDIATELY');
    expect(await balance(customer)).toBe('7');
  });
});

describe('rollover', () => {
  test('200 credits unused, 75 % rollover: 150 roll over, 50 forfeited, and it is said so', async () => {
    const { customer, id } = await granted('200', { rollover: { percent: '75' } });
    await misura.advance(await periodEnd(id));
    expect(await balance(customer)).toBe('350');
    expect(await credits.ledger(customer)).toEqual([
      'GRANT 200 -> 200',
      ...['ROLLOVER -150 -> 50', 'ROLLOVER 150 -> 200', 'FORFEIT -50 -> 150'],
      'GRANT 200 -> 350',
    ]);
  });

  test('rounded down to the precision, to at most the cap, and so many times', async () => {
    const { customer, id } = await granted('10', { rollover: { percent: '33.333', cap: '3', times: 2 } });
    const seen: (string | undefined)[] = [];
    for (const _ of [1, 2, 3]) {
      await misura.advance(await periodEnd(id));
      seen.push(await balance(customer));
    }
    // 3 of 10; 3 of what was left of 10 and 3; and the third time those of the first have rolled twice.
    expect(seen).toEqual(['13', '13', '13']);
    const tiny = await granted('0.05', { rollover: { percent: '33' } });
    await misura.advance(await periodEnd(tiny.id));
    expect(await balance(tiny.customer)).toBe('0.06');
  });

  test('with a lifetime they last that long, and do not roll again', async () => {
    const rollover = { percent: '50', lifetime: { unit: 'DAY', count: 3 } };
    const { customer, id } = await granted('100', { rollover });
    const start = await misura.now();
    await misura.advance(await periodEnd(id));
    await use(customer, 100);
    for (const days of [2, 3]) await misura.advance(later(start, days * day));
    expect(await balance(customer)).toBe('200');
    await misura.advance(later(start, 4 * day));
    expect(await balance(customer)).toBe('200');
  });
});

test('order at a period’s end: usage, overage, rollover, expiry, the new grant', async () => {
  const { customer, id } = await granted('10', { rollover: { percent: '50' } }, [charge('2')]);
  await use(customer, 13);
  await misura.advance(await periodEnd(id, 3_600));
  const [invoice] = await misura.invoices(customer);
  expect(brief(invoice)).toEqual(['USAGE Calls 6']);
  expect(await balance(customer)).toBe('10');
  await use(customer, 4);
  await misura.advance(await periodEnd(id));
  expect(await balance(customer)).toBe('13');
});

test('late usage of a period that is over draws on what there is now, and what is left is an adjustment', async () => {
  const { customer, id } = await granted('10', {}, [charge('2')]);
  const inPeriod = await misura.now();
  await use(customer, 8);
  await misura.advance(await periodEnd(id, 3_600));
  await misura.record(Array.from({ length: 15 }, () => ({ customer, timestamp: inPeriod })));
  expect(await balance(customer)).toBe('0');
  expect(brief(await misura.upcoming(customer))).toEqual(['USAGE Calls 0', 'ADJUSTMENT Calls 10']);
});

describe('auto top-up', () => {
  const autoTopUp = { threshold: '20', amount: '50', price: '5', maxPerPeriod: 2 };

  test('below the threshold credits are bought, at most so often in a period, with a line for each', async () => {
    const { customer, id } = await granted('100', { autoTopUp }, [charge('1')]);
    await use(customer, 80);
    expect(await balance(customer)).toBe('20');
    await use(customer, 1);
    expect(await balance(customer)).toBe('69');
    await use(customer, 125);
    expect(await balance(customer)).toBe('0');
    expect(brief(await misura.upcoming(customer))).toEqual([
      ...['USAGE Calls 6', 'ONE_TIME Top-up: 50 AI credits 5', 'ONE_TIME Top-up: 50 AI credits 5'],
    ]);
    await misura.advance(await periodEnd(id, 3_600));
    const [invoice] = await misura.invoices(customer);
    expect(invoice?.total.amount).toBe('16');
    expect(brief(await misura.upcoming(customer))).toEqual(['USAGE Calls 0']);
  });

  test('what was bought outlives the credits of the plan', async () => {
    const { customer, id } = await granted('100', { autoTopUp });
    await use(customer, 90);
    expect(await balance(customer)).toBe('60');
    await misura.advance(await periodEnd(id));
    expect(await balance(customer)).toBe('150');
  });
});

test('low balance: each mark that is crossed is told of once, and again when it was left in between', async () => {
  const { customer, creditType } = await granted('100', { lowBalance: [{ percent: '50' }, { amount: '10' }] });
  const alerts = async () => {
    type Alerts = { customer: { creditAlerts: { nodes: { below: string; available: string }[] } } };
    const { customer: found } = await api.ask<Alerts>(
      `{ customer(externalId: "${customer}") { creditAlerts(first: 10) { nodes { below available } } } }`,
    );
    return found.creditAlerts.nodes.map(({ below, available }) => `${available} < ${below}`);
  };
  await use(customer, 50);
  expect(await alerts()).toEqual([]);
  for (const _ of [1, 2, 3]) await use(customer, 1);
  expect(await alerts()).toEqual(['49 < 50']);
  await use(customer, 40);
  expect(await alerts()).toEqual(['49 < 50', '7 < 10']);
  await credits.grant('60', { customer, creditType });
  await use(customer, 20);
  expect(await alerts()).toEqual(['49 < 50', '7 < 10', '47 < 50']);
});

test('a statement adds up, to the last digit, for any period', async () => {
  const { customer, id, creditType } = await granted('100', { rollover: { percent: '50' } });
  const start = await misura.now();
  await use(customer, 33);
  await credits.do('adjustCredits', { customer, creditType, amount: '-0.25' });
  await misura.advance(await periodEnd(id, 60));
  await use(customer, 5);
  const end = later(await misura.now(), 1);
  const cuts = [later(start, -60), start, later(start, 1), later(start, day), later(start, day + 61), end];
  type Statement = { opening: string; closing: string; rows: { kind: string; amount: string }[] };
  for (const from of cuts) {
    for (const to of cuts.filter((one) => one >= from)) {
      const { customer: found } = await api.ask<{ customer: { creditStatement: Statement } }>(
        `query ($from: DateTime, $to: DateTime) { customer(externalId: "${customer}") {
          creditStatement(creditType: "ai", from: $from, to: $to) { opening closing rows { kind amount } } } }`,
        { from, to },
      );
      const { opening, closing, rows } = found.creditStatement;
      // Two decimals at most, so that hundredths are whole numbers.
      const hundredths = (text: string) => Math.round(Number(text) * 100);
      const moved = rows.reduce((sum, { amount }) => sum + hundredths(amount), 0);
      expect(hundredths(closing) - hundredths(opening), `${from} to ${to}`).toBe(moved);
    }
  }
});
