/** Who sends it: the workspace's ADMIN key unless said otherwise. */
export type Sender = 'admin' | 'token' | 'nobody';

/** A request as it goes over the wire. */
export type Sent = {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** In chunks and without its length, so that nobody knows beforehand how long it will be. */
  readonly chunked?: boolean;
  readonly as?: Sender;
};

/** What has to come back. Whatever is left out may be anything. */
export type Must = {
  /** 200 unless said otherwise. */
  readonly status?: number;
  /** Of every error in the answer. */
  readonly code?: string;
  /** In the whole answer. */
  readonly says?: string | RegExp;
  /** Of `data`, or the part of it that matters. */
  readonly data?: unknown;
  /** It may be longer than 64 KiB. */
  readonly longReply?: boolean;
};

export type HostileCase = {
  readonly name: string;
  /** Made when it is sent: some are 50 MB. */
  readonly sent: () => Sent;
  readonly must: Must;
};

/** A GraphQL request in JSON, as every client sends it. */
export function asked(query: string, variables: unknown = {}, more: Omit<Sent, 'body'> = {}): Sent {
  // Never the same document twice: the server keeps those that it has seen, and the next one would cost it nothing.
  documents += 1;
  return json(JSON.stringify({ query: `${query} #${documents}`, variables }), more);
}

let documents = 0;

export function json(body: string | Buffer, more: Omit<Sent, 'body'> = {}): Sent {
  return { ...more, body, headers: { 'content-type': 'application/json', ...more.headers } };
}

/** `count` of them, one after the other. */
export function many(count: number, part: (i: number) => string, separator = ' '): string {
  return Array.from({ length: count }, (_, i) => part(i)).join(separator);
}

export const invalid = { code: 'GRAPHQL_VALIDATION_FAILED' };
export const tooLarge = { code: 'QUERY_TOO_LARGE' };
export const badInput = { code: 'BAD_USER_INPUT' };
