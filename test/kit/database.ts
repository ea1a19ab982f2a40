import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { templateName } from './global-setup.ts';
import { otherUrl } from './other-url.ts';

export type TestDatabase = {
  readonly url: string;
  readonly database: Database;
  drop(): Promise<void>;
};

/** How PostgreSQL is reached. */
export type Through = 'DIRECT' | 'PGBOUNCER';

/** A migrated, empty database of its own, cloned from the run's template; reached as the run says, or as the test does. */
export async function createTestDatabase(
  through: Through = inject('pooled') ? 'PGBOUNCER' : 'DIRECT',
): Promise<TestDatabase> {
  const serverUrl = inject('serverUrl');
  const name = `misura_test_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, (admin) => cloneTemplate(admin, name));
  const url = new URL(through === 'DIRECT' ? serverUrl : await otherUrl('pooler'));
  url.pathname = `/${name}`;
  const database = openDatabase(url.href, { pooler: through === 'DIRECT' ? null : 'transaction' });
  return {
    url: url.href,
    database,
    async drop() {
      await database.close();
      await onServer(serverUrl, (admin) => dropDatabase(admin, name));
    },
  };
}

/** Two files may clone at the same moment, which PostgreSQL refuses while the other one reads the template. */
async function cloneTemplate(admin: pg.Client, name: string): Promise<void> {
  await admin.query('SELECT pg_advisory_lock(1)');
  // Copied as files, which takes half of the time and a fifth of the writing: by default each block is logged.
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${templateName} STRATEGY FILE_COPY`);
}

/** A vacuum that PostgreSQL began by itself cannot be ended by us, who are no superuser; it ends soon. */
async function dropDatabase(admin: pg.Client, name: string): Promise<void> {
  for (;;) {
    try {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      return;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== '42501') throw error;
      await admin.query('SELECT pg_sleep(0.2)');
    }
  }
}

async function onServer(serverUrl: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
