import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createClient, createRecorder, unwrap } from '../../client/src/index.ts';
import { type Passes, startNetwork } from '../kit/network.ts';
import { startTestServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
  client = createClient({ url: `${server.url}/graphql`, key: server.adminKey });
  for (const meter of [
    { key: 'calls', aggregation: 'COUNT' },
    { key: 'units', aggregation: 'SUM', valueProperty: 'units' },
  ] as const)
    unwrap(await client.createMeter({ ...meter, eventName: 'call' }));
});
afterAll(() => server.close());

async function usageOf(customer: string): Promise<(string | null | undefined)[]> {
  const usage = (meter: string) => client.customerUsage({ customer, meter });
  return [(await usage('calls'))?.value, (await usage('units'))?.value];
}

test('a network that loses requests and answers loses no event and counts none twice', async () => {
  const seen = { request: 0, answer: 0 };
  const passes: Passes = (direction) => {
    seen[direction]++;
    return seen[direction] % (direction === 'request' ? 7 : 3) !== 0;
  };
  const network = await startNetwork(`${server.url}/graphql`, passes);
  const recorder = createRecorder(createClient({ url: network.url, key: server.adminKey }), {
    createCustomers: true,
    maxBatch: 50,
    maxBuffered: 200,
    onError: () => undefined,
  });
  for (let i = 1; i <= 1_000; i++)
    await recorder.record({ name: 'call', customer: 'ada', properties: { units: `${i}.1` } });
  const { recorded, duplicates, rejected } = await recorder.close();
  await network.close();

  expect(await usageOf('ada')).toEqual(['1000', '500600']);
  expect(recorded + duplicates).toBe(1_000);
  expect(rejected).toBe(0);
  // An answer that was lost after its events were committed: otherwise this has shown nothing.
  expect(duplicates).toBeGreaterThan(0);
}, 60_000);

test('a process that is killed loses only what was not acknowledged, and sending all again makes it whole', async () => {
  const total = 600;
  const program = `
    import { createClient, createRecorder } from '${resolve('client/dist/esm/index.js')}';
    const client = createClient({ url: '${server.url}/graphql', key: '${server.adminKey}' });
    const recorder = createRecorder(client, { createCustomers: true });
    for (let i = 1; i <= ${total}; i++) {
      const timestamp = new Date(Date.UTC(2026, 0, 1) + i);
      await recorder.record({ id: String(i), name: 'call', customer: 'bob', timestamp, properties: { units: i } });
      if (i % 20 === 0) console.log((await recorder.flush()).recorded);
    }
    console.log(JSON.stringify(await recorder.close()));
  `;
  const start = () => spawn(process.execPath, ['--input-type=module', '--eval', program]);

  const first = start();
  let acknowledged = 0;
  for await (const line of createInterface(first.stdout)) {
    acknowledged = Number(line);
    if (acknowledged >= 100) first.kill('SIGKILL');
  }
  const [calls] = await usageOf('bob');
  expect(Number(calls)).toBeGreaterThanOrEqual(acknowledged);
  expect(Number(calls)).toBeLessThan(total);

  const second = start();
  let last = '';
  second.stdout.on('data', (data) => {
    last = String(data);
  });
  await once(second, 'close');
  expect(JSON.parse(last.trim().split('\n').at(-1) ?? '')).toMatchObject({
    recorded: total - Number(calls),
    duplicates: Number(calls),
    rejected: 0,
  });
  expect(await usageOf('bob')).toEqual(['600', '180300']);
});
