import { MisuraNetworkError, MisuraRequestError, MisuraResultError } from './errors.ts';
import type { Failure, Rejection } from './recorder-options.ts';

/**
 * Whether other events could have gone through: then it is not the key, nor the server, but one of these. A refused
 * variable is; a document that this server does not understand is not, and costs no event.
 */
export function isAboutTheEvents(error: unknown): boolean {
  if (error instanceof MisuraResultError) return error.type === 'InvalidInput';
  if (isTooLarge(error)) return true;
  if (!(error instanceof MisuraRequestError)) return false;
  return error.errors.some(({ message }) => message.startsWith('Variable "$input"'));
}

/** The server's own limit, or that of a proxy before it. */
export function isTooLarge(error: unknown): boolean {
  return (error instanceof MisuraNetworkError || error instanceof MisuraRequestError) && error.status === 413;
}

/** A handler that throws must not stop the sending. It is reported as any uncaught error is. */
export function tell<TFact>(handler: ((fact: TFact) => void) | undefined, fact: TFact): void {
  try {
    handler?.(fact);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

export function reportRejection({ event, code, message }: Rejection): void {
  console.error(`Misura rejected event ${event.id} of customer ${event.customer}: ${code}, ${message}`);
}

export function reportFailure({ error, buffered, retryInMs }: Failure): void {
  const wait = Math.round(retryInMs);
  console.error(`Misura could not be sent ${buffered} events; trying again in ${wait} ms. ${messageOf(error)}`);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
