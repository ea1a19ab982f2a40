import { setTimeout as delay } from 'node:timers/promises';

const attemptsMax = 5;
const pauseMs = 10;

/**
 * Runs `attempt` again when PostgreSQL gave it up for another transaction's sake: serialization failure, deadlock. Both
 * mean that nothing of it was committed. Everything else is thrown as it is, after a lost connection too: whether that
 * one committed is not known, and only the caller knows whether doing it twice is harmless.
 */
export async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  for (let failures = 0; ; ) {
    try {
      return await attempt();
    } catch (error) {
      failures += 1;
      if (!isConflict(error) || failures === attemptsMax) throw error;
      // Unequal pauses, so that the same two do not meet again.
      await delay(pauseMs * failures * (1 + Math.random()));
    }
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');
}

/**
 * Whether nothing of the transaction that failed so was committed: the server itself said what was wrong. Not when it was
 * shutting down, or when the connection broke.
 */
export function isRolledBack(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false;
  return /^[0-9A-Z]{5}$/.test(error.code) && !/^(08|57)/.test(error.code);
}
