import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  deleteOldAnnouncements,
  insertAnnouncement,
  readAnnouncements,
  readSnapshot,
} from '../../src/store/announcements.ts';
import { createTestDatabase, type TestDatabase } from '../kit/database.ts';

let own: TestDatabase;
let snapshot: string;
beforeAll(async () => {
  own = await createTestDatabase();
});
afterAll(() => own.drop());
beforeEach(async () => {
  snapshot = await readSnapshot(own.database.pool);
});

/** What is new since the last time. */
async function look(): Promise<readonly string[]> {
  const heard = await readAnnouncements(own.database.pool, snapshot);
  snapshot = heard.snapshot;
  return heard.texts;
}

async function announce(text: string): Promise<void> {
  await own.database.pool.query(insertAnnouncement(text));
}

test('what began early and commits late is read once, after it is committed', async () => {
  const late = await own.database.pool.connect();
  await late.query('BEGIN');
  await late.query(insertAnnouncement('late'));
  await announce('early');
  expect(await look()).toEqual(['early']);
  await announce('between');
  expect(await look()).toEqual(['between']);
  await late.query('COMMIT');
  late.release();
  expect(await look()).toEqual(['late']);
  expect(await look()).toEqual([]);
});

test('what is rolled back is never read', async () => {
  const client = await own.database.pool.connect();
  await client.query('BEGIN');
  await client.query(insertAnnouncement('nothing'));
  await client.query('ROLLBACK');
  client.release();
  await announce("it's one");
  expect(await look()).toEqual(["it's one"]);
});

test('of announcements from many transactions at once, a reader misses none and gets none twice', async () => {
  const texts = Array.from({ length: 200 }, (_, i) => `${i}`);
  const seen: string[] = [];
  let done = false;
  const all = Promise.all(texts.map(announce)).then(() => (done = true));
  while (!done) seen.push(...(await look()));
  await all;
  seen.push(...(await look()));
  expect(seen.toSorted()).toEqual(texts.toSorted());
});

test('old ones are taken out, young ones stay', async () => {
  const { pool } = own.database;
  await announce('young');
  await pool.query(`INSERT INTO announcement (text, announced_at) VALUES ('old', now() - interval '61 seconds')`);
  await deleteOldAnnouncements(pool, 60);
  const { rows } = await pool.query<{ text: string }>(`SELECT text FROM announcement WHERE text IN ('old', 'young')`);
  expect(rows).toEqual([{ text: 'young' }]);
});
