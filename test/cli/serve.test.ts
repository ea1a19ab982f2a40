import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askServer, isAlive, makeDataDir, postmasterPid, runCli, serveCli } from '../kit/cli.ts';
import { createTestDatabase } from '../kit/database.ts';

const recordOne = `mutation ($id: String!) { recordEvents(input: {
  createCustomers: true, events: [{ id: $id, name: "call", customer: "acme" }]
}) { ... on RecordEventsPayload { recorded duplicates } } }`;

type Recorded = { recordEvents: { recorded: number; duplicates: number } };

test('the first start prints an ADMIN key and five lines of what to do; the second one neither', async () => {
  const MISURA_DATA_DIR = makeDataDir();
  const first = await serveCli({ MISURA_DATA_DIR });
  const key = await first.until(/^ {4}(msr_live_\w{40,})$/m);
  await first.until(/^ {2}5\. /m);
  expect([...first.output().matchAll(/^ {2}\d\. /gm)]).toHaveLength(5);
  expect(await askServer(first.url, key, recordOne, { id: '1' })).toEqual({
    recordEvents: { recorded: 1, duplicates: 0 },
  });
  const password = join(MISURA_DATA_DIR, 'postgres-password');
  expect(statSync(password).mode & 0o777).toBe(0o600);
  const postgres = postmasterPid(MISURA_DATA_DIR) ?? 0;
  expect(isAlive(postgres)).toBe(true);
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  expect(isAlive(postgres)).toBe(false);

  const second = await serveCli({ MISURA_DATA_DIR });
  expect(second.output()).not.toMatch(/msr_|export MISURA_KEY/);
  expect(await askServer<Recorded>(second.url, key, recordOne, { id: '1' })).toEqual({
    recordEvents: { recorded: 0, duplicates: 1 },
  });
});

test('wrong settings are named, all of them, and nothing is started', async () => {
  const MISURA_DATA_DIR = makeDataDir();
  const cli = runCli(['serve'], { MISURA_DATA_DIR, PORT: 'x', MISURA_POOL_MAX: '0', MISURA_TYPO: '1' });
  expect(await cli.ended).toBe(1);
  expect(cli.output()).toMatch(/PORT must[\s\S]*MISURA_POOL_MAX must[\s\S]*MISURA_TYPO is not a setting/);
  expect(postmasterPid(MISURA_DATA_DIR)).toBeNull();
});

test('a port that is taken is said; no PostgreSQL is left, and the first key is still to come', async () => {
  const MISURA_DATA_DIR = makeDataDir();
  const other = createServer().listen(0, '0.0.0.0');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  const cli = runCli(['serve'], { MISURA_DATA_DIR, PORT: `${port}` });
  expect(await cli.ended).toBe(1);
  other.close();
  expect(cli.output()).toMatch(/EADDRINUSE.*Another server is there/);
  expect(postmasterPid(MISURA_DATA_DIR)).toBeNull();

  const next = await serveCli({ MISURA_DATA_DIR });
  await next.until(/^ {4}msr_live_/m);
});

test('with a DATABASE_URL nothing embedded is started; a first key and a mode may be chosen', async () => {
  const { url, drop } = await createTestDatabase();
  const key = 'a-key-that-i-chose';
  const MISURA_DATA_DIR = makeDataDir();
  const settings = { MISURA_DATA_DIR, DATABASE_URL: url, MISURA_BOOTSTRAP_KEY: key, MISURA_BOOTSTRAP_MODE: 'TEST' };
  const server = await serveCli(settings);
  await server.until(/^ {2}5\. /m);
  expect(await askServer(server.url, key, '{ workspace { mode } }')).toEqual({ workspace: { mode: 'TEST' } });
  expect(server.output()).not.toContain(key);
  expect(existsSync(MISURA_DATA_DIR)).toBe(false);
  server.child.kill('SIGINT');
  expect(await server.ended).toBe(0);
  await drop();
});
