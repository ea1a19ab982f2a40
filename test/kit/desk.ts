import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OtherServer } from './other-servers.ts';

/** What the desk answers: where a server is, or why there is none. */
export type OtherUrl = { readonly url: string } | { readonly missing: string };

/**
 * Starts a server when the first worker asks for it, at `url` and its name, and gives all of them the same one. A run that
 * needs none of them neither starts nor installs any, and one that does goes on with other tests meanwhile.
 */
export async function openDesk(starts: Record<string, () => Promise<OtherServer>>): Promise<OtherServer> {
  const started = new Map<string, Promise<OtherServer>>();
  const answerTo = async (name: string): Promise<OtherUrl> => {
    try {
      const server = started.get(name) ?? starts[name]?.();
      if (server === undefined) throw new Error(`There is no server called ${name}.`);
      started.set(name, server);
      return { url: (await server).url };
    } catch (error) {
      return { missing: String(error) };
    }
  };
  const desk = createServer(async (request, response) => {
    const answer = await answerTo((request.url ?? '').slice(1));
    response.setHeader('connection', 'close').end(JSON.stringify(answer));
  });
  // An answer may take as long as an installation.
  desk.requestTimeout = 0;
  desk.listen(0, '127.0.0.1');
  await once(desk, 'listening');
  return {
    url: `http://127.0.0.1:${(desk.address() as AddressInfo).port}`,
    async stop() {
      desk.close();
      for (const server of started.values()) await (await server.catch(() => null))?.stop();
    },
  };
}
