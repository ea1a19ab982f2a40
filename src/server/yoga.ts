import type { Tracer } from '@opentelemetry/api';
import { createYoga, type Plugin, useReadinessCheck, type YogaServerInstance } from 'graphql-yoga';
import type { Logger } from 'pino';
import { type AppContext, type Context, createContext } from '../graphql/context.ts';
import { presentError } from '../graphql/present-error.ts';
import { schema } from '../graphql/schema.ts';
import { readBuildProgress } from '../store/builds.ts';
import { type Door, openStream, takeBytes, useAdmission } from './admission.ts';
import { createBodyMemory } from './body-memory.ts';
import { createCallers } from './callers.ts';
import { useDirectEvents } from './direct-events.ts';
import { createDocumentCache } from './document-cache.ts';
import { exampleHeaders, exampleTabs } from './examples.ts';
import { markLive } from './http.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { useLiveMessages } from './live-messages.ts';
import type { Metrics } from './metrics.ts';
import { useMetrics } from './observe.ts';
import { usePresentedErrors } from './present-errors.ts';
import { useRequestLimits } from './request-limits.ts';
import { factsOf, type RequestFacts } from './requests.ts';
import { useSessions } from './sessions.ts';
import { useTracing } from './tracing.ts';
import { useUrlParameters } from './url-parameters.ts';

export type Yoga = YogaServerInstance<object, Context>;

export type ApiOptions = {
  /** False: events go through GraphQL's coercion like everything else. Every answer is the same, only later. */
  readonly directEvents?: boolean;
  readonly limits?: Limits;
  readonly metrics?: Metrics;
  readonly tracer?: Tracer;
  /** Null: whoever reaches the server may read its figures. */
  readonly metricsToken?: string | null;
  /** True once the server is to be sent nothing more. */
  readonly isClosing?: () => boolean;
};

/**
 * HTTP in, HTTP out: GraphQL at /graphql (live fields as server-sent events, in the distinct connections mode of
 * graphql-sse), GraphiQL there for browsers, /health and /ready.
 */
export function createApi(app: AppContext, options: ApiOptions = {}): Yoga {
  const { log, database } = app.deps;
  const limits = options.limits ?? defaultLimits;
  const door: Door = { limits, callers: createCallers(limits), bodies: createBodyMemory(limits.bodyBytesMax) };
  const refused = (code: string) => options.metrics?.refused(code);
  options.metrics?.watch({
    queuedEvents: () => app.deps.recorder.load().size,
    queuedRequests: () => app.deps.recorder.load().jobs,
    liveWatchers: () => app.hub.watcherCount(),
    bodyBytes: () => door.bodies.bytes,
    builds: () => readBuildProgress(database.pool),
  });
  return createYoga<object, Context>({
    schema,
    context: ({ request }) => contextOf(app, request),
    // Any page may ask: it has to bring a token of its own, in a header. A cookie counts for this server's own pages only.
    cors: {
      origin: '*',
      credentials: false,
      methods: ['GET', 'POST', 'OPTIONS'],
      exposedHeaders: ['x-request-id'],
      maxAge: 86_400,
    },
    graphiql: {
      title: 'Misura',
      defaultTabs: exampleTabs.map((tab) => ({ ...tab, headers: exampleHeaders })),
      headers: exampleHeaders,
      shouldPersistHeaders: false,
      subscriptionsProtocol: 'GRAPHQL_SSE',
      isHeadersEditorEnabled: true,
    },
    // Out of the package, so that it works without the internet; loaded for the first who looks, since it is 9 MB.
    renderGraphiQL: async (options) => (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
    healthCheckEndpoint: '/health',
    landingPage: false,
    batching: false,
    multipart: false,
    // Done by useRequestLimits, without copying every body through a stream.
    maxRequestBodySize: false,
    parserAndValidationCache: { documentCache: createDocumentCache(), errorCache: createDocumentCache() },
    // Only what comes up outside of execution: the rest has been presented before.
    maskedErrors: { maskError: (error) => presentError(error, null, log) },
    logging: false,
    disposeOnProcessTerminate: false,
    plugins: [
      useReadinessCheck({
        async check() {
          if (options.isClosing?.() || app.deps.recorder.load().isFull) return false;
          await database.ping();
          return true;
        },
      }),
      ...(options.tracer === undefined ? [] : [useTracing(options.tracer)]),
      useMetrics(options.metrics, options.metricsToken ?? null),
      useSessions(app, door.callers, refused),
      useAdmission(app, door, refused),
      useUrlParameters(),
      useRequestLimits((request, bytes) => takeBytes(door, factsOf(request) as RequestFacts, bytes)),
      ...(options.directEvents === false ? [] : [useDirectEvents()]),
      useRequestId(log),
      useLiveMarks(),
      useLiveMessages((request, principal) => openStream(door, request, principal)),
      usePresentedErrors(log, refused),
    ],
  });
}

function contextOf(app: AppContext, request: Request): Context {
  const facts = factsOf(request);
  if (facts?.failure != null) throw facts.failure.error;
  if (facts?.principal == null) throw new Error('A request has passed the door unseen.');
  return createContext(app, facts.principal, facts.requestId);
}

/** The request's id goes back with the answer, so that a caller can name it and we can find it. */
function useRequestId(log: Logger): Plugin<Context> {
  return {
    onResponse({ request, response }) {
      const facts = factsOf(request);
      if (facts === undefined) return;
      const { requestId, startedAtMs, principal } = facts;
      response.headers.set('x-request-id', requestId);
      if (!log.isLevelEnabled('debug')) return;
      const ms = Math.round(performance.now() - startedAtMs);
      const keyId = principal?.kind === 'key' ? principal.keyId : undefined;
      log.debug({ requestId, status: response.status, ms, keyId }, 'answered');
    },
  };
}

/** Lets the HTTP server know which of its responses are streams: it ends those, and waits for the others. */
function useLiveMarks(): Plugin {
  return {
    onResponse({ response, serverContext }) {
      const { res } = (serverContext ?? {}) as { res?: object };
      if (res !== undefined && response.headers.get('content-type') === 'text/event-stream') markLive(res);
    },
  };
}
