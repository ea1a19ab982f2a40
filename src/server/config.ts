import { resolve } from 'node:path';
import { z } from 'zod';
import { defaultLimits, type Limits, mebibyte } from './limits.ts';

/** The settings of a server, from the environment and nowhere else. */
export type Config = {
  readonly port: number;
  readonly host: string;
  /** Null: the embedded PostgreSQL, in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Absolute. */
  readonly dataDir: string;
  /** The secret of the first workspace's first key; null: a new one is made and printed. */
  readonly bootstrapKey: string | null;
  readonly bootstrapMode: 'LIVE' | 'TEST';
  readonly logLevel: string;
  readonly poolMax: number;
  /** What DATABASE_URL leads through. */
  readonly pooler: 'transaction' | null;
  /** Null: live updates travel through the database. */
  readonly redisUrl: string | null;
  readonly limits: Limits;
  /** Where spans are sent; null: none are made. */
  readonly tracesEndpoint: string | null;
  /** Null: whoever reaches the server may read its figures. */
  readonly metricsToken: string | null;
};

/** Wrong settings, every one of them, a line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Wrong settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

const wholeNumber = (least: number, most: number, fallback: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be from ${least} to ${most}`)
    .default(fallback);

const settings = z.object({
  PORT: wholeNumber(0, 65_535, 4000),
  // All interfaces: the usual place of a server is a container, where nothing else would be reachable.
  HOST: z.string().default('0.0.0.0'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/./, 'must be a connection string that begins with postgres:// or postgresql://')
    .refine(
      (value) => URL.canParse(value),
      'is not a connection string: special characters in a password are written %40',
    )
    .optional(),
  MISURA_DATA_DIR: z.string().default('.misura'),
  MISURA_BOOTSTRAP_KEY: z
    .string()
    .regex(/^[!-~]{8,200}$/, 'must be 8 to 200 printable characters without spaces')
    .optional(),
  MISURA_BOOTSTRAP_MODE: z.enum(['LIVE', 'TEST'], 'must be LIVE or TEST').default('LIVE'),
  MISURA_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .regex(/^https?:\/\/./, 'must be a URL that begins with http:// or https://')
    .optional(),
  MISURA_METRICS_TOKEN: z
    .string()
    .regex(/^[!-~]{16,200}$/, 'must be 16 to 200 printable characters without spaces')
    .optional(),
  MISURA_POOL_MAX: wholeNumber(4, 1_000, 20),
  MISURA_POOLER: z
    .enum(['session', 'transaction'], 'must be session or transaction: the mode of the pooler in front of PostgreSQL')
    .default('session'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/./, 'must be an address that begins with redis:// or rediss://')
    .refine((value) => URL.canParse(value), 'is not an address: special characters in a password are written %40')
    .optional(),
  // One full request is always taken.
  MISURA_QUEUE_EVENTS_MAX: wholeNumber(10_000, 100_000_000, defaultLimits.queuedEventsMax),
  // From the largest request there may be, with the part of it that is left to others.
  MISURA_BODIES_MAX_MB: wholeNumber(43, 100_000, defaultLimits.bodyBytesMax / mebibyte),
  MISURA_KEY_REQUESTS_MAX: wholeNumber(1, 1_000_000, defaultLimits.key.requestsMax),
  MISURA_KEY_STREAMS_MAX: wholeNumber(0, 1_000_000, defaultLimits.key.streamsMax),
  MISURA_KEY_REQUESTS_PER_SECOND: wholeNumber(0, 1_000_000, defaultLimits.key.requestsPerSecondMax ?? 0),
  MISURA_CUSTOMER_REQUESTS_MAX: wholeNumber(1, 1_000_000, defaultLimits.customer.requestsMax),
  MISURA_CUSTOMER_STREAMS_MAX: wholeNumber(0, 1_000_000, defaultLimits.customer.streamsMax),
  MISURA_CUSTOMER_REQUESTS_PER_SECOND: wholeNumber(0, 1_000_000, defaultLimits.customer.requestsPerSecondMax ?? 0),
});

// Of the programs that use a server, which may well be started in the same shell.
const clientSettings = new Set(['MISURA_KEY', 'MISURA_URL']);

/** What a program needs to reach a server. */
export type ClientSettings = { readonly url: string; readonly key: string | null };

/** Reads those settings; nothing else is looked at, since such a program runs in somebody else's shell. */
export function readClientSettings(env: Readonly<Record<string, string | undefined>> = process.env): ClientSettings {
  return { url: env.MISURA_URL || 'http://localhost:4000/graphql', key: env.MISURA_KEY || null };
}

/**
 * Reads the settings. An empty one is as good as none; one that begins with MISURA_ and is not ours is taken for a
 * misspelt one. Throws ConfigError, which names all that are wrong at once.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const unknown = Object.keys(given)
    .filter((name) => name.startsWith('MISURA_') && !name.startsWith('MISURA_TEST_'))
    .filter((name) => !(name in settings.shape) && !clientSettings.has(name))
    .map((name) => `${name} is not a setting. There are: ${Object.keys(settings.shape).join(', ')}.`);
  const result = settings.safeParse(given);
  const wrong = result.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}.`) ?? [];
  if (!result.success || unknown.length > 0) throw new ConfigError([...wrong, ...unknown]);

  const { data } = result;
  return {
    port: data.PORT,
    host: data.HOST,
    databaseUrl: data.DATABASE_URL ?? null,
    dataDir: resolve(data.MISURA_DATA_DIR),
    bootstrapKey: data.MISURA_BOOTSTRAP_KEY ?? null,
    bootstrapMode: data.MISURA_BOOTSTRAP_MODE,
    logLevel: data.MISURA_LOG_LEVEL,
    tracesEndpoint: data.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    metricsToken: data.MISURA_METRICS_TOKEN ?? null,
    poolMax: data.MISURA_POOL_MAX,
    // A pooler that lends a connection for the whole session is not noticed.
    pooler: data.MISURA_POOLER === 'transaction' ? 'transaction' : null,
    redisUrl: data.REDIS_URL ?? null,
    limits: {
      queuedEventsMax: data.MISURA_QUEUE_EVENTS_MAX,
      bodyBytesMax: data.MISURA_BODIES_MAX_MB * mebibyte,
      key: {
        requestsMax: data.MISURA_KEY_REQUESTS_MAX,
        streamsMax: data.MISURA_KEY_STREAMS_MAX,
        requestsPerSecondMax: data.MISURA_KEY_REQUESTS_PER_SECOND || null,
      },
      customer: {
        requestsMax: data.MISURA_CUSTOMER_REQUESTS_MAX,
        streamsMax: data.MISURA_CUSTOMER_STREAMS_MAX,
        requestsPerSecondMax: data.MISURA_CUSTOMER_REQUESTS_PER_SECOND || null,
      },
    },
  };
}
