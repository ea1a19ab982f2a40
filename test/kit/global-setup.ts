import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/store/embedded/start.ts';
import { migrate } from '../../src/store/migrate.ts';
import { offerBrowser } from './browser-server.ts';
import { type OtherServer, type OtherUrl, startPgBouncer, startPostgres15, startRedis } from './other-servers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a server with the migrated database `misura_template`, from which each test file clones its own. */
    serverUrl: string;
    /** The same server through PgBouncer. */
    poolerUrl: OtherUrl;
    redisUrl: OtherUrl;
    /** Says where the run's browser is. */
    browserUrl: string;
    /** The whole run goes through PgBouncer. */
    pooled: boolean;
  }
}

export const templateName = 'misura_template';

// Tests that need a crash to be survived start a server of their own.
const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];

/**
 * Compiles the server, which some tests run as a process, so that they never test an old one. One PostgreSQL for the
 * whole run: the embedded one in a temporary folder; Debian's for MISURA_TEST_DATABASE=postgresql-15; the embedded one
 * through PgBouncer for MISURA_TEST_DATABASE=pgbouncer; or the server of MISURA_TEST_DATABASE_URL.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'misura-test-'));
  chmodSync(folder, 0o755);
  const kind = process.env.MISURA_TEST_DATABASE ?? '';
  if (!['', 'postgresql-15', 'pgbouncer'].includes(kind)) {
    throw new Error(`MISURA_TEST_DATABASE is postgresql-15 or pgbouncer, not ${kind}.`);
  }
  const server = await startServer(kind, folder);
  const others: OtherServer[] = [];
  const other = async (start: () => Promise<OtherServer>): Promise<OtherUrl> => {
    try {
      const started = await start();
      others.push(started);
      return { url: started.url };
    } catch (error) {
      return { missing: String(error) };
    }
  };
  project.provide('serverUrl', server.url);
  project.provide('poolerUrl', await other(() => startPgBouncer(folder, server.url)));
  project.provide('redisUrl', await other(() => startRedis(folder)));
  const browser = await offerBrowser();
  others.push(browser);
  project.provide('browserUrl', browser.url);
  project.provide('pooled', kind === 'pgbouncer');

  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${templateName}`);
  await admin.query(`CREATE DATABASE ${templateName}`);
  await admin.end();
  const templateUrl = new URL(server.url);
  templateUrl.pathname = `/${templateName}`;
  await migrate(templateUrl.href);

  return async () => {
    for (const { stop } of others) await stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function startServer(kind: string, folder: string): Promise<OtherServer> {
  const given = process.env.MISURA_TEST_DATABASE_URL;
  if (given !== undefined) return { url: given, stop: async () => {} };
  if (kind === 'postgresql-15') return await startPostgres15(folder, settings);
  return await startEmbedded({ dataDir: folder, settings });
}
