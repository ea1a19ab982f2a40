import { afterAll, beforeAll, expect, test } from 'vitest';
import { JobPool } from '../../src/store/job-pool.ts';
import { createTestDatabase, type TestDatabase } from '../kit/database.ts';

let database: TestDatabase;
let pool: JobPool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new JobPool({ connectionString: database.url, max: 1 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

test('a connection that is given back twice is given back once', async () => {
  await new Promise<void>((resolve, reject) =>
    pool.connect((error, _client, release) => {
      if (error !== undefined) return reject(error);
      release();
      release();
      resolve();
    }),
  );
  // The only one there may be is to be had again, and by one at a time.
  const { rows } = await pool.query<{ one: number }>('SELECT 1 AS one');
  expect(rows).toEqual([{ one: 1 }]);
  expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0]);
});

test('nobody to be had is said', async () => {
  const nowhere = new JobPool({ host: '127.0.0.1', port: 1 });
  const error = await new Promise((resolve) => nowhere.connect((error) => resolve(error)));
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  await nowhere.end();
});
