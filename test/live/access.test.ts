import { afterAll, beforeAll, expect, test } from 'vitest';
import { type As, createTestApi, type TestApi } from '../kit/api.ts';
import { watchEvents, watchValue } from '../kit/live.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';

let api: TestApi;
let other: TestApi;
let misura: Metering;
const watched = { customer: 'acme', meter: 'calls' };

beforeAll(async () => {
  api = await createTestApi();
  other = await api.anotherInstance();
  misura = meteringOn(api);
  await misura.meter({ key: 'calls', aggregation: 'COUNT' });
  await misura.record([{ customer: 'acme' }, { customer: 'rival' }]);
});
afterAll(async () => {
  await other.close();
  await api.close();
});

async function tokenFor(customer: string, expiresInSeconds = 3600): Promise<As> {
  const { createCustomerToken } = await api.ask<{ createCustomerToken: { token: string } }>(
    `mutation ($input: CreateCustomerTokenInput!) { createCustomerToken(input: $input) { ... on CreateCustomerTokenPayload { token } } }`,
    { input: { customer, expiresInSeconds } },
  );
  return createCustomerToken;
}

async function keyOfOwn() {
  const { createApiKey } = await api.ask<{ createApiKey: { secret: string; apiKey: { id: string } } }>(
    'mutation { createApiKey(input: { name: "watcher", scopes: [READ] }) { ... on CreateApiKeyPayload { secret apiKey { id } } } }',
  );
  return { as: { key: createApiKey.secret }, id: createApiKey.apiKey.id };
}

const revoke = (id: string) =>
  api.ask('mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { __typename } }', { id });

/** The first message, and then who asked has left. */
async function first(feed: { next(): Promise<unknown>; return(): Promise<unknown> }): Promise<unknown> {
  const message = await feed.next();
  await feed.return();
  return message;
}

test('a customer or a meter of another workspace is as one that is not there', async () => {
  const second = await api.secondWorkspace();
  const foreign = meteringOn(api, { key: second.adminKey });
  await foreign.meter({ key: 'theirs', aggregation: 'COUNT' });
  await foreign.record([{ customer: 'foreigner' }]);
  const refused = async (watched: { customer: string; meter: string }) => first(await watchValue(api, watched));
  const noCustomer = 'NOT_FOUND: There is no customer with this externalId.';
  const noMeter = 'NOT_FOUND: There is no meter with this key.';
  expect([
    await refused({ customer: 'nobody', meter: 'calls' }),
    await refused({ customer: 'foreigner', meter: 'calls' }),
  ]).toEqual([noCustomer, noCustomer]);
  expect([
    await refused({ customer: 'acme', meter: 'nothing' }),
    await refused({ customer: 'acme', meter: 'theirs' }),
  ]).toEqual([noMeter, noMeter]);
  expect([
    await first(await watchEvents(api, { customer: 'nobody' })),
    await first(await watchEvents(api, { customer: 'foreigner' })),
  ]).toEqual([noCustomer, noCustomer]);
});

test('a customer token watches its own customer, and nobody else is there', async () => {
  const token = await tokenFor('acme');
  expect(await first(await watchValue(api, watched, token))).toBe(await misura.value('calls', { customer: 'acme' }));
  for (const customer of ['rival', 'nobody']) {
    expect(await first(await watchValue(api, { customer, meter: 'calls' }, token))).toBe(
      'NOT_FOUND: There is no customer with this externalId.',
    );
    expect(await first(await watchEvents(api, { customer }, token))).toBe(
      'NOT_FOUND: There is no customer with this externalId.',
    );
  }
});

test('a customer token does not watch all customers together, and a key sees whose it is', async () => {
  expect(await first(await watchValue(api, { meter: 'calls' }, await tokenFor('acme')))).toMatch(/^FORBIDDEN: /);
  const all = await api.ask<{ meter: { usage: { value: string } } }>('{ meter(key: "calls") { usage { value } } }');
  expect(await first(await watchValue(api, { meter: 'calls' }))).toBe(all.meter.usage.value);
  expect(await first(await watchValue(api, { meter: 'theirs' }))).toBe('NOT_FOUND: There is no meter with this key.');
});

test('a customer token sees its own customer’s events only, also when it does not say so', async () => {
  const [own, named] = [
    await watchEvents(api, {}, await tokenFor('acme')),
    await watchEvents(api, { customer: 'acme' }, await tokenFor('acme')),
  ];
  await misura.record([{ id: 'rival-1', customer: 'rival' }]);
  await misura.record([{ id: 'acme-1', customer: 'acme' }]);
  expect([await own.next(), await named.next()]).toEqual(['acme-1', 'acme-1']);
  await Promise.all([own.return(), named.return()]);
});

test('a stream is cut at the moment its token expires', async () => {
  const token = await tokenFor('acme', 1);
  const [usage, events] = [await watchValue(api, watched, token), await watchEvents(api, {}, token)];
  await usage.next();
  // The clock of the server stands still; what remains of the token passes in real time.
  expect([await usage.next(), await events.next()]).toEqual(
    Array(2).fill('UNAUTHENTICATED: This customer token has expired.'),
  );
  expect([await usage.next(), await events.next()]).toEqual([null, null]);
});

test('a stream is cut when its key is revoked, on every instance, and that of another key is not', async () => {
  const [key, kept] = [await keyOfOwn(), await keyOfOwn()];
  const cut = [
    await watchValue(api, watched, key.as),
    await watchValue(other, watched, key.as),
    await watchEvents(other, {}, key.as),
  ];
  const spared = await watchValue(other, watched, kept.as);
  await Promise.all([cut[0]?.next(), cut[1]?.next(), spared.next()]);
  await revoke(key.id);
  for (const feed of cut) {
    expect(await feed.next()).toBe('UNAUTHENTICATED: This API key has been revoked.');
    expect(await feed.next()).toBeNull();
  }
  await misura.record([{ customer: 'acme' }]);
  expect(await spared.next()).toBe(await misura.value('calls', { customer: 'acme' }));
  await spared.return();
});

test('nobody is watched for any more when all have left or were cut', async () => {
  await expect.poll(() => api.hub.watcherCount() + other.hub.watcherCount()).toBe(0);
});
