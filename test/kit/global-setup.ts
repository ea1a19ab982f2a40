import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/store/embedded/start.ts';
import { migrate } from '../../src/store/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a server with the migrated database `misura_template`, from which each test file clones its own. */
    serverUrl: string;
  }
}

export const templateName = 'misura_template';

/**
 * Compiles the server, which some tests run as a process, so that they never test an old one. One PostgreSQL for the
 * whole run: the embedded one in a temporary folder, or the server of MISURA_TEST_DATABASE_URL.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
  const given = process.env.MISURA_TEST_DATABASE_URL;
  const folder = mkdtempSync(join(tmpdir(), 'misura-test-'));
  chmodSync(folder, 0o755);
  const embedded =
    given === undefined
      ? await startEmbedded({
          dataDir: folder,
          // Tests that need a crash to be survived start a server of their own.
          settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'],
        })
      : null;
  const serverUrl = given ?? (embedded as { url: string }).url;

  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${templateName}`);
  await admin.query(`CREATE DATABASE ${templateName}`);
  await admin.end();
  const templateUrl = new URL(serverUrl);
  templateUrl.pathname = `/${templateName}`;
  await migrate(templateUrl.href);

  project.provide('serverUrl', serverUrl);
  return async () => {
    await embedded?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
