import { pino } from 'pino';
import { startServer } from '../../src/server/start.ts';
import { createTestDatabase } from './database.ts';

export type TestServer = { readonly url: string; readonly adminKey: string; close(): Promise<void> };

/** A server as `npm start` runs it, listening at a free port, on a database of its own. `url` has no path. */
export async function startTestServer(): Promise<TestServer> {
  const { url: databaseUrl, drop } = await createTestDatabase();
  const adminKey = 'msr_test_key_of_the_test_server';
  const server = await startServer(
    {
      port: 0,
      host: '127.0.0.1',
      databaseUrl,
      dataDir: '/nowhere',
      bootstrapKey: adminKey,
      bootstrapMode: 'TEST',
      logLevel: 'silent',
      poolMax: 20,
    },
    pino({ level: process.env.MISURA_TEST_LOG ?? 'silent' }),
    () => {},
  );
  return {
    url: server.url,
    adminKey,
    async close() {
      await server.close();
      await drop();
    },
  };
}
