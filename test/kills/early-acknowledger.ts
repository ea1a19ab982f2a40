import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { payload } from '../kit/recorder-network.ts';

/**
 * What a server must not be: it acknowledges what it has in memory only, and passes it on to the real one later. `kill`
 * loses its memory, as kill -9 does; `drain` passes on what it still has.
 */
export async function startEarlyAcknowledger(real: string, key: string) {
  let held: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      held.push(body);
      const { input } = (JSON.parse(body) as { variables: { input: { events: unknown[] } } }).variables;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data: { recordEvents: payload({ recorded: input.events.length }) } }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    kill() {
      held = [];
    },
    async drain() {
      for (const body of held.splice(0)) {
        const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
        const answer = await fetch(real, { method: 'POST', headers, body });
        await answer.text();
      }
    },
  };
}
