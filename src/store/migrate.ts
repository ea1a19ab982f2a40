import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { sqlStatements } from './sql-statements.ts';

/** A migration that cannot be applied, or a database that this release does not fit. The message says what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

export type Migration = { readonly name: string; readonly sql: string };

// Any number will do, as long as every release has the same.
const lockKey = 6_184_512_907;

/** At the root of the package, for the compiled server and for the sources alike. */
const migrationsFolder = new URL('../../prisma/migrations/', import.meta.url);

/** The migrations of this release, oldest first. */
export async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return await Promise.all(
    names.sort().map(async (name) => ({
      name,
      sql: await readFile(new URL(`${name}/migration.sql`, migrationsFolder), 'utf8'),
    })),
  );
}

/**
 * Brings the database to this release and gives the names of what it applied. Several instances may do it at once: one
 * does, the others wait. Each migration is applied whole or not at all.
 *
 * It keeps Prisma's own table in Prisma's own way, so that Prisma's tools see what they expect.
 *
 * Throws MigrationError if PostgreSQL is too old, if an applied migration has changed since, or if the database is of a
 * newer release.
 */
export async function migrate(url: string, migrations?: readonly Migration[]): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations());
  const client = new pg.Client({ connectionString: url, application_name: 'misura migrate' });
  const holder = new pg.Client({ connectionString: url, application_name: 'misura migrate' });
  // Were it cut off, the migration under way would still be whole or not at all.
  holder.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>(`SELECT current_setting('server_version_num') AS version`);
    const problem = versionProblem(Number(rows[0]?.version));
    if (problem !== null) throw new MigrationError(problem);
    // Held by an open transaction of another connection and not by a session, which a pooler may take away meanwhile.
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT pg_advisory_xact_lock($1)', [lockKey]);
    await client.query(prismaTable);
    const applied = await findApplied(client, wanted);
    const pending = wanted.filter(({ name }) => !applied.has(name));
    for (const migration of pending) await apply(client, migration);
    await runMigrations({ connectionString: url });
    return pending.map(({ name }) => name);
  } finally {
    // Ending the connection ends its transaction, and gives back the lock.
    await Promise.all([holder.end(), client.end()]);
  }
}

// The oldest the tests are run on.
const majorVersionMin = 15;

/** What is wrong with a PostgreSQL of this version, as server_version_num says it; null if nothing is known to be. */
export function versionProblem(versionNumber: number): string | null {
  const major = Math.floor(versionNumber / 10_000);
  if (major >= majorVersionMin) return null;
  return `This is PostgreSQL ${major}; Misura needs ${majorVersionMin} or newer.`;
}

const prismaTable = `
  CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`;

async function findApplied(client: pg.Client, wanted: readonly Migration[]): Promise<Set<string>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(`
    SELECT migration_name, checksum FROM "_prisma_migrations"
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`);
  const known = new Map(wanted.map((migration) => [migration.name, checksum(migration)]));
  for (const row of rows) {
    const expected = known.get(row.migration_name);
    if (expected === undefined) {
      throw new MigrationError(
        `The database has the migration ${row.migration_name}, which this release does not know. Run the newer release that made it.`,
      );
    }
    if (expected !== row.checksum) {
      throw new MigrationError(
        `The migration ${row.migration_name} is another one than the database was made with. Restore its file: migrations are only ever added.`,
      );
    }
  }
  return new Set(rows.map((row) => row.migration_name));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const { name, sql } = migration;
  await client.query('BEGIN');
  try {
    const startedAt = new Date();
    // One at a time: a distributed database takes no more than one such statement in a message.
    for (const statement of sqlStatements(sql)) await client.query(statement);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), checksum(migration), name, startedAt],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new MigrationError(`The migration ${name} failed, and nothing of it was applied: ${String(error)}`, {
      cause: error,
    });
  }
}

function checksum({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex');
}
