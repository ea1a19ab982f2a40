import { MisuraRequestError, MisuraResultError } from './errors.ts';
import { type ErrorTypeName, payloadTypeNames } from './generated/type-names.ts';

/**
 * A failure that this version of the client does not know, from a newer server. At run time `__typename` is its real
 * name; the `%` keeps a `switch` from naming it, so that there has to be a default branch.
 */
export type UnknownResult = { readonly __typename: '%other'; readonly message?: string };

/** What a mutation gives: its payload, one of its expected failures, or a failure of the future. */
export type ResultOf<TResult> = NonNullable<TResult> | UnknownResult;

/** A result without its failures. */
export type Payload<TResult> = Exclude<
  NonNullable<TResult>,
  { readonly __typename: ErrorTypeName } | { readonly __typename: '%other' }
>;

/**
 * The payload of a result, for who does not expect it to fail.
 *
 * Throws MisuraResultError for each expected failure, and for one that this version of the client does not know.
 */
export function unwrap<TResult extends { readonly __typename: string }>(result: TResult): Payload<TResult> {
  if (payloadTypeNames.includes(result.__typename)) return result as Payload<TResult>;
  throw new MisuraResultError(result);
}

/** A mutation's result is null only beside an error, and then nobody gets here; a server that breaks that is reported. */
export function requireResult<TResult>(operation: string, result: TResult | null | undefined): ResultOf<TResult> {
  if (result == null) throw new MisuraRequestError(operation, { errors: [], status: 200, requestId: null });
  return result;
}
