import type { Instant } from '../time/instant.ts';
import type { Books } from './books.ts';
import type { Cause, Draft, Entry } from './entry.ts';

export type Movement = Omit<Draft, 'countedAt' | 'eventCount' | 'actorId'> & {
  readonly at: Instant;
  readonly eventCount?: bigint;
};

/**
 * Writes an entry, or adds to the last of its kind: a thousand events that draw one after the other on one grant are one
 * movement. Only of entries in one direction, so that no balance in between is one that never was.
 */
export function post(books: Books, movement: Movement): void {
  const { kind, amount, grantId, debt, cause, occurredAt, at, eventCount = 0n } = movement;
  books.balance = books.balance.plus(amount);
  const countedAt = books.countedAt !== null && books.countedAt > at ? books.countedAt : at;
  books.countedAt = countedAt;
  const last = sameMovement(books.entries, movement);
  if (last === null) {
    const { actorId } = books;
    books.entries.push({ kind, amount, grantId, debt, cause, occurredAt, countedAt, eventCount, actorId });
    return;
  }
  last.amount = last.amount.plus(amount);
  last.eventCount += eventCount;
  if (occurredAt > last.occurredAt) last.occurredAt = occurredAt;
  last.countedAt = countedAt;
}

function sameMovement(entries: readonly Draft[], { kind, grantId, debt, cause }: Movement): Draft | null {
  if (cause.kind !== 'EVENTS') return null;
  for (let i = entries.length - 1; i >= 0; i -= 1) {
    const other = entries[i] as Draft;
    if (other.kind !== kind || other.cause.kind !== 'EVENTS') return null;
    if (other.grantId === grantId && other.debt === debt && sameCharge(other.cause, cause)) {
      // Those in between would count from later than one that comes after them.
      return i === entries.length - 1 || other.countedAt === entries.at(-1)?.countedAt ? other : null;
    }
  }
  return null;
}

function sameCharge(a: Cause, b: Cause): boolean {
  return (
    a.subscriptionId === b.subscriptionId &&
    a.periodIndex === b.periodIndex &&
    a.charge === b.charge &&
    a.holdId === b.holdId
  );
}

/** The new entries with their versions and balances, and the head as they leave it. */
export function sealEntries(books: Books): Entry[] {
  let version = books.version;
  let balance = books.entries.reduce((sum, { amount }) => sum.minus(amount), books.balance);
  const sealed = books.entries.map((draft): Entry => {
    const { kind, amount, grantId, debt, cause, occurredAt, countedAt, eventCount, actorId } = draft;
    version += 1n;
    const balanceBefore = balance;
    balance = balance.plus(amount);
    return {
      kind,
      amount,
      grantId,
      debt,
      cause,
      occurredAt,
      countedAt,
      eventCount,
      actorId,
      version,
      balanceBefore,
      balanceAfter: balance,
    };
  });
  books.version = version;
  books.entries.length = 0;
  return sealed;
}
