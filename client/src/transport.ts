import type { Credential } from './credential.ts';
import { MisuraNetworkError, MisuraRequestError, type ReportedError } from './errors.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type Transport = {
  readonly url: string;
  readonly fetch: Fetch;
  readonly headers: Readonly<Record<string, string>>;
  readonly credential: Credential;
};

export type ExecutionResult = {
  readonly data?: unknown;
  readonly errors?: readonly ReportedError[];
};

/**
 * One POST with `body`. `secret` is what it carried, so that a refusal can be told from that of a newer one; null: the
 * cookie of the page's own origin, which no other origin is ever sent.
 * Throws MisuraNetworkError if there is no answer, and the signal's reason if that was aborted.
 */
export async function post(
  transport: Transport,
  operation: string,
  body: string,
  accept: string,
  signal: AbortSignal,
  secret: string | null,
): Promise<Response> {
  try {
    return await transport.fetch(transport.url, {
      method: 'POST',
      headers: {
        ...transport.headers,
        accept,
        'content-type': 'application/json',
        ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
      },
      ...(secret === null ? { credentials: 'same-origin' } : {}),
      body,
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new MisuraNetworkError(operation, `${transport.url} does not answer (${reasonOf(error)})`, { cause: error });
  }
}

/** The whole answer as GraphQL. Throws MisuraNetworkError if it is something else, a proxy's page for example. */
export async function readAnswer(operation: string, response: Response, signal: AbortSignal): Promise<ExecutionResult> {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new MisuraNetworkError(operation, `the answer was cut off (${reasonOf(error)})`, { cause: error });
  }
  const answer = parsed(text);
  if (answer !== null) return answer;
  const shown = text.trim().slice(0, 200);
  throw new MisuraNetworkError(
    operation,
    `the answer is not GraphQL: ${response.status} ${response.statusText}${shown === '' ? '' : `, ${shown}`}`,
    { status: response.status, retryAfterMs: retryAfterMs(response) },
  );
}

/** The data of an answer. Throws MisuraRequestError if there is an error in it, even beside data. */
export function requireData(operation: string, answer: ExecutionResult, response: Response): unknown {
  if (answer.data != null && (answer.errors ?? []).length === 0) return answer.data;
  throw new MisuraRequestError(operation, {
    errors: answer.errors ?? [],
    data: answer.data,
    status: response.status,
    requestId: response.headers.get('x-request-id'),
    retryAfterMs: retryAfterMs(response),
  });
}

function parsed(text: string): ExecutionResult | null {
  try {
    const value: unknown = JSON.parse(text);
    const isAnswer = typeof value === 'object' && value !== null && ('data' in value || 'errors' in value);
    return isAnswer ? (value as ExecutionResult) : null;
  } catch {
    return null;
  }
}

/** In seconds only: the other form is a date of a clock that we know nothing about. */
function retryAfterMs(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
}

/** Node's fetch says only "fetch failed" and hides the reason in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
