import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { Overloaded, RequestError } from '../core/errors.ts';
import { passingRefusal, refusal } from './refusals.ts';

/** Some errors come by twice, the second time without the request they belong to. */
const presented = new WeakSet<GraphQLError>();

/**
 * An error as the caller may see it. What the caller did wrong is said; anything else is a bug: it is logged with the
 * request's id, and the caller gets that id and nothing more.
 */
export function presentError(error: unknown, requestId: string | null, log: Logger): GraphQLError {
  if (error instanceof GraphQLError && presented.has(error)) return error;
  const cause = causeOf(error);
  if (cause instanceof RequestError) return located(error, cause.message, { code: cause.code });
  if (cause instanceof Overloaded) {
    return located(
      error,
      cause.message,
      passingRefusal('OVERLOADED', cause.message, cause.retryAfterSeconds).extensions,
    );
  }
  if (cause instanceof GraphQLError) {
    const code = cause.extensions.code ?? codeOf(error);
    const { retryAfterSeconds } = cause.extensions;
    const passing = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    return located(error, shortened(messageOf(error, cause)), { code, ...passing, ...httpOf(cause) });
  }
  log.error(
    { err: cause, requestId, path: error instanceof GraphQLError ? error.path : undefined },
    'a request failed',
  );
  return located(error, 'Something went wrong on our side. It has been logged.', {
    code: 'INTERNAL_SERVER_ERROR',
    ...(requestId === null ? {} : { requestId }),
  });
}

/** The HTTP status that Yoga wants for an error. It tells a body that is no JSON by what it took from our code, which stays here. */
function httpOf({ extensions }: GraphQLError): { http?: object } {
  const { http, originalError } = extensions;
  if (typeof http !== 'object' || http === null) return {};
  return { http: originalError === undefined ? http : { ...http, spec: false } };
}

/** GraphQL wraps what a resolver or a scalar throws, to say where it happened. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError != null ? causeOf(error.originalError) : error;
}

/** An error that GraphQL itself raised outside of any field is about the request: a variable of the wrong type. */
function codeOf(error: unknown): string {
  return error instanceof GraphQLError && error.path !== undefined ? 'INTERNAL_SERVER_ERROR' : 'BAD_USER_INPUT';
}

/** For a bad variable the outer message says which one, and ends with the scalar's own. */
function messageOf(error: unknown, cause: GraphQLError): string {
  return error instanceof GraphQLError && error.message.includes(cause.message) ? error.message : cause.message;
}

// GraphQL quotes the value that it refuses, or names all of a thousand fragments. What is wrong is said last, or first.
const messageCharactersMax = 1_000;

function shortened(message: string): string {
  if (message.length <= messageCharactersMax) return message;
  const half = messageCharactersMax / 2;
  // A pair of surrogates may have been cut.
  return `${message.slice(0, half)} … ${message.slice(-half)}`.replace(/\p{Cs}/gu, '');
}

function located(error: unknown, message: string, extensions: Record<string, unknown>): GraphQLError {
  const { nodes, source, positions, path } = error instanceof GraphQLError ? error : new GraphQLError(message);
  const shown = new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions,
  });
  presented.add(shown);
  return shown;
}

/** What somebody gets who asks for more than one request may cost. */
export function tooLarge(message: string): GraphQLError {
  return refusal('QUERY_TOO_LARGE', message);
}
