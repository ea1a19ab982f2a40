import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { MigrationError, migrate, readMigrations, versionProblem } from '../../src/store/migrate.ts';

const serverUrl = inject('serverUrl');
let admin: pg.Client;
let count = 0;

beforeAll(async () => {
  admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
});
afterAll(async () => {
  for (let i = 1; i <= count; i += 1) await admin.query(`DROP DATABASE IF EXISTS migrate_test_${i} WITH (FORCE)`);
  await admin.end();
});

async function emptyDatabase(): Promise<string> {
  count += 1;
  await admin.query(`CREATE DATABASE migrate_test_${count}`);
  const url = new URL(serverUrl);
  url.pathname = `/migrate_test_${count}`;
  return url.href;
}

async function rowsOf(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a PostgreSQL older than 15 is refused by name', () => {
  expect(versionProblem(140_013)).toBe('This is PostgreSQL 14; Misura needs 15 or newer.');
  expect(versionProblem(90_624)).toContain('PostgreSQL 9;');
  expect([150_000, 150_018, 180_004].map(versionProblem)).toEqual([null, null, null]);
});

describe('migrate', () => {
  test('applies what is missing, once, and records it as Prisma does', async () => {
    const url = await emptyDatabase();
    const all = await readMigrations();
    expect(await migrate(url)).toEqual(all.map(({ name }) => name));
    expect(await migrate(url)).toEqual([]);
    const rows = await rowsOf(url, 'SELECT * FROM "_prisma_migrations" ORDER BY migration_name');
    expect(rows).toHaveLength(all.length);
    expect(rows[0]).toMatchObject({
      migration_name: all[0]?.name,
      checksum: createHash('sha256')
        .update(all[0]?.sql ?? '')
        .digest('hex'),
      applied_steps_count: 1,
      logs: null,
      rolled_back_at: null,
    });
    expect(rows[0]?.finished_at).toBeInstanceOf(Date);
  });

  test('five instances that start at once apply each migration once', async () => {
    const url = await emptyDatabase();
    const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(url)));
    expect(applied.flat()).toHaveLength((await readMigrations()).length);
  });

  test('a migration that fails leaves nothing behind, and its repaired form applies', async () => {
    const url = await emptyDatabase();
    const failing = { name: '1_half', sql: 'CREATE TABLE half (id int); SELECT nonsense;' };
    await expect(migrate(url, [failing])).rejects.toThrow(MigrationError);
    expect(await rowsOf(url, `SELECT FROM pg_tables WHERE tablename = 'half'`)).toHaveLength(0);
    await migrate(url, [{ name: '1_half', sql: 'CREATE TABLE half (id int);' }]);
    expect(await rowsOf(url, `SELECT FROM pg_tables WHERE tablename = 'half'`)).toHaveLength(1);
  });

  test('a migration that changed after it was applied is refused', async () => {
    const url = await emptyDatabase();
    await migrate(url, [{ name: '1_a', sql: 'CREATE TABLE a (id int);' }]);
    await expect(migrate(url, [{ name: '1_a', sql: 'CREATE TABLE a (id bigint);' }])).rejects.toThrow('1_a');
  });

  test('a database of a newer release is refused', async () => {
    const url = await emptyDatabase();
    await migrate(url, [
      { name: '1_a', sql: 'SELECT 1;' },
      { name: '2_b', sql: 'SELECT 2;' },
    ]);
    await expect(migrate(url, [{ name: '1_a', sql: 'SELECT 1;' }])).rejects.toThrow('2_b');
  });
});
