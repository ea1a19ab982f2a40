import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { uuidv7 } from 'uuidv7';
import type { Deps } from '../../src/actions/deps.ts';
import { flushEvents, increasingClock } from '../../src/actions/flush-events.ts';
import { createRecorder } from '../../src/actions/recorder.ts';
import type { Instant } from '../../src/core/time/instant.ts';
import { createPostgresAnnouncer } from '../../src/live/postgres-announcer.ts';
import { createCatalogs } from '../../src/store/catalog.ts';
import type { Database } from '../../src/store/database.ts';

/** A clock that stands where it was put, or at the real time until then. */
export type TestClock = { now(): Instant; set(at: Instant | null): void };

export function createTestClock(): TestClock {
  let fixed: Instant | null = null;
  return {
    now: () => fixed ?? BigInt(Date.now()) * 1000n,
    set(at) {
      fixed = at;
    },
  };
}

export type TestDeps = Deps & { readonly clock: TestClock; readonly scheduled: number[] };

/** One server instance as the actions see it. Several on one database are several instances. */
export function createTestDeps(database: Database, clock = createTestClock()): TestDeps {
  const log = pino({ level: 'silent' });
  const scheduled: number[] = [];
  const base = {
    database,
    clock,
    ids: { uuid: uuidv7, secret: randomBytes },
    log,
    announcer: createPostgresAnnouncer(database, log),
    catalogs: createCatalogs(),
    scheduled,
    scheduleBuild: async (buildId: number) => {
      scheduled.push(buildId);
    },
  };
  const recordingTime = increasingClock(clock);
  const recorder = createRecorder((workspaceId, batches) => flushEvents(base, recordingTime, workspaceId, batches));
  return { ...base, recorder };
}

/** A workspace of its own, as a row. */
export async function createTestWorkspace(database: Database): Promise<string> {
  const id = uuidv7();
  await database.pool.query(
    `INSERT INTO workspace (id, name, mode, token_secret, created_at) VALUES ($1, 'Test', 'LIVE', $2, now())`,
    [id, randomBytes(32)],
  );
  return id;
}
