import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { bundle } from '../../scripts/bundle.mjs';
import { startEmbedded } from '../../src/store/embedded/start.ts';
import { migrate } from '../../src/store/migrate.ts';
import { findBrowser } from './browser-program.ts';
import { openDesk } from './desk.ts';
import { type OtherServer, startPgBouncer, startPostgres15, startRedis } from './other-servers.ts';
import { makeUnusedDataDir } from './unused-data-dir.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a server with the migrated database `misura_template`, from which each test file clones its own. */
    serverUrl: string;
    /** Says where the other servers are, for `otherUrl`. */
    deskUrl: string;
    /** The whole run goes through PgBouncer. */
    pooled: boolean;
  }
}

/** `pooler` is PgBouncer before the PostgreSQL of the run. */
export type OtherName = 'pooler' | 'redis' | 'browser' | 'dataDir';

export const templateName = 'misura_template';

// Tests that need a crash to be survived start a server of their own.
const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];

/**
 * Builds the server, which some tests run as a process, so that they never test an old one. One PostgreSQL for the
 * whole run: the embedded one in a temporary folder; Debian's for MISURA_TEST_DATABASE=postgresql-15; the embedded one
 * through PgBouncer for MISURA_TEST_DATABASE=pgbouncer; or the server of MISURA_TEST_DATABASE_URL.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kind = process.env.MISURA_TEST_DATABASE ?? '';
  if (!['', 'postgresql-15', 'pgbouncer'].includes(kind)) {
    throw new Error(`MISURA_TEST_DATABASE is postgresql-15 or pgbouncer, not ${kind}.`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'misura-test-'));
  chmodSync(folder, 0o755);
  const [server] = await Promise.all([startServer(kind, folder), bundle()]);
  const others: Record<OtherName, () => Promise<OtherServer>> = {
    pooler: () => startPgBouncer(folder, server.url),
    redis: () => startRedis(folder),
    browser: findBrowser,
    dataDir: () => makeUnusedDataDir(folder),
  };
  const desk = await openDesk(others);
  project.provide('serverUrl', server.url);
  project.provide('deskUrl', desk.url);
  project.provide('pooled', kind === 'pgbouncer');

  return async () => {
    await desk.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** With the template in it. */
async function startServer(kind: string, folder: string): Promise<OtherServer> {
  const server = await startPostgres(kind, folder);
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${templateName}`);
  await admin.query(`CREATE DATABASE ${templateName}`);
  await admin.end();
  const templateUrl = new URL(server.url);
  templateUrl.pathname = `/${templateName}`;
  await migrate(templateUrl.href);
  return server;
}

async function startPostgres(kind: string, folder: string): Promise<OtherServer> {
  const given = process.env.MISURA_TEST_DATABASE_URL;
  if (given !== undefined) return { url: given, stop: async () => {} };
  if (kind === 'postgresql-15') return await startPostgres15(folder, settings);
  // Its password is kept from nobody, and each connection would work for it on both sides.
  return await startEmbedded({ dataDir: folder, settings: [...settings, 'scram_iterations=1'] });
}
