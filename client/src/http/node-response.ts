import { byteCount, type RequestFacts } from './count-request.ts';

/** What is needed of Node's `ServerResponse`, of HTTP/1 or 2. */
export type NodeResponse = {
  readonly statusCode: number;
  readonly headersSent: boolean;
  readonly writableFinished: boolean;
  readonly closed?: boolean;
  once(event: 'close', listener: () => void): unknown;
};

/** Calls `onEnd` once, when the response was sent or its connection is gone. */
export function onceEnded(response: NodeResponse, onEnd: () => void): void {
  // What came before, signing in for example, may have taken longer than the client waited. It is not told again.
  if (response.closed === true) onEnd();
  else response.once('close', onEnd);
}

/** What a framework knows of a request and its response beside what Node does. */
export type NodeRequestFacts = {
  readonly method: string;
  readonly route: string | null;
  /** The `content-length` of both. */
  readonly requestLength: unknown;
  readonly responseLength: unknown;
};

/** What is known then. */
export function nodeFacts(response: NodeResponse, facts: NodeRequestFacts): RequestFacts {
  const { method, route, requestLength, responseLength } = facts;
  const isWhole = response.writableFinished;
  // Those have the length of what they leave out.
  const hasBody = method !== 'HEAD' && response.statusCode !== 304;
  return {
    method,
    route,
    status: response.headersSent ? response.statusCode : null,
    requestBytes: byteCount(requestLength),
    responseBytes: isWhole && hasBody ? byteCount(responseLength) : null,
    outcome: isWhole ? 'completed' : 'aborted',
  };
}
