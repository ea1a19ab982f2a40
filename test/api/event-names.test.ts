import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { meteringOn } from '../kit/metering.ts';
import { watchStatements } from '../kit/statements.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  const metering = meteringOn(api);
  await metering.record([
    { name: 'upload', properties: { bytes: 1 } },
    { name: 'upload', id: 'gone', properties: { file: { kind: 'png' } } },
    ...Array.from({ length: 7 }, (_, i) => ({ name: 'call', properties: { [`p${i}`]: i, usage: { tokens: i } } })),
  ]);
  api.clock.advance(60);
  await metering.record([{ name: 'upload', customer: 'other', properties: { bytes: '2', tags: [] } }]);
  await metering.record([{ name: 'ünïcode ✓' }]);
  await metering.voidEvents(['gone']);
});
afterAll(() => api.close());

const document = 'query ($first: Int) { eventNames(first: $first) { name eventCount lastRecordedAt properties } }';
type Names = { eventNames: { name: string; eventCount: number; lastRecordedAt: string; properties: string[] }[] };

test('the names of events with how many have them, the most first, and the paths of what they carry', async () => {
  const { eventNames } = await api.ask<Names>(document);
  expect(eventNames.map(({ name, eventCount }) => `${name} ${eventCount}`)).toEqual([
    'call 7',
    'upload 3',
    'ünïcode ✓ 1',
  ]);
  const [call, upload, last] = eventNames;
  expect(upload).toMatchObject({ properties: ['bytes', 'file.kind', 'tags'] });
  expect(upload?.lastRecordedAt).toMatch(/^2026-03-01T12:01:00/);
  expect(last?.properties).toEqual([]);
  // Some of the latest only: five of the seven.
  expect(call?.properties).toHaveLength(6);
  expect(call?.properties).toContain('usage.tokens');
});

test('as many names as are asked for, 1 to 200', async () => {
  expect((await api.ask<Names>(document, { first: 2 })).eventNames.map(({ name }) => name)).toEqual(['call', 'upload']);
  for (const first of [0, -1, 201]) {
    const { errors } = await api.execute(document, { first });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
  }
});

test('two statements for all names, and none of another workspace', async () => {
  const statements = watchStatements(api.database.pool);
  await api.ask(document);
  expect(statements.seen().filter((name) => name !== 'find_live_key')).toEqual(['list_event_names', 'find_events']);
  const { adminKey: key } = await api.secondWorkspace();
  expect(await api.ask(document, {}, { key })).toEqual({ eventNames: [] });
});
