import { Decimal } from '../decimal.ts';
import type { Instant } from '../time/instant.ts';
import { type Books, changeRemaining, zero } from './books.ts';
import type { Cause } from './entry.ts';
import { compareInstants, type Grant } from './grant.ts';
import { post } from './post.ts';

/**
 * Does what time alone does, up to and at this instant, in its order: grants begin and expire, holds end. What falls on
 * one instant expires before anything begins. What ends with a period of a subscription is left to that period's end.
 */
export function settleBooks(books: Books, at: Instant): void {
  const due: { readonly when: Instant; readonly rank: number; readonly happen: () => void }[] = [];
  for (const grant of books.grants.values()) {
    if (grant.endedAt !== null) continue;
    if (!grant.active && grant.effectiveAt <= at) {
      due.push({ when: grant.effectiveAt, rank: 1, happen: () => activate(books, grant, grant.effectiveAt, time) });
    }
    const { expiresAt, withPeriod } = grant;
    if (expiresAt !== null && expiresAt <= at && !withPeriod) {
      due.push({ when: expiresAt, rank: 0, happen: () => endGrant(books, grant, expiresAt, 'EXPIRY', time) });
    }
  }
  for (const hold of books.holds.values()) {
    if (hold.status !== 'OPEN' || hold.expiresAt > at) continue;
    due.push({ when: hold.expiresAt, rank: 0, happen: () => closeHold(books, hold, 'EXPIRED', hold.expiresAt) });
  }
  if (due.length === 0) return;
  due.sort((a, b) => compareInstants(a.when, b.when) || a.rank - b.rank);
  for (const { happen } of due) happen();
}

const time: Cause = { kind: 'TIME' };

/** Adds a grant's credits to the balance; a debt is repaid out of them first. */
export function activate(
  books: Books,
  grant: Grant,
  at: Instant,
  cause: Cause,
  kind: 'GRANT' | 'ROLLOVER' | 'ADJUSTMENT' = 'GRANT',
): void {
  grant.active = true;
  const owed = Decimal.min(books.debt, grant.amount);
  const of = { grantId: grant.id, cause, occurredAt: at, at };
  if (owed.greaterThan(0)) {
    books.debt = books.debt.minus(owed);
    books.repaid.push({ grantId: grant.id, amount: owed });
    post(books, { ...of, kind: 'REPAYMENT', amount: owed, debt: true });
  }
  const rest = grant.amount.minus(owed);
  if (rest.isZero()) books.changedGrants.add(grant);
  else {
    changeRemaining(books, grant, rest);
    post(books, { ...of, kind, amount: rest, debt: false });
  }
}

/** Ends what is left of a grant. One that has not begun never will. */
export function endGrant(
  books: Books,
  grant: Grant,
  at: Instant,
  kind: 'EXPIRY' | 'FORFEIT' | 'VOID',
  cause: Cause,
): Decimal {
  const left = grant.remaining;
  grant.endedAt = at;
  books.burning = null;
  books.changedGrants.add(grant);
  if (!left.isZero()) {
    changeRemaining(books, grant, left.negated());
    post(books, { kind, amount: left.negated(), grantId: grant.id, debt: false, cause, occurredAt: at, at });
  }
  return left;
}

export function closeHold(
  books: Books,
  hold: Parameters<Books['changedHolds']['add']>[0],
  status: 'CAPTURED' | 'RELEASED' | 'EXPIRED',
  at: Instant,
  captured: Decimal | null = null,
): void {
  if (hold.status === 'OPEN') books.held = books.held.minus(hold.amount);
  hold.status = status;
  hold.closedAt = at;
  hold.captured = captured;
  books.changedHolds.add(hold);
  if (books.held.lessThan(zero)) throw new Error('More holds were closed than there are.');
}

/** When the next thing happens by itself: a grant begins or ends, a hold ends. Null: nothing ever. */
export function nextDue(books: Books): Instant | null {
  let next: Instant | null = null;
  const consider = (at: Instant | null) => {
    if (at !== null && (next === null || at < next)) next = at;
  };
  for (const grant of books.grants.values()) {
    if (grant.endedAt !== null) continue;
    if (!grant.active) consider(grant.effectiveAt);
    // Those that end with a period are ended by it, which is due then as well.
    else if (grant.remaining.greaterThan(0) && !grant.withPeriod) consider(grant.expiresAt);
  }
  consider(books.nextHoldEnd);
  for (const hold of books.holds.values()) if (hold.status === 'OPEN') consider(hold.expiresAt);
  return next;
}
