const passingStatuses = [408, 429, 502, 503, 504];
const passingCodes = ['RATE_LIMITED', 'OVERLOADED'];

/** An error as GraphQL reports it beside the data. */
export type ReportedError = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly [key: string]: unknown };
};

/**
 * The server understood that this was a request and would not, or could not, answer it: not authenticated, not allowed,
 * malformed, too large, or a bug over there.
 */
export class MisuraRequestError extends Error {
  override readonly name = 'MisuraRequestError';
  /** For machines: `UNAUTHENTICATED`, `FORBIDDEN`, `BAD_USER_INPUT`, …; `UNKNOWN` if the server gave none. */
  readonly code: string;
  readonly operation: string;
  /** Of the HTTP answer. GraphQL may say 200 here. */
  readonly status: number;
  /** What to quote to whoever runs the server. */
  readonly requestId: string | null;
  readonly errors: readonly ReportedError[];
  /** What could be answered all the same. */
  readonly data: unknown;
  readonly retryAfterMs: number | null;
  /**
   * Whether the same request may well be answered a little later: the server is too busy (`OVERLOADED`), or this key or
   * customer has too much under way (`RATE_LIMITED`), and has done nothing of it.
   */
  readonly retryable: boolean;

  constructor(
    operation: string,
    facts: {
      readonly errors: readonly ReportedError[];
      readonly data?: unknown;
      readonly status: number;
      readonly requestId: string | null;
      readonly retryAfterMs?: number | null;
    },
  ) {
    const [first] = facts.errors;
    super(`${operation}: ${first?.message ?? 'the server gave neither data nor an error'}`);
    this.code = typeof first?.extensions?.code === 'string' ? first.extensions.code : 'UNKNOWN';
    this.operation = operation;
    this.status = facts.status;
    const reported = facts.errors.map((error) => error.extensions?.requestId).find((id) => typeof id === 'string');
    this.requestId = typeof reported === 'string' ? reported : facts.requestId;
    this.errors = facts.errors;
    this.data = facts.data ?? null;
    // A message of a live feed has no headers of its own.
    const seconds = first?.extensions?.retryAfterSeconds;
    this.retryAfterMs = facts.retryAfterMs ?? (typeof seconds === 'number' ? seconds * 1_000 : null);
    this.retryable = passingStatuses.includes(facts.status) || passingCodes.includes(this.code);
  }
}

/** No answer from the server itself: unreachable, too slow, cut off, or something in between answered in its place. */
export class MisuraNetworkError extends Error {
  override readonly name = 'MisuraNetworkError';
  readonly operation: string;
  /** Of the answer that was not the server's own; null if there was none. */
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  /** Whether the same request may well be answered a little later. It may have been done all the same. */
  readonly retryable: boolean;

  constructor(
    operation: string,
    message: string,
    facts: { readonly status?: number; readonly retryAfterMs?: number | null; readonly cause?: unknown } = {},
  ) {
    super(`${operation}: ${message}`, facts.cause === undefined ? {} : { cause: facts.cause });
    this.operation = operation;
    this.status = facts.status ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.retryable = facts.status === undefined || passingStatuses.includes(facts.status);
  }
}

/** `unwrap` was given an expected failure. */
export class MisuraResultError extends Error {
  override readonly name = 'MisuraResultError';
  /** The name of the failure: `NotFound`, `InvalidInput`, … or one that this version of the client does not know. */
  readonly type: string;
  /** The failure with all its facts. */
  readonly result: { readonly __typename: string; readonly message?: string; readonly [fact: string]: unknown };

  constructor(result: { readonly __typename: string; readonly message?: string | undefined }) {
    super(result.message === undefined ? result.__typename : `${result.__typename}: ${result.message}`);
    this.type = result.__typename;
    this.result = result as MisuraResultError['result'];
  }
}
