import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../src/server/config.ts';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('without any setting it is the embedded PostgreSQL, port 4000, and a LIVE workspace', () => {
  expect(readConfig({})).toEqual({
    port: 4000,
    host: '0.0.0.0',
    databaseUrl: null,
    dataDir: resolve('.misura'),
    bootstrapKey: null,
    bootstrapMode: 'LIVE',
    logLevel: 'info',
    metricsToken: null,
    tracesEndpoint: null,
    poolMax: 20,
    pooler: null,
    redisUrl: null,
    limits: {
      queuedEventsMax: 100_000,
      bodyBytesMax: 64 * 2 ** 20,
      key: { requestsMax: 2_000, streamsMax: 2_000, requestsPerSecondMax: null },
      customer: { requestsMax: 100, streamsMax: 200, requestsPerSecondMax: 200 },
    },
  });
});

test('each setting sets what its name says', () => {
  const config = readConfig({
    PORT: '8080',
    HOST: '127.0.0.1',
    DATABASE_URL: 'postgresql://u:p%40ss@db.example:5433/misura?sslmode=require',
    MISURA_DATA_DIR: '/var/data/misùra data',
    MISURA_BOOTSTRAP_KEY: 'a-key-of-my-own',
    MISURA_BOOTSTRAP_MODE: 'TEST',
    MISURA_LOG_LEVEL: 'warn',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
    MISURA_METRICS_TOKEN: 'a-token-for-figures',
    MISURA_POOL_MAX: '50',
    MISURA_POOLER: 'transaction',
    REDIS_URL: 'rediss://u:p%40ss@cache.example:6380/1',
    MISURA_QUEUE_EVENTS_MAX: '20000',
    MISURA_BODIES_MAX_MB: '96',
    MISURA_KEY_REQUESTS_MAX: '11',
    MISURA_KEY_STREAMS_MAX: '12',
    MISURA_KEY_REQUESTS_PER_SECOND: '13',
    MISURA_CUSTOMER_REQUESTS_MAX: '14',
    MISURA_CUSTOMER_STREAMS_MAX: '15',
    MISURA_CUSTOMER_REQUESTS_PER_SECOND: '0',
  });
  expect(config).toEqual({
    port: 8080,
    host: '127.0.0.1',
    databaseUrl: 'postgresql://u:p%40ss@db.example:5433/misura?sslmode=require',
    dataDir: '/var/data/misùra data',
    bootstrapKey: 'a-key-of-my-own',
    bootstrapMode: 'TEST',
    logLevel: 'warn',
    metricsToken: 'a-token-for-figures',
    tracesEndpoint: 'http://127.0.0.1:4318',
    poolMax: 50,
    pooler: 'transaction',
    redisUrl: 'rediss://u:p%40ss@cache.example:6380/1',
    limits: {
      queuedEventsMax: 20_000,
      bodyBytesMax: 96 * 2 ** 20,
      key: { requestsMax: 11, streamsMax: 12, requestsPerSecondMax: 13 },
      customer: { requestsMax: 14, streamsMax: 15, requestsPerSecondMax: null },
    },
  });
});

test('a data directory may be said from where we are', () => {
  expect(readConfig({ MISURA_DATA_DIR: '../here/данные' }).dataDir).toBe(resolve('../here/данные'));
});

test('an empty setting is as good as none', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '', MISURA_BOOTSTRAP_KEY: '', MISURA_BOOTSTRAP_MODE: '' })).toEqual(
    readConfig({}),
  );
});

test('all wrong settings are named at once, each with what is wrong', () => {
  const problems = problemsOf({
    PORT: '70000',
    DATABASE_URL: 'mysql://db.example/misura',
    MISURA_BOOTSTRAP_KEY: 'short',
    MISURA_BOOTSTRAP_MODE: 'test',
    MISURA_LOG_LEVEL: 'loud',
    MISURA_POOL_MAX: '1',
    MISURA_DATADIR: '/tmp',
  });
  expect(problems).toEqual([
    'PORT must be from 0 to 65535.',
    'DATABASE_URL must be a connection string that begins with postgres:// or postgresql://.',
    'MISURA_BOOTSTRAP_KEY must be 8 to 200 printable characters without spaces.',
    'MISURA_BOOTSTRAP_MODE must be LIVE or TEST.',
    'MISURA_LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent.',
    'MISURA_POOL_MAX must be from 4 to 1000.',
    expect.stringMatching(/^MISURA_DATADIR is not a setting\. There are: .*MISURA_DATA_DIR/),
  ]);
});

test.each(['-1', '4e3', '0x10', '4000.5', ' 4000', 'four'])('PORT=%j is refused', (PORT) => {
  expect(problemsOf({ PORT })).toHaveLength(1);
});

test.each(['a key with spaces', 'ключ-к-мисуре', 'x'.repeat(201), 'line\nbreak'])('a key like %j is refused', (key) => {
  expect(problemsOf({ MISURA_BOOTSTRAP_KEY: key })).toHaveLength(1);
});

test('the settings of the client may be there too', () => {
  expect(problemsOf({ MISURA_KEY: 'msr_live_x', MISURA_URL: 'http://localhost:4000/graphql' })).toEqual([]);
});
