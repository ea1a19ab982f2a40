import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbedded } from '../../src/store/embedded/start.ts';

export type BenchServer = {
  readonly port: number;
  readonly key: string;
  /** On the database the server uses. */
  readonly pool: pg.Pool;
  /** Where PostgreSQL writes its log. */
  readonly postgresLog: string;
  /** Of the server's process, without PostgreSQL's. */
  readonly pid: number;
  close(): Promise<void>;
};

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const key = 'bench-bootstrap-key';

/** The built server in a process of its own, over a PostgreSQL with the settings that the embedded one always has. */
export async function startBenchServer(options: { settings?: readonly string[] } = {}): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'misura-bench-'));
  chmodSync(folder, 0o755);
  const postgres = await startEmbedded({ dataDir: folder, settings: options.settings ?? [] });
  // Where a CPU profile of the server shall be written when it ends.
  const profiles = process.env.BENCH_PROFILE;
  const flags = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
  const child = spawn(process.execPath, [...flags, main, 'serve'], {
    env: { ...process.env, PORT: '0', DATABASE_URL: postgres.url, MISURA_BOOTSTRAP_KEY: key },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
    createInterface(child.stdout).on('line', (line) => {
      const found = /http:\/\/localhost:(\d+)/.exec(line)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
  });
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 });
  // A connection that is still closing when PostgreSQL goes says so, and nobody needs to know.
  pool.on('error', () => {});
  return {
    port,
    key,
    pool,
    postgresLog: join(postgres.folder, 'postgres.log'),
    pid: child.pid as number,
    async close() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await pool.end();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
