import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Feed, watchEvents } from '../kit/live.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';

let api: TestApi;
let other: TestApi;
let misura: Metering;
beforeAll(async () => {
  api = await createTestApi();
  other = await api.anotherInstance();
  misura = meteringOn(api);
  // So that the customers are there, and every instance is done with telling of it.
  const told = await Promise.all([watchEvents(api), watchEvents(other)]);
  await misura.record(['a', 'b'].map((customer) => ({ id: 'before', customer })));
  await Promise.all(told.map((feed) => read(feed, 2)));
});
afterAll(async () => {
  await other.close();
  await api.close();
});

async function read(feed: Feed<string>, count: number): Promise<unknown[]> {
  const seen: unknown[] = [];
  while (seen.length < count) seen.push(await feed.next());
  await feed.return();
  return seen;
}

test('events are told as they are recorded, by customer and by name, on every instance', async () => {
  const feeds = await Promise.all([
    watchEvents(api),
    watchEvents(other),
    watchEvents(other, { customer: 'a' }),
    watchEvents(api, { name: 'call' }),
    watchEvents(other, { customer: 'b', name: 'text' }),
  ]);
  await misura.record([
    { id: 'a1', customer: 'a' },
    { id: 'b1', customer: 'b', name: 'text' },
  ]);
  await meteringOn(other).record([
    { id: 'b2', customer: 'b' },
    { id: 'a2', customer: 'a', name: 'text' },
    { id: 'b3', customer: 'b', name: 'text' },
  ]);
  const all = ['a1', 'b1', 'b2', 'a2', 'b3'];
  const expected = [all, all, ['a1', 'a2'], ['a1', 'b2'], ['b1', 'b3']];
  const seen = await Promise.all(feeds.map((feed, i) => read(feed, expected[i]?.length ?? 0)));
  expect(seen.map((ids) => new Set(ids))).toEqual(expected.map((ids) => new Set(ids)));
});

test('duplicates, rejected events and batches that were undone are not told', async () => {
  const feed = await watchEvents(other, { customer: 'a' });
  await misura.record([{ id: 'once', customer: 'a' }]);
  await misura.record([
    { id: 'once', customer: 'a' },
    { id: 'once', customer: 'a', name: 'other' },
  ]);
  await misura.record(
    [
      { id: 'undone', customer: 'a' },
      { id: '', customer: 'a' },
    ],
    { atomic: true },
  );
  await misura.record([{ id: 'last', customer: 'a' }]);
  expect(await read(feed, 2)).toEqual(['once', 'last']);
});

test('what is told can be read at once, whole', async () => {
  const messages = await other.subscribe<{ eventRecorded: unknown }>(
    'subscription { eventRecorded(name: "whole") { eventId timestamp properties voidedAt customer { externalId } } }',
  );
  await misura.record([
    { id: 'w', customer: 'new', name: 'whole', timestamp: '2026-02-01T00:00:00.000001Z', properties: { n: [1] } },
  ]);
  expect((await messages.next()).value.data).toEqual({
    eventRecorded: {
      eventId: 'w',
      timestamp: '2026-02-01T00:00:00.000001Z',
      properties: { n: [1] },
      voidedAt: null,
      customer: { externalId: 'new' },
    },
  });
  await messages.return?.();
});
