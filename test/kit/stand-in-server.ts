import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createSchema, createYoga } from 'graphql-yoga';

export type Resolvers = NonNullable<Parameters<typeof createSchema>[0]['resolvers']>;

export type StandIn = {
  readonly url: string;
  /** The path of every request, in order of arrival, with what it carried. */
  readonly requests: readonly { readonly authorization: string | undefined; readonly accept: string | undefined }[];
  /** Cuts every connection, as a network does: without a word. */
  cut(): void;
  close(): Promise<void>;
};

/**
 * The real contract behind real HTTP and real server-sent events, with answers of the test's own: for what a client must
 * stand and a healthy server never does. `intercept` may answer in place of GraphQL.
 */
export async function startStandIn(
  resolvers: Resolvers,
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<StandIn> {
  const typeDefs = readFileSync('schema.graphql', 'utf8');
  const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }), maskedErrors: false, logging: false });
  const requests: { authorization: string | undefined; accept: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    requests.push({ authorization: request.headers.authorization, accept: request.headers.accept });
    if (!intercept(request, response)) void yoga(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    requests,
    cut,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        cut();
      }),
  };
}
