import { InvalidInput } from '../core/errors.ts';
import { idempotencyKeyIssues, inputHash, requireSameRequest } from '../core/idempotency.ts';
import type { Instant } from '../core/time/instant.ts';
import { findAnswers, keepAnswers } from '../store/idempotency.ts';
import type { Queryable } from '../store/sql/statement.ts';

/** A request that may come again, of a customer who is known by now. */
export type KeyedRequest = {
  readonly customerId: string;
  readonly operation: string;
  /** All that is asked for, without the key. */
  readonly input: object;
  readonly now: Instant;
};

/**
 * Does `work`, which gives the id of what it made, unless a request with this key had an answer before: that id then, and
 * nothing is done. In a transaction that keeps out whoever does the same for the customer.
 *
 * Throws IdempotencyConflict for a key that was used for another request, and InvalidInput for a text that cannot be one.
 */
export async function answerOnce(
  on: Queryable,
  key: string | null,
  { customerId, operation, input, now }: KeyedRequest,
  work: () => Promise<string>,
): Promise<string> {
  if (key === null) return await work();
  const issues = idempotencyKeyIssues(key);
  if (issues.length > 0) throw new InvalidInput(issues);
  const asked = { customerId, key, operation, inputHash: inputHash(operation, input) };
  const [known] = await findAnswers(on, [asked]);
  if (known !== undefined) {
    requireSameRequest(known, asked);
    return known.answerId;
  }
  const answerId = await work();
  await keepAnswers(on, [{ ...asked, answerId }], now);
  return answerId;
}
