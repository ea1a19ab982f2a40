import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { areRoot } from '../../src/store/embedded/account.ts';
import { EmbeddedUnavailable } from '../../src/store/embedded/errors.ts';
import { startEmbedded } from '../../src/store/embedded/start.ts';
import { ask } from '../kit/ask.ts';
import { copyDataDir, homeOf, isAlive, makeDataDir, postmasterPid } from '../kit/cli.ts';

test('a process number that is somebody else’s by now is neither stopped nor waited for', async () => {
  const dataDir = await copyDataDir();
  await (await startEmbedded({ dataDir })).stop();
  const data = join(homeOf(dataDir), 'data');
  // Of PostgreSQL's own account: a process that it may not signal it would not take for its own anyway.
  const { uid, gid } = statSync(data);
  const stranger = spawn('sleep', ['600'], { stdio: 'ignore', cwd: '/', ...(areRoot() ? { uid, gid } : {}) });
  await once(stranger, 'spawn');
  onTestFinished(() => void stranger.kill('SIGKILL'));
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
  const dataDir = await copyDataDir();
  const embedded = await startEmbedded({ dataDir });
  const pid = postmasterPid(dataDir) ?? 0;
  writeFileSync(join(dataDir, 'postgres-password'), 'another\n');
  await expect(startEmbedded({ dataDir })).rejects.toThrow(EmbeddedUnavailable);
  await expect(startEmbedded({ dataDir })).rejects.toThrow(/password/);
  expect(isAlive(pid)).toBe(true);
  await embedded.stop();
});

test('what the initdb of a killed start still writes is in nobody’s way', async () => {
  const dataDir = makeDataDir();
  const half = join(dataDir, 'postgres', 'data.unfinished-999999999-000000000000');
  mkdirSync(half, { recursive: true });
  const writes = `let i = 0; process.stdout.write('writing');
    for (;;) { try { require('fs').mkdirSync(process.argv[1] + '/' + (i++ % 64), { recursive: true }); } catch {} }`;
  const initdb = spawn(process.execPath, ['-e', writes, half], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(async () => {
    initdb.kill('SIGKILL');
    await once(initdb, 'close');
  });
  await once(initdb.stdout, 'data');
  const first = await startEmbedded({ dataDir });
  expect(await ask(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await first.stop();
});

test('the data of another version of PostgreSQL is named and left as it is', async () => {
  const dataDir = await copyDataDir();
  const embedded = await startEmbedded({ dataDir });
  await ask(embedded.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await embedded.stop();
  const version = join(homeOf(dataDir), 'data', 'PG_VERSION');
  const ours = readFileSync(version, 'utf8');
  writeFileSync(version, '17\n');
  await expect(startEmbedded({ dataDir })).rejects.toThrow(/initialized by PostgreSQL version 17/);
  expect(postmasterPid(dataDir)).toBeNull();

  writeFileSync(version, ours);
  const again = await startEmbedded({ dataDir });
  expect(await ask(again.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  await again.stop();
});
