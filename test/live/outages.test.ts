import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { watchEvents, watchUsage, watchValue } from '../kit/live.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';

let api: TestApi;
let misura: Metering;
const watched = { customer: 'acme', meter: 'calls' };

beforeAll(async () => {
  // Through a pooler nobody listens on a connection.
  api = await createTestApi({ through: 'DIRECT' });
  misura = meteringOn(api);
  await misura.meter({ key: 'calls', aggregation: 'COUNT' });
  await misura.record([{ customer: 'acme' }]);
});
afterAll(() => api.close());

/** Cuts the connections on which instances hear of changes, when they are there. Resolves when they are gone. */
async function cutListener(count = 1): Promise<void> {
  const listeners = `FROM pg_stat_activity WHERE application_name = 'misura listener' AND datname = current_database()`;
  await expect
    .poll(async () => (await api.database.pool.query(`SELECT ${listeners}`)).rowCount, { timeout: 10_000 })
    .toBe(count);
  const { rowCount } = await api.database.pool.query(`SELECT pg_terminate_backend(pid, 5000) ${listeners}`);
  expect(rowCount).toBe(count);
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

test('the live tail goes on after a gap without a hole or a double, with what was recorded in it', async () => {
  const feed = await watchEvents(api);
  const ids = ['t1', 't2', 't3', 't4', 't5', 't6'];
  const seen: unknown[] = [];
  for (const [i, id] of ids.entries()) {
    if (i % 2 === 1) await cutListener();
    await misura.record([{ id, customer: 'acme' }]);
    seen.push(await feed.next());
  }
  await misura.record([{ id: 'end', customer: 'acme' }]);
  expect([...seen, await feed.next()]).toEqual([...ids, 'end']);
  await feed.return();
});

test('what was recorded before somebody watched is not told after a gap', async () => {
  const other = await api.anotherInstance();
  await misura.record([{ id: 'earlier', customer: 'acme' }]);
  const feed = await watchEvents(other);
  await cutListener(2);
  await misura.record([{ id: 'later', customer: 'acme' }]);
  expect(await feed.next()).toBe('later');
  await feed.return();
  await other.close();
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
