import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { expect } from 'vitest';
import { createClient } from '../../client/src/index.ts';
import { freePort } from '../../src/store/embedded/free-port.ts';
import { runCli, type ServeProcess, serveCli } from '../kit/cli.ts';
import { expectSoundCredits } from '../kit/credit-invariants.ts';
import { randomNumbers } from '../kit/random-numbers.ts';
import type { TraceFacts, TraceRow } from '../kit/trace.ts';
import { type Failed, startImporter } from './importer.ts';
import { startMortalPostgres } from './postgres.ts';
import { expectTrace, setUpTrace, writeEvents } from './trace-workspace.ts';
import { judge } from './verdict.ts';

const key = 'a-key-for-kills-of-imports';
const parts = 4;
const waitMsMax = 150;

export type KillOptions = {
  readonly rows: readonly TraceRow[];
  readonly facts: TraceFacts;
  readonly kills: number;
  readonly seed: number;
};

/**
 * Four importers send a quarter each to two servers on one PostgreSQL, a further piece before each kill, so that every
 * kill comes in the middle of new work. Killed are servers, importers and PostgreSQL in turn, at a random moment.
 */
export async function killWhileImporting({ rows, facts, kills, seed }: KillOptions): Promise<void> {
  const why = `MISURA_TEST_SEED=${seed}`;
  const random = randomNumbers(seed);
  const postgres = await startMortalPostgres();
  const settings = { DATABASE_URL: postgres.url, MISURA_BOOTSTRAP_KEY: key };
  const ports = [String(await freePort()), String(await freePort())];
  const serve = (i: number) => serveCli({ ...settings, PORT: ports[i] ?? '' });
  const servers = [await serve(0), await serve(1)];
  const url = (i: number) => (servers[i] as ServeProcess).url;
  const client = createClient({ url: url(0), key });
  await setUpTrace(client, facts);
  const file = writeEvents(rows);
  const seen = { failures: [] as Failed[], rejections: [] as string[] };
  const importers = Array.from({ length: parts }, (_, part) =>
    startImporter({ url: url(part % 2), key, file, part, parts }, seen),
  );
  const rowsOf = (part: number) => Math.ceil((rows.length - part) / parts);

  // All three kinds even if there are few kills, in an order of the seed's.
  const kinds = ['server', 'importer', 'postgres'] as const;
  const first = Math.floor(random() * kinds.length);
  for (let kill = 0; kill < kills; kill += 1) {
    const going = importers.map((importer, part) => {
      const end = Math.ceil((rowsOf(part) * (kill + 1)) / kills);
      importer.allow(end);
      return importer.reached(Math.min(end, importer.acknowledged() + 1));
    });
    // One of them is at it, and the others are likely to be.
    await Promise.race(going);
    await delay(random() * waitMsMax);
    const kind = kinds[(first + kill) % kinds.length];
    if (kind === 'postgres') await postgres.killAndRestart();
    if (kind === 'importer') await importers[Math.floor(random() * parts)]?.killAndRestart();
    if (kind === 'server') {
      const victim = Math.floor(random() * servers.length);
      servers[victim]?.child.kill('SIGKILL');
      await servers[victim]?.ended;
      servers[victim] = await serve(victim);
    }
  }
  await Promise.all(importers.map((importer, part) => importer.reached(rowsOf(part))));

  const acknowledged = importers.map((importer) => importer.acknowledged());
  expect(await judge(postgres.url, rows, acknowledged), why).toEqual({
    stored: 2 * rows.length,
    lost: 0,
    doubled: 0,
    unknown: 0,
  });
  expect(seen.rejections, why).toEqual([]);
  expect(seen.failures.filter(isFinal), why).toEqual([]);
  // Nothing failed: then no kill came in the middle of anything, and this has shown nothing.
  expect(seen.failures.length, why).toBeGreaterThan(0);
  for (const i of [0, 1]) await expectTrace(createClient({ url: url(i), key }), rows, facts, why);
  await expectSound(postgres.url, why);
}

/** Not of the kind that says to send it again. A server whose database is gone says INTERNAL_SERVER_ERROR. */
function isFinal({ name, code, status }: Failed): boolean {
  if (name === 'MisuraNetworkError') return status !== null && status < 500;
  return !['INTERNAL_SERVER_ERROR', 'OVERLOADED', 'RATE_LIMITED'].includes(code ?? '');
}

async function expectSound(url: string, why: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url });
  try {
    const { rows } = await pool.query<{ id: string }>('SELECT id FROM workspace');
    await expectSoundCredits(pool, rows[0]?.id ?? '');
  } finally {
    await pool.end();
  }
  const audit = runCli(['audit'], { DATABASE_URL: url });
  expect(await audit.ended, `${audit.output()} ${why}`).toBe(0);
}
