import { createCountRequest } from './count-request.ts';
import { type NodeResponse, nodeFacts, onceEnded } from './node-response.ts';
import type { HttpMeterOptions } from './options.ts';

/** What is needed of a request of Fastify, 4 or 5. */
export type FastifyRequest = {
  readonly method: string;
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  readonly routeOptions: { readonly url?: string | undefined };
};

/** What is needed of its reply, which has the headers until they are sent, and `raw` never. */
export type FastifyReply = { readonly raw: NodeResponse; getHeader(name: string): unknown };

/**
 * A hook for Fastify: `app.addHook('onRequest', meterFastify(…))`. It counts the routes that come after it, in the scope
 * that it is added to and those within.
 *
 * Records each response when it was sent or its connection is gone. It changes neither, and nobody waits. `request.id` is
 * no id for events unless you generate it: by default it is counted up from 1 in every process.
 *
 * Say `meterFastify<FastifyRequest>` if you need more of a request than this: `addHook` is generic, so TypeScript cannot infer
 * from it what a request is.
 */
export function meterFastify<TRequest extends FastifyRequest>(
  options: HttpMeterOptions<TRequest>,
): (request: TRequest, reply: FastifyReply, done: () => void) => void {
  const begin = createCountRequest(options);
  return (request, reply, done) => {
    const end = begin(reply.raw);
    const facts = () =>
      nodeFacts(reply.raw, {
        method: request.method,
        route: request.routeOptions.url ?? null,
        requestLength: request.headers['content-length'],
        responseLength: reply.getHeader('content-length'),
      });
    onceEnded(reply.raw, () => end(request, facts));
    done();
  };
}
