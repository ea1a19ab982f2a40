import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type LlmRequest = { readonly path: string; readonly body: Record<string, unknown> };

/** Answers of a provider: JSON with a status, or parts of a stream; null: it stays open from here on. */
export type LlmAnswer =
  | { readonly status: number; readonly json: unknown }
  | { readonly parts: readonly (object | string | null)[]; readonly named?: boolean };

export type LlmServer = {
  readonly url: string;
  readonly requests: readonly LlmRequest[];
  /** Instead of the usual answer, once. */
  next(answer: LlmAnswer): void;
  /** How many streams are open. */
  openCount(): number;
  /** Ends the connections of all open streams. */
  breakStreams(): void;
  close(): Promise<void>;
};

/** A provider of models as the SDKs know them, with `answer` for whatever is asked. */
export async function startLlmServer(answer: (request: LlmRequest) => LlmAnswer): Promise<LlmServer> {
  const requests: LlmRequest[] = [];
  const nexts: LlmAnswer[] = [];
  const streams = new Set<ServerResponse>();
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const piece of request) text += piece;
    const asked = { path: request.url ?? '', body: JSON.parse(text === '' ? '{}' : text) as Record<string, unknown> };
    requests.push(asked);
    const given = nexts.shift() ?? answer(asked);
    if ('json' in given) {
      response.writeHead(given.status, { 'content-type': 'application/json', 'x-request-id': 'req_1' });
      response.end(JSON.stringify(given.json));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'req_1' });
    streams.add(response);
    response.on('close', () => streams.delete(response));
    for (const part of given.parts) {
      if (part === null) return;
      const name =
        given.named === true && typeof part === 'object' ? `event: ${(part as { type: string }).type}\n` : '';
      response.write(`${name}data: ${typeof part === 'string' ? part : JSON.stringify(part)}\n\n`);
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    next: (given) => void nexts.push(given),
    openCount: () => streams.size,
    breakStreams() {
      for (const stream of streams) stream.destroy();
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
