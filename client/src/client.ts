import { type CredentialOptions, createCredential } from './credential.ts';
import type { TypedDocument } from './document.ts';
import { createLiveMethods, createMethods, type LiveMethods, type Methods } from './generated/methods.ts';
import { createSubscribe, type LiveFeed, type LiveOptions } from './live.ts';
import { createSendRequest, type RequestOptions } from './request.ts';
import type { Fetch, Transport } from './transport.ts';

export type ClientOptions = CredentialOptions & {
  /** Where the API is: `https://misura.example.com/graphql`; in a browser `/graphql` will do for the page's own origin. */
  readonly url: string;
  /** Instead of the global one, for tests and proxies. */
  readonly fetch?: Fetch;
  /** For one try of one request, with the reading of the answer. Default 30 s. Live feeds have none. */
  readonly timeoutMs?: number;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** The whole API: a method for each field of the schema, and `request` and `subscribe` for documents of your own. */
export type Client = Methods & {
  /** What changes while you look. */
  readonly live: LiveMethods;
  /**
   * The data of any typed document, a string of this package or one that GraphQL Code Generator made.
   *
   * Throws MisuraRequestError if the server reports any error, MisuraNetworkError if there is no answer.
   */
  request<TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    ...rest: Rest<TVariables, RequestOptions>
  ): Promise<TResult>;
  /** The data of a subscription of your own, again and again. */
  subscribe<TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    ...rest: Rest<TVariables, LiveOptions>
  ): LiveFeed<TResult>;
};

/** Variables can be left out when none is required. */
type Rest<TVariables, TOptions> =
  Record<never, never> extends TVariables
    ? [variables?: TVariables, options?: TOptions]
    : [variables: TVariables, options?: TOptions];

const timeoutMsDefault = 30_000;

/** A client for one server with one credential. It keeps no connection of its own: there is nothing to close. */
export function createClient(options: ClientOptions): Client {
  const transport: Transport = {
    url: options.url,
    // Not taken apart from its owner here: in a browser `fetch` must be called on the window.
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    headers: options.headers ?? {},
    credential: createCredential(options),
  };
  const request = createSendRequest(transport, options.timeoutMs ?? timeoutMsDefault);
  const subscribe = createSubscribe(transport);
  return {
    ...createMethods(request),
    live: createLiveMethods(subscribe),
    request: (document, ...[variables, requestOptions]) =>
      request(document, (variables ?? {}) as never, (data) => data, requestOptions),
    subscribe: (document, ...[variables, liveOptions]) =>
      subscribe(document, (variables ?? {}) as never, (data) => data, liveOptions),
  };
}
