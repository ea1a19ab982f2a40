import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';

// npm passes a signal on to the shell it runs a script in, and a shell that waits for the server keeps it to itself.
test('npm start hands the signal to the server, which leaves neither PostgreSQL nor itself behind', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'misura-npm-start-'));
  chmodSync(dataDir, 0o755);
  const npm = spawn('npm', ['start'], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, PORT: '0', DATABASE_URL: '', MISURA_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'ignore'],
    // A group of its own, so that whatever is left of it can be ended together.
    detached: true,
  });
  onTestFinished(() => {
    try {
      process.kill(-(npm.pid as number), 'SIGTERM');
    } catch {}
    rmSync(dataDir, { recursive: true, force: true });
  });
  const exited = once(npm, 'exit');
  let url = '';
  for await (const line of createInterface(npm.stdout)) {
    url = /Misura answers at (http:\S+)/.exec(line)?.[1] ?? '';
    if (url !== '') break;
  }
  // Elsewhere if the temporary folder is one that only root may enter.
  const note = join(dataDir, 'postgres-is-at');
  const home = existsSync(note) ? readFileSync(note, 'utf8').trim() : join(dataDir, 'postgres');
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const postmaster = join(home, 'data/postmaster.pid');
  expect(existsSync(postmaster)).toBe(true);

  npm.kill('SIGTERM');
  expect((await exited)[0]).toBe(0);
  expect(existsSync(postmaster)).toBe(false);
  // Nor a server that npm has lost sight of.
  await expect(fetch(url)).rejects.toThrow();
});
