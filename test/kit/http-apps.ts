import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import express4 from 'express-4';
import { type FastifyRequest, fastify } from 'fastify';
import { type Context, Hono } from 'hono';
import {
  type HttpMeterOptions,
  meterExpress,
  meterFastify,
  meterFetch,
  meterHono,
} from '../../client/src/http/index.ts';

/** What is asked of the customer's header, wherever the framework has it. */
export type AppOptions = Omit<HttpMeterOptions<unknown>, 'customer'>;

export type App = {
  readonly url: string;
  /** Resolves when the next request has come, and the meter has seen it. */
  nextRequest(): Promise<unknown>;
  close(): Promise<void>;
};

const report = { pages: 12 };
const piece = 'data: 1\n\n';
const streamHeaders = { 'content-type': 'text/event-stream' };
const customerOf = (request: { readonly headers: IncomingMessage['headers'] }) => request.headers.customer?.toString();

/** One piece of an event stream; `?whole` and it ends, otherwise it stays open. */
function streamFor(url: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(piece));
      if (url.includes('?whole')) controller.close();
    },
  });
}

function expressApp(framework: typeof express, options: AppOptions): RequestListener {
  const app = framework();
  app.set('env', 'test');
  app.use(meterExpress<express.Request>({ ...options, customer: (request) => request.get('customer') }));
  const reports = framework.Router();
  reports.get('/:id', (_request, response) => void response.json(report));
  reports.post('/', framework.json(), (_request, response) => void response.status(201).json(report));
  app.use('/reports', reports);
  app.get('/broken', () => {
    throw new Error('broken');
  });
  app.get('/stream', (request, response) => {
    response.set(streamHeaders).write(piece);
    if (request.query.whole !== undefined) response.end();
  });
  app.get('/never', () => undefined);
  return app;
}

/** Middleware as Express 4 and Connect have it, around a handler that knows nothing of either. */
function nodeApp(options: AppOptions): RequestListener {
  const meter = meterExpress<IncomingMessage>({ ...options, customer: customerOf });
  return (request, response) =>
    meter(request, response, () => {
      const { method, url = '' } = request;
      const json = (status: number) => {
        response.setHeader('content-length', JSON.stringify(report).length);
        response.writeHead(status).end(JSON.stringify(report));
      };
      if (url === '/never') return;
      if (url.startsWith('/stream')) {
        response.writeHead(200, streamHeaders).write(piece);
        if (url.includes('?whole')) response.end();
      } else if (url === '/reports/7') json(200);
      else if (method === 'POST') json(201);
      else response.writeHead(url === '/broken' ? 500 : 404).end();
    });
}

async function fastifyApp(options: AppOptions): Promise<Server> {
  const app = fastify();
  app.addHook('onRequest', meterFastify<FastifyRequest>({ ...options, customer: customerOf }));
  app.get('/reports/:id', async () => report);
  app.post('/reports', async (_request, reply) => await reply.code(201).send(report));
  app.get('/broken', async () => {
    throw new Error('broken');
  });
  app.get('/stream', (request, reply) => {
    reply.raw.writeHead(200, streamHeaders).write(piece);
    reply.hijack();
    if (request.url.includes('?whole')) reply.raw.end();
  });
  app.get('/never', () => new Promise(() => undefined));
  await app.ready();
  return app.server;
}

function honoApp(options: AppOptions): Hono {
  const app = new Hono();
  app.use(meterHono<Context>({ ...options, customer: (context) => context.req.header('customer') }));
  app.get('/reports/:id', (context) => context.json(report));
  app.post('/reports', (context) => context.json(report, 201));
  app.get('/broken', () => {
    throw new Error('broken');
  });
  app.get('/stream', (context) => context.body(streamFor(context.req.url), 200, streamHeaders));
  app.get('/never', () => new Promise<Response>(() => undefined));
  app.onError((_error, context) => context.body(null, 500));
  return app;
}

function fetchHandler(options: AppOptions): (request: Request) => Promise<Response> {
  const handler = async ({ method, url }: Request): Promise<Response> => {
    const { pathname } = new URL(url);
    if (pathname === '/broken') throw new Error('broken');
    if (pathname === '/stream') return new Response(streamFor(url), { headers: streamHeaders });
    if (pathname === '/reports/7') return Response.json(report);
    return method === 'POST' ? Response.json(report, { status: 201 }) : new Response(null, { status: 404 });
  };
  return meterFetch(handler, { ...options, customer: (request: Request) => request.headers.get('customer') });
}

/** The same routes, counted in each way. An `errorHandler` is how a platform answers for a handler that throws. */
const listeners = {
  Express: (options: AppOptions) => expressApp(express, options),
  // Nothing that is used of it above has changed since.
  'Express 4': (options: AppOptions) => expressApp(express4 as unknown as typeof express, options),
  'plain Node': nodeApp,
  Fastify: fastifyApp,
  'Hono on Node': (options: AppOptions) => getRequestListener(honoApp(options).fetch),
  'Hono elsewhere': (options: AppOptions) => {
    const app = honoApp(options);
    return getRequestListener((request) => app.fetch(request));
  },
  'a fetch handler': (options: AppOptions) =>
    getRequestListener(fetchHandler(options), { errorHandler: () => new Response(null, { status: 500 }) }),
};

export type AppName = keyof typeof listeners;
export const appNames = Object.keys(listeners) as AppName[];

export const startApp = async (name: AppName, options: AppOptions): Promise<App> =>
  await serve(await listeners[name](options));

/** Listens at a free port. */
export async function serve(made: RequestListener | Server): Promise<App> {
  const server = typeof made === 'function' ? createServer(made) : made;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    nextRequest: () => once(server, 'request'),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
