import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type HttpServer = {
  readonly port: number;
  /**
   * Takes no new connections, finishes the requests under way, then calls `endStreams` and waits for the live streams.
   * What is still open after `timeoutMs` is cut.
   */
  close(endStreams: () => Promise<void>, timeoutMs?: number): Promise<void>;
};

/** Responses that go on until somebody ends them. Not seen from their headers: those are written past Node's own record. */
const liveResponses = new WeakSet<object>();

export function markLive(response: object): void {
  liveResponses.add(response);
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

// Longer than the 60 s of common load balancers: else they may send a request into a connection we are closing.
const keepAliveTimeoutMs = 65_000;
const closeTimeoutMs = 10_000;

/** Listens. Throws what the system says if it cannot, e.g. EADDRINUSE. */
export async function listen(handler: Handler, options: { port: number; host?: string }): Promise<HttpServer> {
  const requests = new Set<ServerResponse>();
  let closing = false;
  let settled: (() => void) | null = null;

  function settle(): void {
    if (settled !== null && [...requests].every((response) => liveResponses.has(response))) settled();
  }

  const server = createServer((request, response) => {
    requests.add(response);
    // A connection that is kept would outlive the server.
    if (closing) response.setHeader('connection', 'close');
    response.once('close', () => {
      requests.delete(response);
      settle();
    });
    handler(request, response);
  });
  server.keepAliveTimeout = keepAliveTimeoutMs;
  // A body of 10,000 events over a slow line takes a while; the header must not.
  server.requestTimeout = 120_000;
  server.headersTimeout = 30_000;
  await listening(server, options);

  return {
    port: (server.address() as AddressInfo).port,
    async close(endStreams, timeoutMs = closeTimeoutMs) {
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), timeoutMs);
      await new Promise<void>((resolve) => {
        settled = resolve;
        settle();
        setTimeout(resolve, timeoutMs).unref();
      });
      await endStreams();
      server.closeIdleConnections();
      await closed;
      clearTimeout(cut);
    },
  };
}

async function listening(server: Server, { port, host }: { port: number; host?: string }): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
