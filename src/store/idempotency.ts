import { formatInstant, type Instant } from '../core/time/instant.ts';
import type { Queryable } from './sql/statement.ts';

/** The first answer to a request that was given a key. Keys of different customers have nothing to do with each other. */
export type Answer = {
  readonly customerId: string;
  readonly key: string;
  readonly operation: string;
  /** Of all that was asked for. */
  readonly inputHash: string;
  /** The id of what was made. */
  readonly answerId: string;
};

type Columns = { customer_id: string; key: string; operation: string; input_hash: string; answer_id: string };

/** The answers there are to these keys. */
export async function findAnswers(
  on: Queryable,
  asked: readonly Pick<Answer, 'customerId' | 'key'>[],
): Promise<Answer[]> {
  if (asked.length === 0) return [];
  const { rows } = await on.query<Columns>({
    name: 'find_answers',
    text: `
      SELECT i.* FROM unnest($1::uuid[], $2::text[]) AS n (customer_id, key)
      JOIN idempotency_key i ON i.customer_id = n.customer_id AND i.key = n.key`,
    values: [asked.map(({ customerId }) => customerId), asked.map(({ key }) => key)],
  });
  return rows.map((row) => ({
    customerId: row.customer_id,
    key: row.key,
    operation: row.operation,
    inputHash: row.input_hash,
    answerId: row.answer_id,
  }));
}

/** Another transaction has answered the same key meanwhile. The transaction is to be run again, and will find it. */
class AnsweredMeanwhile extends Error {
  override readonly name = 'AnsweredMeanwhile';
  /** PostgreSQL's for a conflict with another transaction. */
  readonly code = '40001';
}

export async function keepAnswers(on: Queryable, answers: readonly Answer[], now: Instant): Promise<void> {
  if (answers.length === 0) return;
  const { rowCount } = await on.query({
    name: 'keep_answers',
    text: `
      INSERT INTO idempotency_key (customer_id, key, operation, input_hash, answer_id, created_at)
      SELECT n.*, $6::timestamptz FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[]) AS n
      ON CONFLICT DO NOTHING`,
    values: [
      answers.map((answer) => answer.customerId),
      answers.map((answer) => answer.key),
      answers.map((answer) => answer.operation),
      answers.map((answer) => answer.inputHash),
      answers.map((answer) => answer.answerId),
      formatInstant(now),
    ],
  });
  if (rowCount !== answers.length) throw new AnsweredMeanwhile('A request with the same key was answered meanwhile.');
}
