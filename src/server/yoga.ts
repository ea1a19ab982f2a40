import { createYoga, type Plugin, useReadinessCheck, type YogaServerInstance } from 'graphql-yoga';
import { type AppContext, type Context, createContext } from '../graphql/context.ts';
import { presentError } from '../graphql/present-error.ts';
import { schema } from '../graphql/schema.ts';
import { useDirectEvents } from './direct-events.ts';
import { createDocumentCache } from './document-cache.ts';
import { exampleHeaders, exampleTabs } from './examples.ts';
import { markLive } from './http.ts';
import { useLiveMessages } from './live-messages.ts';
import { usePresentedErrors } from './present-errors.ts';
import { useRequestLimits } from './request-limits.ts';
import { useUrlParameters } from './url-parameters.ts';

export type Yoga = YogaServerInstance<object, Context>;

export type ApiOptions = {
  /** False: events go through GraphQL's coercion like everything else. Every answer is the same, only later. */
  readonly directEvents?: boolean;
};

/**
 * HTTP in, HTTP out: GraphQL at /graphql (live fields as server-sent events, in the distinct connections mode of
 * graphql-sse), GraphiQL there for browsers, /health and /ready.
 */
export function createApi(app: AppContext, options: ApiOptions = {}): Yoga {
  const { log, database } = app.deps;
  return createYoga<object, Context>({
    schema,
    context: ({ request }) => createContext(app, request),
    // Keys travel in a header and never in a cookie, so any page may ask: it has to bring a token of its own.
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
        check: () => database.ping(),
      }),
      useUrlParameters(),
      useRequestLimits(),
      ...(options.directEvents === false ? [] : [useDirectEvents()]),
      useRequestId(),
      useLiveMarks(),
      useLiveMessages(),
      usePresentedErrors(log),
    ],
  });
}

/** The request's id goes back with the answer, so that a caller can name it and we can find it. */
function useRequestId(): Plugin<Context> {
  const ids = new WeakMap<Request, string>();
  return {
    onContextBuilding({ context }) {
      return () => {
        const { request, requestId } = context as Context & { request: Request };
        ids.set(request, requestId);
      };
    },
    onResponse({ request, response }) {
      const id = ids.get(request);
      if (id !== undefined) response.headers.set('x-request-id', id);
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
