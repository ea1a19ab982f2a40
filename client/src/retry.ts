import { MisuraNetworkError, MisuraRequestError } from './errors.ts';

/** Whether the same request may well be answered if it is sent again a little later. */
export function isPassing(error: unknown): boolean {
  return (error instanceof MisuraNetworkError || error instanceof MisuraRequestError) && error.retryable;
}

/** For who goes on for ever: also what a single request gives up on, such as a bug that is a database gone for a minute. */
export function isOutage(error: unknown): boolean {
  if (isPassing(error)) return true;
  if (error instanceof MisuraRequestError) return error.code === 'INTERNAL_SERVER_ERROR' || error.status >= 500;
  return error instanceof MisuraNetworkError && (error.status ?? 500) >= 500;
}

export function isCredentialRefused(error: unknown): boolean {
  if (error instanceof MisuraRequestError) return error.code === 'UNAUTHENTICATED' || error.status === 401;
  return error instanceof MisuraNetworkError && error.status === 401;
}

/**
 * How long to wait before try number `attempt + 1`, in milliseconds: doubling from `baseMs` up to `maxMs`, and between
 * half of that and all of it, so that clients that lost the same server do not all come back at the same instant.
 * At least as long as the server asked for.
 */
export function backoffMs(attempt: number, error: unknown, { baseMs = 200, maxMs = 30_000 } = {}): number {
  const full = Math.min(maxMs, baseMs * 2 ** (attempt - 1));
  const asked = error instanceof MisuraNetworkError || error instanceof MisuraRequestError ? error.retryAfterMs : null;
  return Math.max(full * (0.5 + Math.random() / 2), Math.min(asked ?? 0, maxMs));
}

/** Resolves after `ms`. Rejects with the signal's reason if that is aborted before. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
