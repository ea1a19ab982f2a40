import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { expect, test, vi } from 'vitest';
import { askServer, copyDataDir, isAlive, postmasterPid, serveCli } from '../kit/cli.ts';
import { createTestDatabase } from '../kit/database.ts';

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
    sent,
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
  const MISURA_DATA_DIR = await copyDataDir();
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

test('two signals at once, as Ctrl-C sends them through npm, are one', async () => {
  const { url, drop } = await createTestDatabase();
  const server = await serveCli({ DATABASE_URL: url });
  // Different ones, because two of a kind that nobody has seen yet are one for the system.
  server.child.kill('SIGINT');
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  await drop();
});

test('a signal that comes later insists: what is in flight is cut, and PostgreSQL still ends', async () => {
  const MISURA_DATA_DIR = await copyDataDir();
  const server = await serveCli({ MISURA_DATA_DIR });
  const postgres = postmasterPid(MISURA_DATA_DIR) ?? 0;
  const waiting = await beginRequest(server.url, { 'content-type': 'application/json' });
  const cut = once(waiting.sent, 'error');
  server.child.kill('SIGTERM');
  await server.until(/stopping/);
  await vi.waitFor(
    () => {
      server.child.kill('SIGTERM');
      expect(server.child.exitCode).toBe(1);
    },
    { timeout: 8_000 },
  );
  await cut;
  await vi.waitFor(() => expect(isAlive(postgres)).toBe(false), { timeout: 8_000 });
});
