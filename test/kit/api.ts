import { pino } from 'pino';
import { bootstrapWorkspace } from '../../src/actions/bootstrap-workspace.ts';
import { buildMeter } from '../../src/actions/build-meter.ts';
import { createApiKey } from '../../src/actions/create-api-key.ts';
import type { Deps } from '../../src/actions/deps.ts';
import { formatSecret, hashSecret, type Scope, secretBytes, secretHint } from '../../src/core/keys/secret.ts';
import type { Hub } from '../../src/live/hub.ts';
import { compose, systemIds } from '../../src/server/compose.ts';
import type { Handler } from '../../src/server/http.ts';
import { type ApiOptions, createApi } from '../../src/server/yoga.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { insertKey } from '../../src/store/keys.ts';
import { insertWorkspace } from '../../src/store/workspaces.ts';
import { createTestClock, type TestClock } from './clock.ts';
import { createTestDatabase, type Through } from './database.ts';
import { sseEvents } from './sse.ts';

export type ApiError = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly requestId?: string; readonly retryAfterSeconds?: number };
};

/** What came back over HTTP. `T` is what the test knows its document to select. */
export type Answer<T> = { readonly status: number; readonly data: T | null; readonly errors: readonly ApiError[] };

/** Whose credential goes with a request: the workspace's ADMIN key unless said otherwise, none for null. */
export type As = { readonly key: string | null } | { readonly token: string };

export type TestApi = {
  readonly adminKey: string;
  readonly workspaceId: string;
  readonly clock: TestClock;
  readonly deps: Deps;
  readonly hub: Hub;
  readonly database: Database;
  execute<T = unknown>(document: string, variables?: Record<string, unknown>, as?: As): Promise<Answer<T>>;
  /** As execute, and throws unless there are data and no errors. */
  ask<T>(document: string, variables?: Record<string, unknown>, as?: As): Promise<T>;
  /** A live field, message by message. `return()` leaves, as a client that disconnects. */
  subscribe<T = unknown>(
    document: string,
    variables?: Record<string, unknown>,
    as?: As,
  ): Promise<AsyncIterableIterator<Answer<T>>>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** What a socket is given to. */
  readonly handler: Handler;
  keyWith(...scopes: Scope[]): Promise<string>;
  /** Another workspace, with an ADMIN key of its own. */
  secondWorkspace(): Promise<{ readonly workspaceId: string; readonly adminKey: string }>;
  /** From now on nobody works on meters that are left to the background, until `built` is called. */
  holdBuilds(): void;
  /** Resolves when no meter is being built any more. */
  built(): Promise<void>;
  /** Another instance of the server on the same database, with a pool, a hub and caches of its own. Close it first. */
  anotherInstance(more?: Pick<TestApiOptions, 'redisUrl' | 'databaseUrl'>): Promise<TestApi>;
  close(): Promise<void>;
};

export type TestApiOptions = ApiOptions & {
  readonly mode?: 'LIVE' | 'TEST';
  readonly through?: Through;
  /** Else it is announced through the database. */
  readonly redisUrl?: string;
  /** Of another instance: where it finds the same database. */
  readonly databaseUrl?: string;
};

/** A whole server but for the socket, on a database of its own and with a clock that stands still. */
export async function createTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { database, drop } = await createTestDatabase(options.through);
  const clock = createTestClock('2026-03-01T12:00:00Z');
  const first = await bootstrapWorkspace(
    { database, clock, ids: systemIds },
    { mode: options.mode ?? 'LIVE', secret: null },
  );
  if (!first.made) throw new Error('The test database was not empty.');
  return await startInstance({
    database,
    clock,
    options,
    workspaceId: first.workspaceId,
    adminKey: first.secret,
    drop,
  });
}

type InstanceParts = {
  readonly database: Database;
  readonly clock: TestClock;
  readonly options: TestApiOptions;
  readonly workspaceId: string;
  readonly adminKey: string;
  /** Ends what the instance has to itself, last. */
  readonly drop: () => Promise<void>;
};

async function startInstance(parts: InstanceParts): Promise<TestApi> {
  const { database, clock, options, workspaceId, adminKey, drop } = parts;
  const log = pino({ level: process.env.MISURA_TEST_LOG ?? 'silent' });
  const builds = new Set<Promise<unknown>>();
  let heldBuilds: number[] | null = null;
  const startBuild = (buildId: number) => {
    const build: Promise<unknown> = buildMeter(app.deps, buildId).finally(() => builds.delete(build));
    builds.add(build);
  };
  const app = await compose({
    database,
    clock,
    ids: systemIds,
    log,
    redisUrl: options.redisUrl ?? null,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
    scheduleBuild: async (buildId) => {
      if (heldBuilds === null) startBuild(buildId);
      else heldBuilds.push(buildId);
    },
  });
  const yoga = createApi(app, options);

  function post(document: string, variables: object, as: As, accept: string): Promise<Response> {
    const credential = 'token' in as ? as.token : as.key;
    return Promise.resolve(
      yoga.fetch('http://test.local/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept,
          ...(credential === null ? {} : { authorization: `Bearer ${credential}` }),
        },
        body: JSON.stringify({ query: document, variables }),
      }),
    );
  }

  const api: TestApi = {
    adminKey,
    workspaceId,
    clock,
    deps: app.deps,
    hub: app.hub,
    database,
    async execute<T>(document: string, variables = {}, as: As = { key: adminKey }) {
      const response = await post(document, variables, as, 'application/json');
      return answerOf<T>(response.status, await response.text());
    },
    async ask<T>(document: string, variables = {}, as: As = { key: adminKey }) {
      const { data, errors } = await api.execute<T>(document, variables, as);
      if (data === null || errors.length > 0) throw new Error(`No data: ${JSON.stringify(errors)}`);
      return data;
    },
    async subscribe<T>(document: string, variables = {}, as: As = { key: adminKey }) {
      const response = await post(document, variables, as, 'text/event-stream');
      if (response.body === null) throw new Error('A stream without a body.');
      const events = sseEvents(response.body);
      const messages: AsyncIterableIterator<Answer<T>> = {
        async next() {
          const { value, done } = await events.next();
          if (done || value.event === 'complete') return { value: undefined, done: true };
          return { value: answerOf<T>(response.status, value.data), done: false };
        },
        async return() {
          await events.return?.();
          return { value: undefined, done: true };
        },
        [Symbol.asyncIterator]() {
          return messages;
        },
      };
      return messages;
    },
    handler: (request, response) => yoga(request, response),
    fetch: (path, init = {}) => Promise.resolve(yoga.fetch(`http://test.local${path}`, init)),
    async keyWith(...scopes) {
      return (await createApiKey(app.deps, { workspaceId, name: scopes.join(), scopes })).secret;
    },
    secondWorkspace: () => makeWorkspace(app.deps),
    holdBuilds() {
      heldBuilds ??= [];
    },
    async built() {
      const waiting = heldBuilds ?? [];
      heldBuilds = null;
      for (const buildId of waiting) startBuild(buildId);
      while (builds.size > 0) await Promise.all(builds);
    },
    async anotherInstance(more = {}) {
      const own = openDatabase(more.databaseUrl ?? database.url, { pooler: database.pooler });
      return await startInstance({
        ...parts,
        options: { ...options, ...more },
        database: own,
        drop: () => own.close(),
      });
    },
    async close() {
      await api.built();
      await app.hub.close();
      await app.deps.recorder.idle();
      await app.deps.announcer.close();
      await drop();
    },
  };
  return api;
}

function answerOf<T>(status: number, text: string): Answer<T> {
  const { data, errors } = JSON.parse(text) as { data?: T | null; errors?: readonly ApiError[] };
  return { status, data: data ?? null, errors: errors ?? [] };
}

export async function makeWorkspace({
  database,
  ids,
  clock,
}: Pick<Deps, 'database' | 'ids' | 'clock'>): Promise<{ workspaceId: string; adminKey: string }> {
  const workspaceId = ids.uuid();
  const adminKey = formatSecret('TEST', ids.secret(secretBytes));
  const createdAt = clock.now();
  await insertWorkspace(database.pool, {
    id: workspaceId,
    name: 'Another',
    mode: 'TEST',
    tokenSecret: ids.secret(secretBytes),
    createdAt,
  });
  await insertKey(database.pool, {
    id: ids.uuid(),
    workspaceId,
    name: 'First key',
    scopes: ['ADMIN'],
    secretHash: hashSecret(adminKey),
    hint: secretHint(adminKey),
    createdAt,
  });
  return { workspaceId, adminKey };
}
