import { expect, test } from 'vitest';
import { askServer, copyDataDir, isAlive, postmasterPid, serveCli } from '../kit/cli.ts';

const key = 'a-key-for-kills';
const record = `mutation ($input: RecordEventsInput!) {
  recordEvents(input: $input) { ... on RecordEventsPayload { recorded duplicates } } }`;
const events = Array.from({ length: 2_000 }, (_, i) => ({ id: `k${i}`, name: 'call', customer: 'acme' }));

/** Records the same events every time. */
async function recordAll(url: string): Promise<unknown> {
  const answer = await askServer<{ recordEvents: unknown }>(url, key, record, {
    input: { createCustomers: true, events },
  });
  return answer.recordEvents;
}

test('kill -9 of the server leaves PostgreSQL to the next start, and nothing that was acknowledged is lost', async () => {
  const MISURA_DATA_DIR = await copyDataDir();
  const first = await serveCli({ MISURA_DATA_DIR, MISURA_BOOTSTRAP_KEY: key });
  expect(await recordAll(first.url)).toEqual({ recorded: 2_000, duplicates: 0 });
  const postgres = postmasterPid(MISURA_DATA_DIR) ?? 0;
  first.child.kill('SIGKILL');
  expect(await first.ended).toBe('SIGKILL');
  expect(isAlive(postgres)).toBe(true);

  const second = await serveCli({ MISURA_DATA_DIR });
  expect(postmasterPid(MISURA_DATA_DIR)).toBe(postgres);
  expect(await recordAll(second.url)).toEqual({ recorded: 0, duplicates: 2_000 });
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  expect(isAlive(postgres)).toBe(false);
});

test('kill -9 of both, as when the machine loses power, loses nothing that was acknowledged', async () => {
  const MISURA_DATA_DIR = await copyDataDir();
  const first = await serveCli({ MISURA_DATA_DIR, MISURA_BOOTSTRAP_KEY: key });
  expect(await recordAll(first.url)).toEqual({ recorded: 2_000, duplicates: 0 });
  const postgres = postmasterPid(MISURA_DATA_DIR) ?? 0;
  process.kill(postgres, 'SIGKILL');
  first.child.kill('SIGKILL');
  await first.ended;

  const second = await serveCli({ MISURA_DATA_DIR });
  expect(postmasterPid(MISURA_DATA_DIR)).not.toBe(postgres);
  expect(await recordAll(second.url)).toEqual({ recorded: 0, duplicates: 2_000 });
});
