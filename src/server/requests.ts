import type { Principal } from '../graphql/principal.ts';

/** What is known of a request under way, for its answer, its log line and its figures. */
export type RequestFacts = {
  readonly requestId: string;
  readonly startedAtMs: number;
  /** Null until it is known, and for what needs none: a page, a check. */
  principal: Principal | null;
  /** Why nobody could be found out about: the database is not there. */
  failure: { readonly error: unknown } | null;
  /** Gives back its place among the requests of its caller. */
  leave: () => void;
  /** What it gives back when its answer has been sent. */
  readonly leaves: (() => void)[];
};

const factsByRequest = new WeakMap<Request, RequestFacts>();

export function factsOf(request: Request): RequestFacts | undefined {
  return factsByRequest.get(request);
}

export function keepFacts(request: Request, requestId: string): RequestFacts {
  const facts: RequestFacts = {
    requestId,
    startedAtMs: performance.now(),
    principal: null,
    failure: null,
    leave: () => {},
    leaves: [],
  };
  factsByRequest.set(request, facts);
  return facts;
}
