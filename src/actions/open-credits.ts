import { type Books, openBooks, sealEntries, zero } from '../core/credits/books.ts';
import { nextDue } from '../core/credits/settle.ts';
import type { Draw } from '../core/credits/usage-draw.ts';
import { crossings } from '../core/credits/watch.ts';
import { grouped } from '../core/grouped.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { type AccountRow, lockAccounts, writeAccounts } from '../store/credit-accounts.ts';
import { insertAlerts } from '../store/credit-alerts.ts';
import { readDraws, writeDraws } from '../store/credit-draws.ts';
import { insertGrants, readOpenGrants, updateGrants } from '../store/credit-grants.ts';
import { insertHolds, readDueHolds, readHeld, updateHolds } from '../store/credit-holds.ts';
import { insertEntries } from '../store/ledger.ts';
import type { Queryable } from '../store/sql/statement.ts';
import type { Deps } from './deps.ts';

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
};

/** Locks and reads the credits of these customers: at most five statements. Null where none of them has any. */
export async function openCredits(on: Queryable, question: CreditQuestion): Promise<OpenCredits | null> {
  const accounts = await lockAccounts(on, question.customerIds, question.now);
  if (accounts.length === 0) return null;
  const due = question.needsTurned ? accounts.filter((account) => account.periodDue) : [];
  if (due.length > 0) throw new PeriodsDue([...new Set(due.map((account) => account.customerId))]);

  const customerIds = [...new Set(accounts.map((account) => account.customerId))];
  const { drawsAt } = question;
  const draws =
    drawsAt === null
      ? []
      : await readDraws(on, customerIds, {
          from: formatInstant(drawsAt.from),
          to: drawsAt.to === null ? 'infinity' : formatInstant(drawsAt.to),
        });
  const grantIds = [
    ...(question.grantIds ?? []),
    ...draws.flatMap(({ parts }) => parts.flatMap(({ grantId }) => grantId ?? [])),
    ...accounts.flatMap(({ repaid }) => repaid.flatMap(({ grantId }) => grantId ?? [])),
  ];
  const keyOf = (row: { readonly customerId: string; readonly creditTypeId: string }) =>
    row.customerId + row.creditTypeId;
  const grants = grouped(await readOpenGrants(on, customerIds, grantIds), keyOf);
  const holds = grouped(await readDueHolds(on, customerIds, question.now, question.holdIds ?? []), keyOf);
  const held = new Map((await readHeld(on, customerIds, question.now)).map((row) => [keyOf(row), row]));
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

export type CreditRecord = {
  readonly workspaceId: string;
  /** By the server's clock. */
  readonly recordedAt: Instant;
};

/** Writes what has changed: at most eight statements, however many customers. */
export async function closeCredits(
  deps: Pick<Deps, 'ids'>,
  on: Queryable,
  { workspaceId, recordedAt }: CreditRecord,
  credits: OpenCredits,
): Promise<void> {
  const crossed = credits.books.map((books) => ({ books, found: crossings(books) }));
  const sealed = credits.books.map((books) => ({ books, entries: sealEntries(books) }));
  await writeAccounts(
    on,
    credits.books.map((books) => ({ ...books, nextAt: nextDue(books) })),
  );
  const owned = <T extends object>(books: Books, rows: Iterable<T>) =>
    [...rows].map((row) => ({ ...row, customerId: books.customerId, creditTypeId: books.creditTypeId }));
  await insertGrants(
    on,
    workspaceId,
    credits.books.flatMap((books) => owned(books, books.newGrants)),
  );
  const changed = (books: Books) => [...books.changedGrants].filter((grant) => !books.newGrants.has(grant));
  await updateGrants(
    on,
    credits.books.flatMap((books) => owned(books, changed(books))),
  );
  await insertHolds(
    on,
    workspaceId,
    credits.books.flatMap((books) => owned(books, books.newHolds)),
  );
  const closed = (books: Books) => [...books.changedHolds].filter((hold) => !books.newHolds.has(hold));
  await updateHolds(
    on,
    credits.books.flatMap((books) => owned(books, closed(books))),
  );
  await insertEntries(
    on,
    workspaceId,
    sealed.flatMap(({ books, entries }) =>
      owned(books, entries).map(({ cause, ...entry }) => ({
        ...entry,
        cause: cause.kind,
        subscriptionId: cause.subscriptionId ?? null,
        periodIndex: cause.periodIndex ?? null,
        charge: cause.charge ?? null,
        holdId: cause.holdId ?? null,
        note: cause.note ?? null,
        recordedAt,
      })),
    ),
  );
  await writeDraws(on, workspaceId, [...credits.changedDraws]);
  await insertAlerts(
    on,
    workspaceId,
    crossed.flatMap(({ books, found }) =>
      owned(books, found).map(({ mark, available, ...key }) => {
        const { subscriptionId, kind, value, below } = mark;
        const { version, countedAt } = books;
        const crossedAt = countedAt ?? recordedAt;
        return { ...key, id: deps.ids.uuid(), subscriptionId, kind, value, below, available, version, crossedAt };
      }),
    ),
  );
}
