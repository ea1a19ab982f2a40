import type { Decimal } from '../decimal.ts';
import { CreditHoldClosed, GrantEnded, InsufficientCredits, InvalidInput } from '../errors.ts';
import type { Instant } from '../time/instant.ts';
import { addGrant, availableOf, type Books, type Hold, zero } from './books.ts';
import type { Cause } from './entry.ts';
import type { Grant, GrantSource } from './grant.ts';
import { activate, closeHold, endGrant } from './settle.ts';
import { takeCredits } from './use.ts';
import { topUp, topUpRoom } from './watch.ts';

export type NewGrant = {
  readonly id: string;
  readonly amount: Decimal;
  readonly priority: number;
  /** Null: now. */
  readonly effectiveAt: Instant | null;
  readonly expiresAt: Instant | null;
  readonly source: GrantSource;
  readonly note: string | null;
};

/** Grants credits, at once or from a later instant on. Debts are repaid out of them first. */
export function grantCredits(books: Books, asked: NewGrant, at: Instant): Grant {
  const effectiveAt = asked.effectiveAt ?? at;
  const grant: Grant = {
    ...asked,
    effectiveAt,
    createdAt: at,
    subscriptionId: null,
    periodIndex: null,
    withPeriod: false,
    rolls: 0,
    price: null,
    remaining: zero,
    active: false,
    endedAt: null,
    voided: false,
  };
  addGrant(books, grant);
  const kind = asked.source === 'ADJUSTMENT' ? 'ADJUSTMENT' : 'GRANT';
  if (effectiveAt <= at) activate(books, grant, at, { kind: 'REQUEST', note: asked.note }, kind);
  return grant;
}

/** Takes back what is left of a grant; what was drawn of it stays drawn. Throws GrantEnded. */
export function voidGrant(books: Books, grant: Grant, note: string | null, at: Instant): void {
  if (grant.endedAt !== null) throw new GrantEnded();
  grant.voided = true;
  endGrant(books, grant, at, 'VOID', { kind: 'REQUEST', note });
}

/** Takes credits away by hand, in burn order. Throws InsufficientCredits where fewer are available. */
export function deductCredits(books: Books, amount: Decimal, note: string | null, at: Instant): void {
  requireAvailable(books, amount, null);
  const cause: Cause = { kind: 'REQUEST', note };
  takeCredits(books, amount, { at, cause, occurredAt: at, kind: 'ADJUSTMENT' });
}

/** Reserves credits. Throws InsufficientCredits, which tells what others hold from what is not there. */
export function placeHold(
  books: Books,
  asked: { readonly id: string; readonly amount: Decimal; readonly expiresAt: Instant },
  at: Instant,
  newId: () => string,
): Hold {
  if (availableOf(books).plus(topUpRoom(books)).greaterThanOrEqualTo(asked.amount)) {
    topUp(books, at, asked.amount, newId);
  }
  requireAvailable(books, asked.amount, null);
  const hold: Hold = { ...asked, createdAt: at, status: 'OPEN', captured: null, closedAt: null };
  books.holds.set(hold.id, hold);
  books.newHolds.add(hold);
  books.held = books.held.plus(hold.amount);
  return hold;
}

/**
 * Draws what was held, or less, and frees the rest. Throws CreditHoldClosed; InvalidInput for more than is held; and
 * InsufficientCredits where grants have expired under the hold.
 */
export function captureHold(books: Books, hold: Hold, amount: Decimal | null, at: Instant): void {
  requireOpen(hold);
  const taken = amount ?? hold.amount;
  if (taken.greaterThan(hold.amount)) {
    throw new InvalidInput([{ path: ['amount'], message: `Only ${hold.amount.toFixed()} is held.` }]);
  }
  requireAvailable(books, taken, hold);
  closeHold(books, hold, 'CAPTURED', at, taken);
  const cause: Cause = { kind: 'HOLD', holdId: hold.id };
  takeCredits(books, taken, { at, cause, occurredAt: at, kind: 'CAPTURE' }, taken);
}

/** Frees what was held. Throws CreditHoldClosed. */
export function releaseHold(books: Books, hold: Hold, at: Instant): void {
  requireOpen(hold);
  closeHold(books, hold, 'RELEASED', at);
}

function requireOpen({ status }: Hold): void {
  if (status !== 'OPEN') throw new CreditHoldClosed(status);
}

function requireAvailable(books: Books, required: Decimal, hold: Hold | null): void {
  const own = hold === null ? zero : hold.amount;
  const available = availableOf(books).plus(own);
  // A debt that was made under a hold does not lessen it.
  const usable = hold === null ? available : available.plus(books.debt);
  if (usable.lessThan(required)) {
    const { customerId, creditTypeId, balance } = books;
    const held = books.held.minus(own);
    throw new InsufficientCredits({ required, available, held, balance, customerId, creditTypeId });
  }
}
