import { MisuraNetworkError, MisuraRequestError } from '@misura/client';

export type FailureFacts = { readonly title: string; readonly detail: string; readonly requestId: string | null };

/** An unexpected failure in words, and what to quote when asking for help. */
export function failureFacts(error: unknown): FailureFacts {
  if (error instanceof MisuraNetworkError) {
    return { title: 'The server cannot be reached', detail: error.message, requestId: null };
  }
  if (error instanceof MisuraRequestError) {
    const detail = error.errors[0]?.message ?? error.message;
    return { title: titles[error.code] ?? 'The server could not answer', detail, requestId: error.requestId };
  }
  // How each browser says that a file of this page could not be fetched.
  if (error instanceof TypeError && /dynamically imported module|Importing a module/.test(error.message)) {
    return {
      title: 'A part of this page cannot be fetched',
      detail: 'The server cannot be reached, or was upgraded in the meantime.',
      requestId: null,
    };
  }
  return {
    title: 'This page made a mistake',
    detail: error instanceof Error ? error.message : String(error),
    requestId: null,
  };
}

const titles: Record<string, string> = {
  UNAUTHENTICATED: 'You are signed out',
  FORBIDDEN: 'Your key may not do this',
  NOT_FOUND: 'There is no such thing',
  RATE_LIMITED: 'Too many requests for the moment',
  OVERLOADED: 'The server is busy',
};
