import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { expect, test } from 'vitest';
import { askServer, isAlive, makeDataDir, postmasterPid, runCli, serveCli } from '../kit/cli.ts';

const key = 'a-key-for-signals';
const record = `mutation ($input: RecordEventsInput!) {
  recordEvents(input: $input) { ... on RecordEventsPayload { recorded duplicates } } }`;

type Recorded = { recordEvents: { recorded: number; duplicates: number } };

/** A request of which the server has read the headers. */
async function beginRequest(url: string, headers: Record<string, string>) {
  const sent = request(url, { method: 'POST', headers: { ...headers, expect: '100-continue' } });
  sent.flushHeaders();
  await once(sent, 'continue');
  return {
    async send(body: string): Promise<string> {
      sent.end(body);
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      return Buffer.concat(await response.toArray()).toString();
    },
  };
}

function batch(size: number, prefix: string): object {
  const events = Array.from({ length: size }, (_, i) => ({ id: `${prefix}${i}`, name: 'call', customer: 'acme' }));
  return { input: { createCustomers: true, events } };
}

test('SIGTERM finishes what is in flight, ends live streams, and leaves no PostgreSQL behind', async () => {
  const MISURA_DATA_DIR = makeDataDir();
  const server = await serveCli({ MISURA_DATA_DIR, MISURA_BOOTSTRAP_KEY: key });
  expect(await askServer<Recorded>(server.url, key, record, batch(1, 'first'))).toMatchObject({
    recordEvents: { recorded: 1 },
  });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept: 'text/event-stream' };
  const query = 'subscription { eventRecorded { id } }';
  const live = await fetch(server.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const ended = live.text();
  const postgres = postmasterPid(MISURA_DATA_DIR) ?? 0;

  // In flight for certain: the server has said that it waits for the body.
  const waiting = await beginRequest(server.url, { ...headers, accept: 'application/json' });
  server.child.kill('SIGTERM');
  await server.until(/stopping/);
  const answer = await waiting.send(JSON.stringify({ query: record, variables: batch(5_000, 'late') }));
  expect(JSON.parse(answer)).toMatchObject({ data: { recordEvents: { recorded: 5_000 } } });
  expect(await ended).toContain('event: complete');
  expect(await server.ended).toBe(0);
  expect(isAlive(postgres)).toBe(false);
});

test('Ctrl-C, which comes twice at once, is one signal', async () => {
  const MISURA_DATA_DIR = makeDataDir();
  const server = await serveCli({ MISURA_DATA_DIR });
  const postgres = postmasterPid(MISURA_DATA_DIR) ?? 0;
  server.child.kill('SIGINT');
  server.child.kill('SIGINT');
  expect(await server.ended).toBe(0);
  expect(isAlive(postgres)).toBe(false);
});

test('after kill -9 the next start takes over: nothing acknowledged is lost, and two never share', async () => {
  const MISURA_DATA_DIR = makeDataDir();
  const first = await serveCli({ MISURA_DATA_DIR, MISURA_BOOTSTRAP_KEY: key });
  const recorded = await askServer<Recorded>(first.url, key, record, batch(2_000, 'k'));
  expect(recorded.recordEvents).toEqual({ recorded: 2_000, duplicates: 0 });

  const intruder = runCli(['serve'], { MISURA_DATA_DIR, PORT: '0' });
  expect(await intruder.ended).toBe(1);
  expect(intruder.output()).toContain('Another server is running on');

  first.child.kill('SIGKILL');
  expect(await first.ended).toBe('SIGKILL');
  expect(isAlive(postmasterPid(MISURA_DATA_DIR) ?? 0)).toBe(true);
  const second = await serveCli({ MISURA_DATA_DIR });
  const again = await askServer<Recorded>(second.url, key, record, batch(2_000, 'k'));
  expect(again.recordEvents).toEqual({ recorded: 0, duplicates: 2_000 });

  // Both at once, as when the machine loses power.
  process.kill(postmasterPid(MISURA_DATA_DIR) ?? 0, 'SIGKILL');
  second.child.kill('SIGKILL');
  await second.ended;
  const third = await serveCli({ MISURA_DATA_DIR });
  const last = await askServer<Recorded>(third.url, key, record, batch(2_000, 'k'));
  expect(last.recordEvents).toEqual({ recorded: 0, duplicates: 2_000 });
});
