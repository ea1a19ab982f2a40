import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import type { Deps } from '../../src/actions/deps.ts';
import { composeDeps, systemClock, systemIds } from '../../src/server/compose.ts';
import type { Database } from '../../src/store/database.ts';

/** `scheduled` are the builds that were left to the job queue: nobody works on them unless the test does. */
export type TestDeps = Deps & { readonly scheduled: number[] };

/** One server instance as the actions see it. Several on one database are several instances. */
export async function createTestDeps(database: Database): Promise<TestDeps> {
  const scheduled: number[] = [];
  const deps = await composeDeps({
    database,
    clock: systemClock,
    ids: systemIds,
    log: pino({ level: 'silent' }),
    scheduleBuild: async (buildId: number) => {
      scheduled.push(buildId);
    },
  });
  return { ...deps, scheduled };
}

/** A workspace of its own, as a row. */
export async function createTestWorkspace(database: Database): Promise<string> {
  const id = systemIds.uuid();
  await database.pool.query(
    `INSERT INTO workspace (id, name, mode, token_secret, created_at) VALUES ($1, 'Test', 'LIVE', $2, now())`,
    [id, randomBytes(32)],
  );
  return id;
}
