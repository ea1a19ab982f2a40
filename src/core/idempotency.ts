import { hash } from 'node:crypto';
import { IdempotencyConflict, type InputIssue } from './errors.ts';
import { uuidOfHex } from './id.ts';
import { textProblem } from './text.ts';

/** One text for what was asked: of two requests it is the same exactly if they ask for the same. */
export function inputHash(operation: string, input: object): string {
  return uuidOfHex(hash('sha256', `${operation} ${canonical(input)}`));
}

/** What keeps a text from being a key, which is chosen by the sender. */
export function idempotencyKeyIssues(key: string | null): InputIssue[] {
  const problem = key === null ? null : textProblem(key);
  return problem === null ? [] : [{ path: ['idempotencyKey'], message: `The key ${problem}.` }];
}

/** Throws IdempotencyConflict if the answer that is known is one to another question. */
export function requireSameRequest(
  known: { readonly operation: string; readonly inputHash: string },
  asked: { readonly operation: string; readonly inputHash: string },
): void {
  if (known.operation !== asked.operation || known.inputHash !== asked.inputHash) throw new IdempotencyConflict();
}

function canonical(input: object): string {
  return JSON.stringify(input, (_key, value: unknown) => {
    if (typeof value === 'bigint') return value.toString();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
