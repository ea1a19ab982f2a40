import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import {
  type Client,
  type CredentialOptions,
  createClient,
  MisuraRequestError,
  unwrap,
} from '../../client/src/index.ts';
import { startNetwork } from '../kit/network.ts';
import { startTestServer, type TestServer } from '../kit/server.ts';

const watched = { customer: 'ada', meter: 'calls' };
let server: TestServer;
let client: Client;
let recorded = 0;

beforeAll(async () => {
  server = await startTestServer();
  client = createClient({ url: `${server.url}/graphql`, key: server.adminKey });
  unwrap(await client.createMeter({ key: 'calls', eventName: 'call', aggregation: 'COUNT' }));
  unwrap(await client.createCustomer({ externalId: 'ada' }));
});
afterAll(() => server.close());

/** What the next value has to be. */
async function recordOne(): Promise<string> {
  recorded++;
  unwrap(await client.recordEvent({ id: String(recorded), name: 'call', customer: 'ada' }));
  return String(recorded);
}

/** Through a network of its own. `next` is the next value. */
async function watch(credential: CredentialOptions) {
  const network = await startNetwork(`${server.url}/graphql`);
  onTestFinished(() => network.close());
  const onReconnect = vi.fn();
  const watcher = createClient({ url: network.url, ...credential });
  const feed = watcher.live.usageUpdated(watched, { onReconnect });
  onTestFinished(async () => {
    await feed.return?.();
  });
  const next = async () => (await feed.next()).value?.value;
  return { network, onReconnect, next };
}

async function tokenFor(expiresInSeconds: number): Promise<string> {
  return unwrap(await client.createCustomerToken({ customer: 'ada', expiresInSeconds })).token;
}

test('the present value comes first, then each after a commit', async () => {
  const { next } = await watch({ key: server.adminKey });
  expect(await next()).toBe(String(recorded));
  expect(await Promise.all([next(), recordOne()])).toEqual([String(recorded), String(recorded)]);
});

test('after the network was cut, the first value is the present one, with what happened meanwhile', async () => {
  const { network, onReconnect, next } = await watch({ key: server.adminKey });
  await next();
  network.cut();
  const waiting = next();
  await recordOne();
  const present = await recordOne();
  await expect.poll(() => onReconnect.mock.calls.length).toBeGreaterThan(1);
  network.mend();
  expect(await waiting).toBe(present);
  expect(await Promise.all([next(), recordOne()])).toEqual([String(recorded), String(recorded)]);
});

test('a restart of the server is outlived', async () => {
  const { next } = await watch({ key: server.adminKey });
  const before = await next();
  const waiting = next();
  await server.stop();
  await server.start();
  expect(await waiting).toBe(before);
  expect(await Promise.all([next(), recordOne()])).toEqual([String(recorded), String(recorded)]);
});

test('a token that runs out ends the feed with an error, not with trying for ever', async () => {
  const { next, onReconnect } = await watch({ token: await tokenFor(2) });
  await next();
  const error = await next().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(MisuraRequestError);
  expect(error).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(onReconnect).not.toHaveBeenCalled();
  expect(await next()).toBeUndefined();
});

test('a token that can be asked for again is, and the feed goes on with the present value', async () => {
  const token = vi.fn(() => tokenFor(token.mock.calls.length === 1 ? 2 : 60));
  const { next } = await watch({ token });
  const before = await next();
  expect(await next()).toBe(before);
  expect(token).toHaveBeenCalledTimes(2);
  expect(await Promise.all([next(), recordOne()])).toEqual([String(recorded), String(recorded)]);
});

test('a key that is revoked ends the feed with an error', async () => {
  const { apiKey, secret } = unwrap(await client.createApiKey({ name: 'watcher', scopes: ['READ'] }));
  const { next, onReconnect } = await watch({ key: secret });
  await next();
  const waiting = next().catch((caught: unknown) => caught);
  unwrap(await client.revokeApiKey({ id: apiKey.id }));
  expect(await waiting).toMatchObject({ name: 'MisuraRequestError', code: 'UNAUTHENTICATED' });
  expect(onReconnect).not.toHaveBeenCalled();
});

test('what does not exist is refused', async () => {
  await expect(client.live.usageUpdated({ customer: 'nobody', meter: 'calls' }).next()).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});
