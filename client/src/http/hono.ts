import { createCountRequest } from './count-request.ts';
import { fetchFacts } from './fetch-facts.ts';
import { type NodeResponse, nodeFacts, onceEnded } from './node-response.ts';
import { onceAnswered } from './once-answered.ts';
import type { HttpMeterOptions } from './options.ts';

/** What is needed of the context of Hono. */
export type HonoContext = {
  readonly req: { readonly method: string; readonly raw: Request; readonly routePath?: string };
  readonly env: unknown;
  res: Response;
};

/**
 * Middleware for Hono: `app.use(meterHono(…))`, before the routes. `customer` and `event` are given Hono's context.
 *
 * On Node (`@hono/node-server`) it records each response when it was sent or its connection is gone. Elsewhere, where
 * nothing says so, when the handler has answered, or an event stream has ended.
 *
 * Say `meterHono<Context<Env>>` if you need more of a context than this: `use` is generic, so TypeScript cannot infer from it
 * what a context is.
 */
export function meterHono<TContext extends HonoContext>(
  options: HttpMeterOptions<TContext>,
): (context: TContext, next: () => Promise<void>) => Promise<void> {
  const begin = createCountRequest(options);
  return async (context, next) => {
    const end = begin(context);
    const { req } = context;
    const routeOf = () => req.routePath ?? null;
    const onNode = nodeResponseOf(context);
    if (onNode !== null) {
      const facts = () =>
        nodeFacts(onNode, {
          method: req.method,
          route: routeOf(),
          requestLength: req.raw.headers.get('content-length'),
          responseLength: context.res.headers.get('content-length'),
        });
      onceEnded(onNode, () => end(context, facts));
      return await next();
    }
    try {
      await next();
    } catch (error) {
      end(context, () => fetchFacts(req.raw, null, routeOf(), 'failed'));
      throw error;
    }
    const response = context.res;
    const sent = onceAnswered(response, req.raw.signal, (outcome) =>
      end(context, () => fetchFacts(req.raw, response, routeOf(), outcome)),
    );
    if (sent !== response) context.res = sent;
  };
}

function nodeResponseOf({ env }: HonoContext): NodeResponse | null {
  const response = (env as { readonly outgoing?: Partial<NodeResponse> } | null | undefined)?.outgoing;
  return typeof response?.once === 'function' ? (response as NodeResponse) : null;
}
