/**
 * A GraphQL document as text that knows the types of its answer and its variables.
 *
 * The documents of this package are such strings, and so is everything that GraphQL Code Generator makes with
 * `documentMode: 'string'`.
 */
export interface TypedDocument<TResult, TVariables> {
  toString(): string;
  /** Never there at run time: it carries the types. */
  __apiType?: ((variables: TVariables) => TResult) | undefined;
}

export type Operation = { readonly kind: 'query' | 'mutation' | 'subscription' | null; readonly name: string };

/** What a document does, as far as its first words tell. */
export function operationOf(text: string): Operation {
  const words = /^\s*(?:(query|mutation|subscription)\b\s*(\w*)|\{)/.exec(text);
  const kind = words === null ? null : ((words[1] ?? 'query') as 'query' | 'mutation' | 'subscription');
  return { kind, name: words?.[2] || (kind ?? 'request') };
}
