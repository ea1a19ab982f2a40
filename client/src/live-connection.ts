import { MisuraNetworkError } from './errors.ts';
import { createSseParser } from './sse.ts';
import { type ExecutionResult, post, readAnswer, requireData, type Transport } from './transport.ts';

export type LiveRequest = {
  readonly operation: string;
  readonly body: string;
  readonly secret: string | null;
  readonly idleTimeoutMs: number;
  readonly onConnect: (() => void) | undefined;
};

/**
 * The messages of one connection, in the distinct connections mode of the GraphQL over SSE protocol. It ends when the
 * server says `complete`. Throws MisuraNetworkError if the connection breaks or is silent for too long, and
 * MisuraRequestError if a message carries an error.
 */
export async function* liveMessages(
  transport: Transport,
  request: LiveRequest,
  stop: AbortSignal,
): AsyncGenerator<unknown, void> {
  const { operation, idleTimeoutMs } = request;
  const connection = new AbortController();
  const onStop = () => connection.abort(stop.reason);
  stop.addEventListener('abort', onStop, { once: true });
  if (stop.aborted) onStop();
  // Only while we wait for the server: how long the caller takes with a message is the caller's affair.
  const withinIdleTime = async <T>(waiting: Promise<T>): Promise<T> => {
    const silence = new MisuraNetworkError(operation, `no sign of life for ${idleTimeoutMs} ms`);
    const timer = setTimeout(() => connection.abort(silence), idleTimeoutMs);
    try {
      return await waiting;
    } finally {
      clearTimeout(timer);
    }
  };
  try {
    const { signal } = connection;
    const response = await withinIdleTime(
      post(transport, operation, request.body, 'text/event-stream', signal, request.secret),
    );
    const contentType = response.headers.get('content-type') ?? '';
    if (!response.ok && !contentType.startsWith('text/event-stream')) {
      requireData(operation, await withinIdleTime(readAnswer(operation, response, signal)), response);
    }
    if (response.body === null || !contentType.startsWith('text/event-stream')) {
      const answer = await withinIdleTime(readAnswer(operation, response, signal));
      requireData(operation, answer, response);
      throw new MisuraNetworkError(operation, 'the answer is no event stream', { status: response.status });
    }
    request.onConnect?.();
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    const parser = createSseParser();
    for (;;) {
      const { done, value } = await withinIdleTime(read(operation, reader, signal));
      if (done) throw new MisuraNetworkError(operation, 'the connection ended without a word');
      for (const { event, data } of parser.push(decoder.decode(value, { stream: true }))) {
        if (event === 'complete') return;
        if (event === 'next') yield requireData(operation, messageOf(operation, data), response);
      }
    }
  } finally {
    stop.removeEventListener('abort', onStop);
    connection.abort();
  }
}

async function read(
  operation: string,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal,
): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }> {
  // A fetch of the caller's own may not heed the signal once the body flows.
  const onAbort = () => void reader.cancel(signal.reason).catch(() => undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const piece = await reader.read();
    signal.throwIfAborted();
    return piece;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new MisuraNetworkError(operation, 'the connection broke', { cause: error });
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function messageOf(operation: string, data: string): ExecutionResult {
  try {
    return JSON.parse(data) as ExecutionResult;
  } catch (error) {
    throw new MisuraNetworkError(operation, 'a message was damaged on the way', { cause: error });
  }
}
