import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient, createRecorder, unwrap } from '../../client/src/index.ts';
import { askServer, copyDataDir, embeddedUrl, homeOf, isAlive, postmasterPid, runCli, serveCli } from '../kit/cli.ts';
import { sseEvents } from '../kit/sse.ts';

const key = 'a-key-for-a-killed-postgres';
const patience = { timeout: 30_000, interval: 100 };

function killPostgres(dataDir: string): number {
  const pid = postmasterPid(dataDir) ?? 0;
  expect(isAlive(pid)).toBe(true);
  process.kill(pid, 'SIGKILL');
  return pid;
}

async function readiness(url: string): Promise<number> {
  return (await fetch(new URL('/ready', url))).status;
}

/** The counts that a customer's live usage tells, over one connection that is never made again. */
async function watchCount(url: string, customer: string, meter: string): Promise<() => Promise<number>> {
  const query = `subscription { usageUpdated(customer: "${customer}", meter: "${meter}") { eventCount } }`;
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept: 'text/event-stream' };
  const { body } = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const messages = sseEvents(body as ReadableStream<Uint8Array>);
  onTestFinished(async () => void (await messages.return?.()));
  return async () => {
    const { value } = await messages.next();
    return Number(JSON.parse(value?.data ?? '').data.usageUpdated.eventCount);
  };
}

test('PostgreSQL is killed under a running server: it comes back, and recording, live usage and jobs go on', async () => {
  const MISURA_DATA_DIR = await copyDataDir();
  const server = await serveCli({ MISURA_DATA_DIR, MISURA_BOOTSTRAP_KEY: key });
  const { url } = server;
  const misura = createClient({ url, key });
  unwrap(await misura.createMeter({ key: 'calls', eventName: 'call', aggregation: 'COUNT' }));
  const recorder = createRecorder(misura, {
    createCustomers: true,
    flushIntervalMs: 1,
    maxBatch: 5_000,
    maxBuffered: 50_000,
    onError: () => {},
  });
  const call = { name: 'call', customer: 'acme', properties: { tokens: '0.1' } };
  // More than a meter counts before its maker has an answer: the rest is a job.
  for (let i = 0; i < 30_000; i += 1) void recorder.record({ ...call, id: `before-${i}` });
  await recorder.flush();
  const count = await watchCount(url, 'acme', 'calls');
  expect(await count()).toBe(30_000);
  const port = new URL(embeddedUrl(MISURA_DATA_DIR)).port;

  const sum = { key: 'tokens', eventName: 'call', aggregation: 'SUM', valueProperty: 'tokens' } as const;
  unwrap(await misura.createMeter(sum));
  // In the middle of that job.
  const killed = killPostgres(MISURA_DATA_DIR);
  for (let i = 0; i < 500; i += 1) void recorder.record({ ...call, id: `after-${i}` });
  await recorder.close();
  await server.until(/PostgreSQL is back/);

  expect(postmasterPid(MISURA_DATA_DIR)).not.toBe(killed);
  expect(new URL(embeddedUrl(MISURA_DATA_DIR)).port).toBe(port);
  expect(await readiness(url)).toBe(200);
  while ((await count()) < 30_500);
  const usage = async (meter: string) => (await misura.customerUsage({ customer: 'acme', meter }))?.value;
  expect(await usage('calls')).toBe('30500');
  await vi.waitFor(async () => expect(await usage('tokens')).toBe('3050'), patience);
  expect(server.output()).toMatch(/PostgreSQL has died[\s\S]*PostgreSQL is back/);

  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(isAlive(postmasterPid(MISURA_DATA_DIR) ?? 0)).toBe(false);
  const audit = runCli(['audit'], { MISURA_DATA_DIR });
  expect(await audit.ended, audit.output()).toBe(0);
}, 120_000);

test('while PostgreSQL cannot come back the server is not ready and says so, and it can be stopped', async () => {
  const MISURA_DATA_DIR = await copyDataDir();
  const server = await serveCli({ MISURA_DATA_DIR, MISURA_BOOTSTRAP_KEY: key });
  const data = join(homeOf(MISURA_DATA_DIR), 'data');
  const ask = () => askServer(server.url, key, '{ workspace { id } }');
  const killAndTakeAway = () => {
    const pid = postmasterPid(MISURA_DATA_DIR) ?? 0;
    renameSync(data, `${data}-away`);
    process.kill(pid, 'SIGKILL');
  };

  killAndTakeAway();
  await server.until(/could not be started again yet/);
  expect(await readiness(server.url)).toBe(503);
  await expect(ask()).rejects.toThrow(/INTERNAL_SERVER_ERROR/);
  renameSync(`${data}-away`, data);
  await server.until(/PostgreSQL is back/);
  await vi.waitFor(async () => expect(await readiness(server.url)).toBe(200), patience);
  await ask();

  killAndTakeAway();
  await server.until(/PostgreSQL is back[\s\S]*PostgreSQL has died/);
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  renameSync(`${data}-away`, data);
  expect(isAlive(postmasterPid(MISURA_DATA_DIR) ?? 0)).toBe(false);
}, 60_000);
