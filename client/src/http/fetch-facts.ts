import { byteCount, type RequestFacts } from './count-request.ts';
import type { RequestOutcome } from './options.ts';

/** What is known of a request as `fetch` has it. Without a response: none came. */
export function fetchFacts(
  request: Request,
  response: Response | null,
  route: string | null,
  outcome: RequestOutcome,
): RequestFacts {
  const { method, headers } = request;
  // Those have the length of what they leave out.
  const hasBody = method !== 'HEAD' && response?.status !== 304;
  const isWhole = outcome === 'completed';
  return {
    method,
    route,
    status: response?.status ?? null,
    requestBytes: byteCount(headers.get('content-length')),
    responseBytes: isWhole && hasBody ? byteCount(response?.headers.get('content-length')) : null,
    outcome,
  };
}
