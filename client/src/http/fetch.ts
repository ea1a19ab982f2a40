import type { Soon } from '../metering/record-aside.ts';
import { createCountRequest } from './count-request.ts';
import { fetchFacts } from './fetch-facts.ts';
import { onceAnswered } from './once-answered.ts';
import type { HttpMeterOptions } from './options.ts';

/**
 * The same handler, whose requests are recorded: `(request: Request) => Response`, with whatever arguments a platform
 * gives it beside the request.
 *
 * Counted when the handler has answered; an event stream when it has ended or was given up. Other bodies are not followed,
 * because a body that is followed loses its `content-length`. What the handler throws is thrown, and recorded as `failed`.
 * One that answers nothing, since it has made a WebSocket of the request, has no status.
 */
export function meterFetch<TRequest extends Request, TRest extends readonly unknown[]>(
  handler: (request: TRequest, ...rest: TRest) => Soon<Response>,
  options: HttpMeterOptions<TRequest>,
): (request: TRequest, ...rest: TRest) => Promise<Response> {
  const begin = createCountRequest(options);
  return async (request, ...rest) => {
    // Each call is one, though it be with the same request.
    const end = begin({});
    let response: Response;
    try {
      response = await handler(request, ...rest);
    } catch (error) {
      end(request, () => fetchFacts(request, null, null, 'failed'));
      throw error;
    }
    if (response === undefined) {
      end(request, () => fetchFacts(request, null, null, 'completed'));
      return response;
    }
    return onceAnswered(response, request.signal, (outcome) =>
      end(request, () => fetchFacts(request, response, null, outcome)),
    );
  };
}
