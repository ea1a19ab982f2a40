import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Credits, creditsOn } from '../kit/credits.ts';
import { watchAlerts, watchBalance } from '../kit/live.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';

let api: TestApi;
let other: TestApi;
let credits: Credits;
let metering: Metering;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  other = await api.anotherInstance();
  credits = await creditsOn(api);
  metering = meteringOn(api);
  await metering.meter({ key: 'calls', aggregation: 'COUNT' });
  await api.ask(`mutation { createProduct(input: { key: "p", name: "P", currency: "USD", interval: { unit: MONTH }, charges: [
    { usage: { name: "Calls", meter: "calls", credits: { creditType: "ai", unitsPerCredit: "1" } } }],
    creditGrants: [{ creditType: "ai", amount: "10", lowBalance: [{ percent: "50" }, { amount: "2" }] }] }) { __typename } }`);
});
afterAll(async () => {
  await other.close();
  await api.close();
});

const subscribe = (customer: string) =>
  api.ask(`mutation { createSubscription(input: { customer: "${customer}", product: "p" }) { __typename } }`);
const call = (id: string, customer: string) => ({ id, customer, name: 'call' });

test('first the present state, then each new one: grants, draws, holds, on any instance', async () => {
  const account = await credits.someone();
  const balance = await watchBalance(other, account);
  expect(await balance.next()).toEqual('0 = 0 available, version 0, grants');
  await credits.grant('5', account);
  expect(await balance.next()).toEqual('5 = 5 available, version 1, grants 5');
  const hold = await credits.hold('2', account);
  expect(await balance.next()).toEqual('5 = 3 available, version 1, grants 5');
  await credits.do('releaseHold', { hold });
  expect(await balance.next()).toEqual('5 = 5 available, version 1, grants 5');
  await subscribe(account.customer);
  expect(await balance.next()).toEqual('15 = 15 available, version 2, grants 10 5');
  await metering.record([call('1', account.customer), call('2', account.customer)]);
  expect(await balance.next()).toEqual('13 = 13 available, version 3, grants 8 5');
  // Recording the same again moves nothing, and so nobody is told.
  await metering.record([call('1', account.customer)]);
  await metering.voidEvents(['1'], account.customer);
  expect(await balance.next()).toEqual('14 = 14 available, version 4, grants 9 5');
  await balance.return();
});

test('a grant that expires is told of by whoever comes to it first', async () => {
  const account = await credits.someone();
  await credits.grant('5', { ...account, expiresAt: '2026-03-01T12:10:00Z' });
  const balance = await watchBalance(api, account);
  expect(await balance.next()).toEqual('5 = 5 available, version 1, grants 5');
  api.clock.set('2026-03-01T12:10:00Z');
  expect(await credits.balance(account.customer)).toBe('0 = 0 available');
  expect(await balance.next()).toEqual('0 = 0 available, version 2, grants');
  await balance.return();
});

test('versions never go back, however many move the credits, and the last state is the true one', async () => {
  const account = await credits.someone();
  await credits.grant('100', account);
  const balance = await watchBalance(api, account);
  const writers = Array.from({ length: 40 }, (_, i) =>
    credits.do(i % 2 === 0 ? 'adjustCredits' : 'placeHold', { ...account, amount: i % 2 === 0 ? '-1' : '1' }),
  );
  const seen: string[] = [];
  const end = '80 = 60 available, version 21, grants 80';
  while (seen.at(-1) !== end) seen.push((await balance.next()) ?? 'the end');
  await Promise.all(writers);
  const versions = seen.map((text) => Number(/version (\d+)/.exec(text)?.[1]));
  expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  expect(new Set(seen).size).toBe(seen.length);
  await balance.return();
});

test('an alert is told of once, from when one watches on', async () => {
  const { customer } = await credits.someone();
  await subscribe(customer);
  const record = (...ids: string[]) => metering.record(ids.map((id) => call(id, customer)));
  await record('1', '2', '3', '4', '5', '6');
  const before = api.hub.watcherCount();
  const alerts = await watchAlerts(api, customer);
  const first = alerts.next();
  await vi.waitFor(() => expect(api.hub.watcherCount()).toBe(before + 1));
  await record('7');
  await record('8', '9');
  expect(await first).toBe('AMOUNT 2: 1 available');
  await metering.voidEvents(['3', '4', '5', '6', '7', '8'], customer);
  await record('10', '11', '12');
  expect(await alerts.next()).toBe('PERCENT 50: 4 available');
  await alerts.return();
});

test('what is not there cannot be watched, and a token watches its own customer only', async () => {
  const [own, rival] = [await credits.someone(), await credits.someone()];
  const { createCustomerToken } = await api.ask<{ createCustomerToken: { token: string } }>(
    `mutation { createCustomerToken(input: { customer: "${own.customer}" }) { ... on CreateCustomerTokenPayload { token } } }`,
  );
  const token = { token: createCustomerToken.token };
  const missing = 'NOT_FOUND: There is no customer with this externalId.';
  const first = async (account: { customer: string; creditType: string }, as?: typeof token) => {
    const balance = await watchBalance(api, account, as);
    const told = await balance.next();
    await balance.return();
    return told;
  };
  expect(await first({ ...own, customer: 'nobody' })).toBe(missing);
  expect(await first({ ...own, creditType: 'nope' })).toBe('NOT_FOUND: There is no credit type with this key.');
  expect(await first(rival, token)).toBe(missing);
  expect(await first(own, token)).toBe('0 = 0 available, version 0, grants');
  expect(await (await watchAlerts(api, rival.customer, token)).next()).toBe(missing);
});
