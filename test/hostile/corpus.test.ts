import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../kit/server.ts';
import { asked } from './case.ts';
import { corpus } from './corpus.ts';
import { type Door, send } from './send.ts';
import { complaint, fingerprint, openDoor } from './world.ts';

let server: TestServer;
let pool: pg.Pool;
let door: Door;
let before: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  pool = new pg.Pool({ connectionString: server.databaseUrl, max: 1 });
  door = await openDoor(server.url, server.adminKey);
  before = await fingerprint(pool);
});
afterAll(async () => {
  await pool.end();
  await server.close();
});

describe.each(corpus)(
  '%s: refused with what is wrong, nothing half-done, and the server answers on',
  (_family, cases) => {
    test.each(cases)('$name', async (hostile) => {
      expect(complaint(hostile, await send(door, hostile.sent()))).toBeNull();
      expect(await fingerprint(pool)).toEqual(before);
      const { text } = await send(door, asked('{ customer(externalId: "known") { usage(meter: "calls") { value } } }'));
      expect(JSON.parse(text)).toEqual({ data: { customer: { usage: { value: '1' } } } });
    });
  },
);
