import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { watchEvents, watchUsage, watchValue } from '../kit/live.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';

let api: TestApi;
let misura: Metering;
const watched = { customer: 'acme', meter: 'calls' };

beforeAll(async () => {
  api = await createTestApi();
  misura = meteringOn(api);
  await misura.meter({ key: 'calls', aggregation: 'COUNT' });
  await misura.record([{ customer: 'acme' }]);
});
afterAll(() => api.close());

/** Cuts the connection on which the server hears of changes. Resolves when it is gone. */
async function cutListener(): Promise<void> {
  const listeners = `FROM pg_stat_activity WHERE application_name = 'misura listener' AND datname = current_database()`;
  const { rowCount } = await api.database.pool.query(`SELECT pg_terminate_backend(pid, 5000) ${listeners}`);
  expect(rowCount).toBe(1);
}

async function listenerIsBack(): Promise<void> {
  const count = `SELECT FROM pg_stat_activity WHERE application_name = 'misura listener' AND datname = current_database()`;
  await expect.poll(async () => (await api.database.pool.query(count)).rowCount, { timeout: 10_000 }).toBe(1);
}

test('after the listening connection was lost, a watcher gets what it missed', async () => {
  const feed = await watchValue(api, watched);
  expect(await feed.next()).toBe('1');
  await cutListener();
  await misura.record([{ customer: 'acme' }, { customer: 'acme' }]);
  expect(await feed.next()).toBe('3');
  await misura.record([{ customer: 'acme' }]);
  expect(await feed.next()).toBe('4');
  await feed.return();
});

test('the live tail goes on when the listening connection is back', async () => {
  const feed = await watchEvents(api);
  await cutListener();
  await listenerIsBack();
  const seen = feed.next();
  // The connection is there a moment before it listens, so one event may still be missed.
  await expect
    .poll(async () => {
      await misura.record([{ customer: 'acme' }]);
      return await Promise.race([seen, null]);
    })
    .toEqual(expect.any(String));
  await feed.return();
});

test('a key that was revoked while nothing could be heard is cut off as soon as something can', async () => {
  const { createApiKey } = await api.ask<{ createApiKey: { secret: string; apiKey: { id: string } } }>(
    'mutation { createApiKey(input: { name: "watcher", scopes: [READ] }) { ... on CreateApiKeyPayload { secret apiKey { id } } } }',
  );
  const feeds = [
    await watchValue(api, watched, { key: createApiKey.secret }),
    await watchEvents(api, {}, { key: createApiKey.secret }),
  ];
  const spared = await watchEvents(api);
  await feeds[0]?.next();
  await cutListener();
  await api.ask('mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { __typename } }', createApiKey.apiKey);
  for (const feed of feeds) expect(await feed.next()).toBe('UNAUTHENTICATED: This API key has been revoked.');
  await misura.record([{ id: 'after', customer: 'acme' }]);
  expect(await spared.next()).toBe('after');
  await spared.return();
});

test('an instance that closes ends its streams in good order; those of another go on', async () => {
  const other = await api.anotherInstance();
  const [here, there, tail] = [
    await watchUsage(api, watched),
    await watchUsage(other, watched),
    await watchEvents(other),
  ];
  await Promise.all([here.next(), there.next()]);
  const ends = Promise.all([there.next(), tail.next()]);
  await other.close();
  expect(await ends).toEqual([null, null]);
  await misura.record([{ customer: 'acme' }]);
  expect(await here.next()).toMatchObject({ value: await misura.value('calls', { customer: 'acme' }) });
  await here.return();
});
