import { realpathSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { areRoot, isReachable } from '../../src/store/embedded/account.ts';
import { DataDirectoryInUse, EmbeddedUnavailable } from '../../src/store/embedded/errors.ts';
import { startEmbedded } from '../../src/store/embedded/start.ts';
import { ask } from '../kit/ask.ts';
import { homeOf, isAlive, makeDataDir, postmasterPid, serveCli } from '../kit/cli.ts';

test('it starts, never trades durability, keeps its data from one start to the next, and stops', async () => {
  const dataDir = makeDataDir('дата dir');
  const first = await startEmbedded({ dataDir });
  expect(await ask(first.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
  expect(await ask(first.url, 'SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  const pid = postmasterPid(dataDir) ?? 0;
  await first.stop();
  expect(isAlive(pid)).toBe(false);
  const second = await startEmbedded({ dataDir });
  expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  await second.stop();
});

test('of two starts at once on one directory one wins, and the other says why not', async () => {
  const dataDir = makeDataDir();
  const starts = await Promise.allSettled([startEmbedded({ dataDir }), startEmbedded({ dataDir })]);
  const won = starts.flatMap((start) => (start.status === 'fulfilled' ? start.value : []));
  const lost = starts.flatMap((start) => (start.status === 'rejected' ? [start.reason as Error] : []));
  expect(won).toHaveLength(1);
  expect(lost).toEqual([expect.any(DataDirectoryInUse)]);
  expect(await ask(won[0]?.url ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await won[0]?.stop();
});

test('it works in a folder that only its owner can enter, without opening it', async () => {
  const dataDir = makeDataDir('data', 0o700);
  const embedded = await startEmbedded({ dataDir });
  expect(await ask(embedded.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await embedded.stop();
  expect(statSync(join(dataDir, '..')).mode & 0o777).toBe(0o700);
});

const repository = realpathSync(fileURLToPath(new URL('../..', import.meta.url)));
const nobody = { uid: 65_534, gid: 65_534 };
// Root can take on another account, unless that one could not even read our code.
const other = areRoot() && isReachable(repository, nobody) ? nobody : null;

test(`it runs for ${other === null ? 'whoever runs this test' : 'an ordinary user'}`, async () => {
  const dataDir = makeDataDir('data', 0o777);
  const server = await serveCli({ MISURA_DATA_DIR: dataDir, MISURA_BOOTSTRAP_KEY: 'users-key' }, other ?? {});
  const pid = postmasterPid(dataDir) ?? 0;
  expect(isAlive(pid)).toBe(true);
  if (other !== null) expect(statSync(join(dataDir, 'postgres')).uid).toBe(other.uid);
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(isAlive(pid)).toBe(false);

  // Started by root one day, it stays the user's.
  const later = await startEmbedded({ dataDir });
  expect(await ask(later.url, 'SELECT count(*) AS workspaces FROM workspace')).toEqual([{ workspaces: '1' }]);
  await later.stop();
  const whose = statSync(join(homeOf(dataDir), 'data')).uid;
  if (other !== null) expect(whose).toBe(other.uid);
});

test('a data directory that is a file is named', async () => {
  const dataDir = join(makeDataDir(), '..', 'file');
  writeFileSync(dataDir, '');
  await expect(startEmbedded({ dataDir })).rejects.toThrow(EmbeddedUnavailable);
  await expect(startEmbedded({ dataDir: join(dataDir, 'below') })).rejects.toThrow(/MISURA_DATA_DIR to another folder/);
});
