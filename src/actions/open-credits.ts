import { type Books, openBooks, zero } from '../core/credits/books.ts';
import type { Draw } from '../core/credits/usage-draw.ts';
import { grouped } from '../core/grouped.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { type AccountRow, lockAccounts } from '../store/credit-accounts.ts';
import { readDraws } from '../store/credit-draws.ts';
import { readGrants, readOpenGrants } from '../store/credit-grants.ts';
import { readDueHolds, readHeld } from '../store/credit-holds.ts';
import type { Queryable } from '../store/sql/statement.ts';

/** A period of these customers' subscriptions has ended and not been turned: their credits are not what they should be. */
export class PeriodsDue extends Error {
  override readonly name = 'PeriodsDue';
  readonly customerIds: readonly string[];

  constructor(customerIds: readonly string[]) {
    super('Periods of subscriptions have to be turned first.');
    this.customerIds = customerIds;
  }
}

/** The credits of some customers, locked until the transaction ends, and what is about to change of them. */
export type OpenCredits = {
  readonly books: readonly Books[];
  /** By customer, then credit type. */
  of(customerId: string, creditTypeId: string): Books;
  readonly draws: Draw[];
  /** Those to be written. */
  readonly changedDraws: Set<Draw>;
};

const nothingHeld = { held: zero, nextEnd: null };

export type CreditQuestion = {
  readonly customerIds: readonly string[];
  readonly now: Instant;
  /** Throws PeriodsDue where one is. */
  readonly needsTurned: boolean;
  /** Whose draws are wanted, at instants from the one to the other; null: none. */
  readonly drawsAt: { readonly from: Instant; readonly to: Instant | null } | null;
  readonly grantIds?: readonly string[];
  readonly holdIds?: readonly string[];
  /** Those of these customers, and maybe of others, where this transaction has locked and read them already. */
  readonly locked?: readonly AccountRow[];
};

/**
 * Locks and reads the credits of these customers: at most six statements in three round trips. Null where none of them has
 * any.
 */
export async function openCredits(on: Queryable, question: CreditQuestion): Promise<OpenCredits | null> {
  const asked = new Set(question.customerIds);
  const locked = question.locked ?? (await lockAccounts(on, question.customerIds, question.now));
  const accounts = locked.filter((account) => asked.has(account.customerId));
  if (accounts.length === 0) return null;
  const due = question.needsTurned ? accounts.filter((account) => account.periodDue) : [];
  if (due.length > 0) throw new PeriodsDue([...new Set(due.map((account) => account.customerId))]);

  const customerIds = [...new Set(accounts.map((account) => account.customerId))];
  const { drawsAt } = question;
  const [draws, open, dueHolds, heldRows] = await Promise.all([
    drawsAt === null
      ? []
      : readDraws(on, customerIds, {
          from: formatInstant(drawsAt.from),
          to: drawsAt.to === null ? 'infinity' : formatInstant(drawsAt.to),
        }),
    readOpenGrants(on, customerIds),
    readDueHolds(on, customerIds, question.now, question.holdIds ?? []),
    readHeld(on, customerIds, question.now),
  ]);
  const grantIds = [
    ...(question.grantIds ?? []),
    ...draws.flatMap(({ parts }) => parts.flatMap(({ grantId }) => grantId ?? [])),
    ...accounts.flatMap(({ repaid }) => repaid.flatMap(({ grantId }) => grantId ?? [])),
  ];
  const keyOf = (row: { readonly customerId: string; readonly creditTypeId: string }) =>
    row.customerId + row.creditTypeId;
  const known = new Set(open.map(({ id }) => id));
  const ended = await readGrants(
    on,
    customerIds,
    [...new Set(grantIds)].filter((id) => !known.has(id)),
  );
  const grants = grouped([...open, ...ended], keyOf);
  const holds = grouped(dueHolds, keyOf);
  const held = new Map(heldRows.map((row) => [keyOf(row), row]));
  const books = new Map(
    accounts.map((account: AccountRow) => {
      const key = keyOf(account);
      return [key, openBooks(account, grants.get(key) ?? [], holds.get(key) ?? [], held.get(key) ?? nothingHeld)];
    }),
  );
  return {
    books: [...books.values()],
    of(customerId, creditTypeId) {
      const found = books.get(customerId + creditTypeId);
      if (found === undefined) throw new Error(`The customer ${customerId} has no account of ${creditTypeId}.`);
      return found;
    },
    draws,
    changedDraws: new Set(),
  };
}
