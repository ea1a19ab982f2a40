import { type Operation, operationOf, type TypedDocument } from './document.ts';
import { MisuraNetworkError } from './errors.ts';
import { jsonText } from './json.ts';
import { backoffMs, isCredentialRefused, isPassing, pause } from './retry.ts';
import { post, readAnswer, requireData, type Transport } from './transport.ts';

export type RequestOptions = {
  readonly signal?: AbortSignal;
  /** For one try, with the reading of the answer. */
  readonly timeoutMs?: number;
  /**
   * How often to try in all when the server cannot be reached or is too busy. Default 4 for what can be sent twice
   * without harm: queries, recordEvent, recordEvents, and mutations with an idempotencyKey. Default 1 for the rest.
   */
  readonly attempts?: number;
};

export type SendRequest = <TResult, TVariables, TPicked>(
  document: TypedDocument<TResult, TVariables>,
  variables: TVariables,
  pick: (data: TResult) => TPicked,
  options: RequestOptions | undefined,
) => Promise<TPicked>;

const attemptsDefault = 4;
// Their events have ids, so the second time changes nothing. Other mutations would answer something else, but for those
// with a key, which get their first answer again.
const repeatableMutations = ['recordEvent', 'recordEvents'];

export function createSendRequest(transport: Transport, timeoutMs: number): SendRequest {
  return async (document, variables, pick, options = {}) => {
    const query = document.toString();
    const operation = operationOf(query);
    const body = jsonText({ query, variables });
    const attemptsMax = options.attempts ?? (isRepeatable(operation, variables) ? attemptsDefault : 1);
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const secret = await transport.credential.current();
      try {
        const data = await sendOnce(
          transport,
          operation.name,
          body,
          secret,
          options.timeoutMs ?? timeoutMs,
          options.signal,
        );
        return pick(data as Parameters<typeof pick>[0]);
      } catch (error) {
        // Whatever it was, it was not executed: so this is no second time, not even for a mutation.
        if (!renewed && isCredentialRefused(error) && transport.credential.renew(secret)) {
          renewed = true;
          attempt--;
          continue;
        }
        if (attempt >= attemptsMax || !isPassing(error)) throw error;
        await pause(backoffMs(attempt, error), options.signal);
      }
    }
  };
}

async function sendOnce(
  transport: Transport,
  operation: string,
  body: string,
  secret: string | null,
  timeoutMs: number,
  outer: AbortSignal | undefined,
): Promise<unknown> {
  outer?.throwIfAborted();
  const controller = new AbortController();
  const onAbort = () => controller.abort(outer?.reason);
  outer?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(
    () => controller.abort(new MisuraNetworkError(operation, `no answer within ${timeoutMs} ms`)),
    timeoutMs,
  );
  const accept = 'application/graphql-response+json, application/json;q=0.9';
  try {
    const response = await post(transport, operation, body, accept, controller.signal, secret);
    const answer = await readAnswer(operation, response, controller.signal);
    return requireData(operation, answer, response);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', onAbort);
  }
}

function isRepeatable({ kind, name }: Operation, variables: unknown): boolean {
  if (kind === 'query') return true;
  return kind === 'mutation' && (repeatableMutations.includes(name) || hasKey(variables));
}

function hasKey(variables: unknown): boolean {
  const { input } = (variables ?? {}) as { readonly input?: { readonly idempotencyKey?: unknown } | null };
  return typeof input?.idempotencyKey === 'string';
}
