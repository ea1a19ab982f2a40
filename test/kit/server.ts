import { pino } from 'pino';
import { systemClock, systemIds } from '../../src/server/compose.ts';
import { defaultLimits, type Limits } from '../../src/server/limits.ts';
import { type RunningServer, startServer } from '../../src/server/start.ts';
import { makeWorkspace } from './api.ts';
import { createTestDatabase } from './database.ts';

export type TestServer = {
  readonly url: string;
  readonly adminKey: string;
  readonly databaseUrl: string;
  stop(): Promise<void>;
  /** Again after `stop`, at the same address and on the same database. */
  start(): Promise<void>;
  /** Another workspace, with an ADMIN key of its own. */
  secondWorkspace(): Promise<{ readonly workspaceId: string; readonly adminKey: string }>;
  close(): Promise<void>;
};

/** A server as `npm start` runs it, listening at a free port, on a database of its own. `url` has no path. */
export async function startTestServer(limits: Limits = defaultLimits): Promise<TestServer> {
  const { url: databaseUrl, database, drop } = await createTestDatabase();
  const adminKey = 'msr_test_key_of_the_test_server';
  const listen = (port: number) =>
    startServer(
      {
        port,
        host: '127.0.0.1',
        databaseUrl,
        dataDir: '/nowhere',
        bootstrapKey: adminKey,
        bootstrapMode: 'TEST',
        logLevel: 'silent',
        poolMax: 20,
        pooler: database.pooler,
        redisUrl: null,
        limits,
        metricsToken: null,
        tracesEndpoint: null,
      },
      pino({ level: process.env.MISURA_TEST_LOG ?? 'silent' }),
      () => {},
    );
  let server: RunningServer = await listen(0);
  const { url } = server;
  return {
    url,
    adminKey,
    databaseUrl,
    stop: () => server.close(),
    async start() {
      server = await listen(Number(new URL(url).port));
    },
    secondWorkspace: () => makeWorkspace({ database, ids: systemIds, clock: systemClock }),
    async close() {
      await server.close();
      await drop();
    },
  };
}
