import { Decimal } from '../decimal.ts';
import type { Instant } from '../time/instant.ts';
import type { Draft } from './entry.ts';
import { burnOrder, type Grant } from './grant.ts';
import type { LowMark, TopUpPlan } from './watch.ts';

export type HoldStatus = 'OPEN' | 'CAPTURED' | 'RELEASED' | 'EXPIRED';

export type Hold = {
  readonly id: string;
  readonly amount: Decimal;
  readonly expiresAt: Instant;
  readonly createdAt: Instant;
  status: HoldStatus;
  captured: Decimal | null;
  closedAt: Instant | null;
};

/** How much of a draw or a repayment came out of a grant; null: out of a debt. */
export type Part = { readonly grantId: string | null; readonly amount: Decimal };

/**
 * One customer's credits of one type while they are being moved: what was read, changed in place, and the entries that
 * say how. Whoever has them open holds the lock of their account.
 */
export type Books = {
  readonly customerId: string;
  readonly creditTypeId: string;
  readonly precision: number;
  version: bigint;
  balance: Decimal;
  /** 0 or more; the balance is what is left of all grants less this. */
  debt: Decimal;
  /** Which grants paid debts, the latest last. */
  repaid: Part[];
  /** When the last entry counted from. */
  countedAt: Instant | null;
  /** The key that asks for what is done from here on. */
  actorId: string | null;
  topUps: TopUpPlan[];
  lowMarks: LowMark[];
  /** All that are not used up or over, and those that are asked for. */
  readonly grants: Map<string, Grant>;
  /** Those that are due, and those that are asked for. */
  readonly holds: Map<string, Hold>;
  readonly entries: Draft[];
  readonly changedGrants: Set<Grant>;
  readonly newGrants: Set<Grant>;
  readonly changedHolds: Set<Hold>;
  readonly newHolds: Set<Hold>;
  /** In burn order; null where it has to be made again. */
  burning: Grant[] | null;
  /** What all open holds come to. */
  held: Decimal;
  /** When the next open hold ends of those that are not among `holds`. One that has been closed may count. */
  readonly nextHoldEnd: Instant | null;
};

export type Head = Pick<
  Books,
  | 'customerId'
  | 'creditTypeId'
  | 'precision'
  | 'version'
  | 'balance'
  | 'debt'
  | 'repaid'
  | 'countedAt'
  | 'topUps'
  | 'lowMarks'
>;

export const zero = new Decimal(0);

/** What the open holds of an account come to, and when the next of those ends that are not looked at. */
export type Held = { readonly held: Decimal; readonly nextEnd: Instant | null };

/** `holds` are those that are due, or asked for; `held` is of all that are open. */
export function openBooks(head: Head, grants: Iterable<Grant>, holds: Iterable<Hold>, held: Held): Books {
  const { customerId, creditTypeId, precision, version, balance, debt, repaid, countedAt, topUps, lowMarks } = head;
  // Every field written out: with another object spread into it, each of these took 3 KB instead of one, and a flush may
  // have a thousand of them open.
  return {
    customerId,
    creditTypeId,
    precision,
    version,
    balance,
    debt,
    repaid: [...repaid],
    countedAt,
    actorId: null,
    topUps,
    lowMarks,
    grants: byId(grants),
    holds: byId(holds),
    entries: [],
    changedGrants: new Set(),
    newGrants: new Set(),
    changedHolds: new Set(),
    newHolds: new Set(),
    burning: null,
    held: held.held,
    nextHoldEnd: held.nextEnd,
  };
}

function byId<T extends { readonly id: string }>(rows: Iterable<T>): Map<string, T> {
  const found = new Map<string, T>();
  for (const row of rows) found.set(row.id, row);
  return found;
}

/** Whether anything has happened to them since they were opened. */
export function haveMoved(books: Books): boolean {
  const { entries, changedGrants, newGrants, changedHolds, newHolds } = books;
  return entries.length + changedGrants.size + newGrants.size + changedHolds.size + newHolds.size > 0;
}

/** What may be used: less than nothing where a debt or expired credits under a hold leave it so. */
export function availableOf(books: Books): Decimal {
  return books.balance.minus(books.held);
}

export function inBurnOrder(books: Books): readonly Grant[] {
  books.burning ??= [...books.grants.values()].filter((grant) => grant.remaining.greaterThan(0)).sort(burnOrder);
  return books.burning;
}

export function addGrant(books: Books, grant: Grant): void {
  books.grants.set(grant.id, grant);
  books.newGrants.add(grant);
  books.burning = null;
}

/** Changes what is left of a grant. */
export function changeRemaining(books: Books, grant: Grant, by: Decimal): void {
  const before = grant.remaining;
  grant.remaining = before.plus(by);
  if (before.isZero() || grant.remaining.isZero()) books.burning = null;
  books.changedGrants.add(grant);
}
