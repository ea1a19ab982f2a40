import { createCountRequest } from './count-request.ts';
import { type NodeResponse, nodeFacts, onceEnded } from './node-response.ts';
import type { HttpMeterOptions } from './options.ts';

/** What is needed of a request of Express, 4 or 5, or of Node itself. */
export type ExpressRequest = {
  readonly method?: string | undefined;
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
};

/** What is needed of its response. */
export type ExpressResponse = NodeResponse & { getHeader(name: string): unknown };

/**
 * Middleware for Express, Connect or a server of Node's: `app.use(meterExpress(…))`, before the routes.
 *
 * Records each response when it was sent or its connection is gone. It changes neither, and nobody waits. Under a router
 * that is mounted at a path with parameters, `route` begins with that path as it was asked for.
 */
export function meterExpress<TRequest extends ExpressRequest>(
  options: HttpMeterOptions<TRequest>,
): (request: TRequest, response: ExpressResponse, next: () => void) => void {
  const begin = createCountRequest(options);
  return (request, response, next) => {
    const end = begin(response);
    const facts = () =>
      nodeFacts(response, {
        method: request.method ?? '',
        route: routeOf(request),
        requestLength: request.headers['content-length'],
        responseLength: response.getHeader('content-length'),
      });
    onceEnded(response, () => end(request, facts));
    next();
  };
}

/** The path of the route that answers, below where its router is mounted. Several paths of one route are one text. */
function routeOf(request: object): string | null {
  const { baseUrl = '', route } = request as { readonly baseUrl?: string; readonly route?: { readonly path: unknown } };
  return route === undefined ? null : `${baseUrl}${route.path}`;
}
