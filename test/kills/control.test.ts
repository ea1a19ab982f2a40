import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../client/src/index.ts';
import { startTestServer, type TestServer } from '../kit/server.ts';
import { syntheticTrace, traceFacts } from '../kit/trace.ts';
import { startEarlyAcknowledger } from './early-acknowledger.ts';
import { type Failed, startImporter } from './importer.ts';
import { setUpTrace, writeEvents } from './trace-workspace.ts';
import { judge } from './verdict.ts';

const rows = syntheticTrace(100);
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await setUpTrace(createClient({ url: `${server.url}/graphql`, key: server.adminKey }), traceFacts(rows));
});
afterAll(() => server.close());

test('a server that acknowledges before it commits, killed once, is found to have lost events', async () => {
  const real = `${server.url}/graphql`;
  const early = await startEarlyAcknowledger(real, server.adminKey);
  const seen = { failures: [] as Failed[], rejections: [] as string[] };
  const job = { url: early.url, key: server.adminKey, file: writeEvents(rows), part: 0, parts: 1 };
  const importer = startImporter(job, seen);
  importer.allow(60);
  await importer.reached(60);
  await early.drain();
  expect(await judge(server.databaseUrl, rows, [60])).toEqual({ stored: 120, lost: 0, doubled: 0, unknown: 0 });

  importer.allow(80);
  await importer.reached(80);
  early.kill();
  importer.allow(100);
  await importer.reached(100);
  await early.drain();
  expect(await judge(server.databaseUrl, rows, [100])).toEqual({ stored: 160, lost: 40, doubled: 0, unknown: 0 });
}, 60_000);
