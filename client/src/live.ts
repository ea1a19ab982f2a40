import { operationOf, type TypedDocument } from './document.ts';
import { MisuraNetworkError } from './errors.ts';
import { jsonText } from './json.ts';
import { liveMessages } from './live-connection.ts';
import { backoffMs, isCredentialRefused, isOutage, pause } from './retry.ts';
import type { Transport } from './transport.ts';

export type LiveOptions = {
  /** Ends the feed, quietly. */
  readonly signal?: AbortSignal;
  /** A connection without a byte for so long, not even the server's ping, is taken for dead. Default 45 s. */
  readonly idleTimeoutMs?: number;
  /** The server has taken the connection, the first one or a further one. Values follow when there are any. */
  readonly onConnect?: () => void;
  /** The connection is lost and will be opened again. `error` is null if the server ended it in good order. */
  readonly onReconnect?: (lost: {
    readonly attempt: number;
    readonly delayMs: number;
    readonly error: unknown;
  }) => void;
};

/**
 * A live field as something to loop over. It connects when the first value is asked for. It ends when its signal is
 * aborted or `return` is called, which a `break` out of `for await` does; otherwise it goes on for ever: a lost
 * connection is opened again, and the first value after that is the present state. So a value may be missed in between,
 * but never the latest.
 *
 * Throws MisuraRequestError or MisuraNetworkError if the server refuses: not authenticated, not allowed, not found.
 */
export type LiveFeed<TValue> = AsyncIterableIterator<TValue, undefined>;

export type Subscribe = <TResult, TVariables, TPicked>(
  document: TypedDocument<TResult, TVariables>,
  variables: TVariables,
  pick: (data: TResult) => TPicked,
  options: LiveOptions | undefined,
) => LiveFeed<TPicked>;

const idleTimeoutMsDefault = 45_000;

export function createSubscribe(transport: Transport): Subscribe {
  return (document, variables, pick, options = {}) => {
    const query = document.toString();
    const body = jsonText({ query, variables });
    const stop = new AbortController();
    const values = reconnecting(transport, operationOf(query).name, body, options, stop, (data) =>
      pick(data as Parameters<typeof pick>[0]),
    );
    return closable(values, stop);
  };
}

async function* reconnecting<TValue>(
  transport: Transport,
  operation: string,
  body: string,
  options: LiveOptions,
  stop: AbortController,
  pick: (data: unknown) => TValue,
): AsyncGenerator<TValue, undefined> {
  const onAbort = () => stop.abort();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted) stop.abort();
  const idleTimeoutMs = options.idleTimeoutMs ?? idleTimeoutMsDefault;
  let attempt = 0;
  let hasRenewed = false;
  try {
    while (!stop.signal.aborted) {
      let error: unknown = null;
      let secret: string | null = null;
      try {
        secret = await tokenFor(transport, operation);
        const request = { operation, body, secret, idleTimeoutMs, onConnect: options.onConnect };
        for await (const data of liveMessages(transport, request, stop.signal)) {
          attempt = 0;
          hasRenewed = false;
          yield pick(data);
        }
      } catch (caught) {
        if (stop.signal.aborted) return;
        const renewed = isCredentialRefused(caught) && !hasRenewed && transport.credential.renew(secret);
        if (!renewed && !isOutage(caught)) throw caught;
        if (renewed) hasRenewed = true;
        error = caught;
      }
      if (stop.signal.aborted) return;
      attempt++;
      const delayMs = backoffMs(attempt, error);
      options.onReconnect?.({ attempt, delayMs, error });
      await pause(delayMs, stop.signal).catch(() => undefined);
    }
  } finally {
    stop.abort();
    options.signal?.removeEventListener('abort', onAbort);
  }
}

/** Getting a token is a request of the caller's own. If it fails, so has the network, as far as we know. */
async function tokenFor(transport: Transport, operation: string): Promise<string | null> {
  try {
    return await transport.credential.current();
  } catch (cause) {
    throw new MisuraNetworkError(operation, 'there is no token', { cause });
  }
}

/** A generator's own `return` waits for the next value. This one cuts the connection first. */
function closable<TValue>(values: AsyncGenerator<TValue, undefined>, stop: AbortController): LiveFeed<TValue> {
  return {
    next: () => values.next(),
    async return() {
      stop.abort();
      return await values.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
