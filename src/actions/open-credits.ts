import { type Books, openBooks, sealEntries, zero } from '../core/credits/books.ts';
import { nextDue } from '../core/credits/settle.ts';
import type { Draw } from '../core/credits/usage-draw.ts';
import { crossings } from '../core/credits/watch.ts';
import { grouped } from '../core/grouped.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { type AccountRow, lockAccounts, writeAccounts } from '../store/credit-accounts.ts';
import { insertAlerts } from '../store/credit-alerts.ts';
import { readDraws, writeDraws } from '../store/credit-draws.ts';
import { insertGrants, readGrants, readOpenGrants, updateGrants } from '../store/credit-grants.ts';
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
  const { books } = credits;
  const crossed = books.map((one) => ({ one, found: crossings(one) }));
  const sealed = books.map((one) => ({ one, entries: sealEntries(one) }));
  const changedGrants = (one: Books) => [...one.changedGrants].filter((grant) => !one.newGrants.has(grant));
  const changedHolds = (one: Books) => [...one.changedHolds].filter((hold) => !one.newHolds.has(hold));
  // Sent together, and done in this order.
  await Promise.all([
    writeAccounts(
      on,
      books.map((one) => ({ ...one, nextAt: nextDue(one) })),
    ),
    insertGrants(
      on,
      workspaceId,
      ownedBy(books, (one) => one.newGrants),
    ),
    updateGrants(on, ownedBy(books, changedGrants)),
    insertHolds(
      on,
      workspaceId,
      ownedBy(books, (one) => one.newHolds),
    ),
    updateHolds(on, ownedBy(books, changedHolds)),
    insertEntries(
      on,
      workspaceId,
      sealed.flatMap(({ one, entries }) => entries.map((entry) => entryRow(one, entry, recordedAt))),
    ),
    writeDraws(on, workspaceId, [...credits.changedDraws]),
    insertAlerts(
      on,
      workspaceId,
      crossed.flatMap(({ one, found }) => found.map((crossing) => alertRow(deps, one, crossing, recordedAt))),
    ),
  ]);
}

type Owner = { readonly customerId: string; readonly creditTypeId: string };

/** Rows of some books with whose they are. */
function ownedBy<T extends object>(books: readonly Books[], rowsOf: (books: Books) => Iterable<T>): (T & Owner)[] {
  return books.flatMap((one) => Array.from(rowsOf(one), (row) => ({ ...row, ...ownerOf(one) })));
}

const ownerOf = ({ customerId, creditTypeId }: Books): Owner => ({ customerId, creditTypeId });

function entryRow(books: Books, { cause, ...entry }: ReturnType<typeof sealEntries>[number], recordedAt: Instant) {
  return {
    ...entry,
    ...ownerOf(books),
    cause: cause.kind,
    subscriptionId: cause.subscriptionId ?? null,
    periodIndex: cause.periodIndex ?? null,
    charge: cause.charge ?? null,
    holdId: cause.holdId ?? null,
    note: cause.note ?? null,
    recordedAt,
  };
}

function alertRow(
  deps: Pick<Deps, 'ids'>,
  books: Books,
  { mark, available, ...key }: ReturnType<typeof crossings>[number],
  recordedAt: Instant,
) {
  const { subscriptionId, kind, value, below } = mark;
  const { version, countedAt } = books;
  const crossedAt = countedAt ?? recordedAt;
  return {
    ...key,
    ...ownerOf(books),
    id: deps.ids.uuid(),
    subscriptionId,
    kind,
    value,
    below,
    available,
    version,
    crossedAt,
  };
}
