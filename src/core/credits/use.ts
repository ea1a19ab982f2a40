import { Decimal } from '../decimal.ts';
import type { Instant } from '../time/instant.ts';
import { availableOf, type Books, changeRemaining, inBurnOrder, type Part, zero } from './books.ts';
import type { Cause } from './entry.ts';
import { type Grant, isValid } from './grant.ts';
import { post } from './post.ts';

export type Use = {
  readonly at: Instant;
  readonly cause: Cause;
  readonly occurredAt: Instant;
  readonly kind: 'DRAW' | 'CAPTURE' | 'ADJUSTMENT';
  readonly eventCount?: bigint;
};

/**
 * Draws up to `amount` from grants in burn order, never more than may be used. Gives what it took of which grant; the
 * caller decides what becomes of the rest.
 */
export function takeCredits(books: Books, amount: Decimal, use: Use, reserved: Decimal = zero): Part[] {
  const { at, cause, occurredAt, kind, eventCount = 0n } = use;
  let wanted = Decimal.min(amount, usableOf(books, reserved));
  const parts: Part[] = [];
  for (const grant of inBurnOrder(books)) {
    if (wanted.lessThanOrEqualTo(0)) break;
    if (!isValid(grant, at)) continue;
    const taken = Decimal.min(grant.remaining, wanted);
    wanted = wanted.minus(taken);
    parts.push({ grantId: grant.id, amount: taken });
    const amount = taken.negated();
    changeRemaining(books, grant, amount);
    post(books, { kind, amount, grantId: grant.id, debt: false, cause, occurredAt, at, eventCount });
  }
  return parts;
}

/**
 * What one use may take: what is available, for what others hold is theirs. And what was `reserved` for it by a hold that
 * it has ended, even if a debt that was made meanwhile leaves less available: nobody owes out of what another holds.
 */
export function usableOf(books: Books, reserved: Decimal, bought: Decimal = zero): Decimal {
  const available = availableOf(books).plus(bought);
  const unheld = available.plus(Decimal.max(books.debt.minus(bought), zero));
  return Decimal.max(available, Decimal.min(reserved, unheld), zero);
}

/** Lets the debt grow by up to `amount`, not past `limit`. Gives by how much. */
export function borrowCredits(books: Books, amount: Decimal, limit: Decimal | null, use: Use): Decimal {
  const room = limit === null ? amount : Decimal.max(limit.minus(books.debt), zero);
  const owed = Decimal.min(amount, room);
  if (owed.lessThanOrEqualTo(0)) return zero;
  books.debt = books.debt.plus(owed);
  post(books, { ...use, amount: owed.negated(), grantId: null, debt: true });
  return owed;
}

export type Giving = Omit<Use, 'kind'>;

/**
 * Gives back `amount` of what was drawn, the latest first, and what is left of `parts`. Where there is a debt, that gets
 * it; but not what comes from a grant that is over: it ends there at once.
 */
export function giveBack(books: Books, parts: readonly Part[], amount: Decimal, giving: Giving): Part[] {
  const left = [...parts];
  let due = amount;
  while (due.greaterThan(0)) {
    const part = left.pop();
    if (part === undefined) throw new Error('More credits would be given back than were drawn.');
    const back = Decimal.min(part.amount, due);
    due = due.minus(back);
    if (back.lessThan(part.amount)) left.push({ ...part, amount: part.amount.minus(back) });
    const isOver = part.grantId !== null && grantOf(books, part.grantId).endedAt !== null;
    const toDebt = isOver ? zero : Decimal.min(back, books.debt);
    if (toDebt.greaterThan(0)) {
      books.debt = books.debt.minus(toDebt);
      if (part.grantId !== null) books.repaid.push({ grantId: part.grantId, amount: toDebt });
      post(books, { ...giving, kind: 'RETURN', amount: toDebt, grantId: part.grantId, debt: true });
    }
    const rest = back.minus(toDebt);
    if (rest.isZero()) continue;
    if (part.grantId !== null) returnTo(books, part.grantId, rest, giving);
    // A debt that has been repaid since: to the grants that repaid it.
    else books.repaid = giveBack(books, books.repaid, rest, giving);
  }
  return left;
}

function returnTo(books: Books, grantId: string, amount: Decimal, giving: Giving): void {
  const grant = grantOf(books, grantId);
  changeRemaining(books, grant, amount);
  post(books, { ...giving, kind: 'RETURN', amount, grantId, debt: false });
  if (grant.endedAt === null) return;
  changeRemaining(books, grant, amount.negated());
  const cause: Cause = { ...giving.cause, kind: 'TIME' };
  const kind = grant.voided ? 'VOID' : 'EXPIRY';
  post(books, { kind, amount: amount.negated(), grantId, debt: false, cause, occurredAt: giving.at, at: giving.at });
}

function grantOf(books: Books, grantId: string): Grant {
  const grant = books.grants.get(grantId);
  if (grant === undefined) throw new Error(`The grant ${grantId} was not read.`);
  return grant;
}

/** Adds parts to those of before; what comes out of the same grant as the last is one part with it. */
export function addParts(parts: readonly Part[], more: readonly Part[]): Part[] {
  const all = [...parts];
  for (const part of more) {
    const last = all.at(-1);
    if (last !== undefined && last.grantId === part.grantId) {
      all[all.length - 1] = { ...last, amount: last.amount.plus(part.amount) };
    } else all.push(part);
  }
  return all;
}
