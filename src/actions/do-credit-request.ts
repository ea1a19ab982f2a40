import type { Books, Hold } from '../core/credits/books.ts';
import { creditsIssues } from '../core/credits/credit-type.ts';
import type { Grant } from '../core/credits/grant.ts';
import {
  captureHold,
  deductCredits,
  grantCredits,
  placeHold,
  releaseHold,
  voidGrant,
} from '../core/credits/requests.ts';
import type { InputIssue } from '../core/errors.ts';
import { storageProblem } from '../core/text.ts';
import type { Instant } from '../core/time/instant.ts';
import { type CreditOperation, type ResolvedRequest, requireNoIssues } from './credit-requests.ts';
import type { Deps } from './deps.ts';

const holdSecondsMax = 30 * 86_400;
const priorityMax = 1_000_000;
const noteLengthMax = 1_000;

/** Of an adjustment that gives: after what was granted, before what was bought on top. */
const adjustmentPriority = 100;

/**
 * Does one request on open books and gives the id of what it made or changed: a grant, a hold, or for a deduction the
 * credit type. Throws what it is refused for before anything has moved.
 */
export function doRequest(deps: Pick<Deps, 'ids'>, books: Books, request: ResolvedRequest, now: Instant): string {
  const { asked } = request;
  requireNoIssues(issuesOf(asked, books.precision, now));
  const id = deps.ids.uuid();
  switch (asked.operation) {
    case 'grantCredits':
      return grantCredits(books, { ...asked, id }, now).id;
    case 'adjustCredits': {
      const { amount, note } = asked;
      if (amount.lessThan(0)) {
        deductCredits(books, amount.negated(), note, now);
        return books.creditTypeId;
      }
      const grant = { id, amount, priority: adjustmentPriority, effectiveAt: null, expiresAt: null, note };
      grantCredits(books, { ...grant, source: 'ADJUSTMENT' }, now);
      return books.creditTypeId;
    }
    case 'placeHold': {
      const expiresAt = now + BigInt(asked.expiresInSeconds) * 1_000_000n;
      return placeHold(books, { id, amount: asked.amount, expiresAt }, now, deps.ids.uuid).id;
    }
    case 'voidGrant':
      voidGrant(books, grantOf(books, asked.id), asked.note, now);
      return asked.id;
    case 'captureHold':
      captureHold(books, holdOf(books, asked.id), asked.amount, now);
      return asked.id;
    case 'releaseHold':
      releaseHold(books, holdOf(books, asked.id), now);
      return asked.id;
  }
}

function issuesOf(asked: CreditOperation, precision: number, now: Instant): InputIssue[] {
  const issues: InputIssue[] = [];
  if ('amount' in asked && asked.amount !== null) {
    const { amount, operation } = asked;
    const size = operation === 'adjustCredits' ? amount.abs() : amount;
    issues.push(...creditsIssues(size, precision, ['amount']));
  }
  const note = 'note' in asked ? asked.note : null;
  if (note !== null) {
    const problem = note.length > noteLengthMax ? `has more than ${noteLengthMax} characters` : storageProblem(note);
    if (problem !== null) issues.push({ path: ['note'], message: `The note ${problem}.` });
  }
  if (asked.operation === 'grantCredits') issues.push(...grantIssues(asked, now));
  if (asked.operation === 'placeHold') {
    const { expiresInSeconds } = asked;
    if (!Number.isInteger(expiresInSeconds) || expiresInSeconds < 1 || expiresInSeconds > holdSecondsMax) {
      const message = `A hold lasts from 1 to ${holdSecondsMax} seconds.`;
      issues.push({ path: ['expiresIn'], message });
    }
  }
  return issues;
}

function grantIssues(
  { priority, effectiveAt, expiresAt }: CreditOperation & { operation: 'grantCredits' },
  now: Instant,
): InputIssue[] {
  const issues: InputIssue[] = [];
  if (!Number.isInteger(priority) || priority < 0 || priority > priorityMax) {
    issues.push({ path: ['priority'], message: `A priority is a whole number from 0 to ${priorityMax}.` });
  }
  if (expiresAt !== null && expiresAt <= now) {
    issues.push({ path: ['expiresAt'], message: 'These credits would have expired already.' });
  }
  if (expiresAt !== null && effectiveAt !== null && expiresAt <= effectiveAt) {
    issues.push({ path: ['expiresAt'], message: 'They would expire before they begin.' });
  }
  return issues;
}

function grantOf(books: Books, id: string): Grant {
  const grant = books.grants.get(id);
  if (grant === undefined) throw new Error(`The grant ${id} was not read.`);
  return grant;
}

function holdOf(books: Books, id: string): Hold {
  const hold = books.holds.get(id);
  if (hold === undefined) throw new Error(`The hold ${id} was not read.`);
  return hold;
}
