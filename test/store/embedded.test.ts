import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { areRoot, isReachable } from '../../src/store/embedded/account.ts';
import { DataDirectoryInUse, EmbeddedUnavailable } from '../../src/store/embedded/errors.ts';
import { startEmbedded } from '../../src/store/embedded/start.ts';
import { homeOf, isAlive, makeDataDir, postmasterPid, serveCli } from '../kit/cli.ts';

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('it starts, keeps its data from one start to the next, and stops', async () => {
  const dataDir = makeDataDir();
  const first = await startEmbedded({ dataDir });
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  const pid = postmasterPid(dataDir) ?? 0;
  await first.stop();
  expect(isAlive(pid)).toBe(false);
  const second = await startEmbedded({ dataDir });
  expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  await second.stop();
});

test('durability is never traded: fsync and synchronous_commit are on', async () => {
  const embedded = await startEmbedded({ dataDir: makeDataDir() });
  expect(await ask(embedded.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
  expect(await ask(embedded.url, 'SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
  await embedded.stop();
});

test('of two starts at once on one directory one wins, and the other says why not', async () => {
  const dataDir = makeDataDir();
  const starts = await Promise.allSettled([startEmbedded({ dataDir }), startEmbedded({ dataDir })]);
  const won = starts.flatMap((start) => (start.status === 'fulfilled' ? start.value : []));
  const lost = starts.flatMap((start) => (start.status === 'rejected' ? [start.reason as Error] : []));
  expect(won).toHaveLength(1);
  expect(lost).toEqual([expect.any(DataDirectoryInUse)]);
  await won[0]?.stop();
});

test('it works in a folder that only its owner can enter, without opening it', async () => {
  const dataDir = makeDataDir('data', 0o700);
  const embedded = await startEmbedded({ dataDir });
  expect(await ask(embedded.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await embedded.stop();
  expect(statSync(join(dataDir, '..')).mode & 0o777).toBe(0o700);
});

test('a process number that is somebody else’s by now is neither stopped nor waited for', async () => {
  const dataDir = makeDataDir();
  await (await startEmbedded({ dataDir })).stop();
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  onTestFinished(() => void stranger.kill('SIGKILL'));
  const data = join(homeOf(dataDir), 'data');
  writeFileSync(join(data, 'postmaster.pid'), `${stranger.pid}\n${data}\n1700000000\n5432\n\n127.0.0.1\n`);
  const embedded = await startEmbedded({ dataDir });
  expect(isAlive(stranger.pid as number)).toBe(true);
  expect(await ask(embedded.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await embedded.stop();
});

test('what a start that was killed has left half made is made again', async () => {
  const dataDir = makeDataDir();
  const half = join(dataDir, 'postgres', 'data.unfinished-999999999-000000000000');
  mkdirSync(half, { recursive: true });
  writeFileSync(join(half, 'PG_VERSION'), '18\n');
  const embedded = await startEmbedded({ dataDir });
  expect(existsSync(half)).toBe(false);
  await embedded.stop();
});

test('a password file that was lost is named, and PostgreSQL goes on', async () => {
  const dataDir = makeDataDir();
  const embedded = await startEmbedded({ dataDir });
  const pid = postmasterPid(dataDir) ?? 0;
  writeFileSync(join(dataDir, 'postgres-password'), 'another\n');
  await expect(startEmbedded({ dataDir })).rejects.toThrow(EmbeddedUnavailable);
  await expect(startEmbedded({ dataDir })).rejects.toThrow(/password/);
  expect(isAlive(pid)).toBe(true);
  await embedded.stop();
});

// Where we are no root, every other test here has run as an ordinary user; and so does this one.
test('it runs for an ordinary user', async () => {
  const repository = realpathSync(fileURLToPath(new URL('../..', import.meta.url)));
  const nobody = { uid: 65_534, gid: 65_534 };
  const able = areRoot() && isReachable(repository, nobody);
  const dataDir = makeDataDir('data', 0o777);
  const server = await serveCli({ MISURA_DATA_DIR: dataDir, MISURA_BOOTSTRAP_KEY: 'users-key' }, able ? nobody : {});
  const pid = postmasterPid(dataDir) ?? 0;
  expect(isAlive(pid)).toBe(true);
  if (able) expect(statSync(join(dataDir, 'postgres')).uid).toBe(nobody.uid);
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(isAlive(pid)).toBe(false);
});
