import { GraphQLError } from 'graphql';
import type { Principal } from './principal.ts';

/**
 * Why a request, or one field of it, was not answered. Beside these there are only the protocol's own codes, of requests
 * that never became an operation: BAD_REQUEST, GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED and
 * OPERATION_RESOLUTION_FAILURE.
 */
export type RefusalCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'QUERY_TOO_LARGE'
  | 'RATE_LIMITED'
  | 'OVERLOADED'
  | 'INTERNAL_SERVER_ERROR';

export function refusal(code: RefusalCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/**
 * A refusal that passes: the same request is answered if it is sent again after so many seconds. RATE_LIMITED is about who
 * asks, who has too much under way; OVERLOADED about the server, which has.
 */
export function passingRefusal(
  code: 'RATE_LIMITED' | 'OVERLOADED',
  message: string,
  retryAfterSeconds: number,
): GraphQLError {
  const http = { status: code === 'OVERLOADED' ? 503 : 429, headers: { 'retry-after': `${retryAfterSeconds}` } };
  return new GraphQLError(message, { extensions: { code, retryAfterSeconds, http } });
}

/** The answer to somebody who lacks what a field requires; it says nothing of what they asked for. */
export function notAllowed(principal: Principal): GraphQLError {
  switch (principal.kind) {
    case 'anonymous':
      return refusal('UNAUTHENTICATED', principal.reason);
    case 'customer':
      return refusal('FORBIDDEN', 'A customer token reads and watches its own customer, and nothing else.');
    case 'key':
      return refusal('FORBIDDEN', `This API key lacks the scope for this: it has ${principal.scopes.join(', ')}.`);
  }
}
