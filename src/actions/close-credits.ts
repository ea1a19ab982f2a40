import type { Books } from '../core/credits/books.ts';
import type { Entry } from '../core/credits/entry.ts';
import { sealEntries } from '../core/credits/post.ts';
import { nextDue } from '../core/credits/settle.ts';
import { crossings } from '../core/credits/watch.ts';
import type { Instant } from '../core/time/instant.ts';
import { writeAccounts } from '../store/credit-accounts.ts';
import { insertAlerts } from '../store/credit-alerts.ts';
import { writeDraws } from '../store/credit-draws.ts';
import { insertGrants, type Owned, updateGrants } from '../store/credit-grants.ts';
import { insertHolds, updateHolds } from '../store/credit-holds.ts';
import { insertEntries, type LedgerRow } from '../store/ledger.ts';
import type { Queryable } from '../store/sql/statement.ts';
import type { Deps } from './deps.ts';
import type { OpenCredits } from './open-credits.ts';

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
  const entries = books.flatMap((one) => sealEntries(one).map((entry) => entryRow(one, entry, recordedAt)));
  const alerts = books.flatMap((one) => crossings(one).map((crossing) => alertRow(deps, one, crossing, recordedAt)));
  const changedGrants = (one: Books) => [...one.changedGrants].filter((grant) => !one.newGrants.has(grant));
  const changedHolds = (one: Books) => [...one.changedHolds].filter((hold) => !one.newHolds.has(hold));
  // Sent together, and done in this order.
  await Promise.all([
    writeAccounts(
      on,
      books.map((head) => ({ head, nextAt: nextDue(head) })),
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
    insertEntries(on, workspaceId, entries),
    writeDraws(on, workspaceId, [...credits.changedDraws]),
    insertAlerts(on, workspaceId, alerts),
  ]);
}

/** Rows of some books with whose they are. Beside each other: a copy of each row would be as large again as the books. */
function ownedBy<T>(books: readonly Books[], rowsOf: (books: Books) => Iterable<T>): Owned<T>[] {
  const owned: Owned<T>[] = [];
  for (const owner of books) for (const row of rowsOf(owner)) owned.push({ owner, row });
  return owned;
}

function entryRow({ customerId, creditTypeId }: Books, entry: Entry, recordedAt: Instant): LedgerRow {
  const { kind, amount, grantId, debt, cause, occurredAt, countedAt, eventCount, actorId } = entry;
  const { version, balanceBefore, balanceAfter } = entry;
  return {
    customerId,
    creditTypeId,
    kind,
    amount,
    grantId,
    debt,
    cause: cause.kind,
    subscriptionId: cause.subscriptionId ?? null,
    periodIndex: cause.periodIndex ?? null,
    charge: cause.charge ?? null,
    holdId: cause.holdId ?? null,
    actorId,
    note: cause.note ?? null,
    eventCount,
    occurredAt,
    countedAt,
    version,
    balanceBefore,
    balanceAfter,
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
  const { customerId, creditTypeId, version, countedAt } = books;
  const crossedAt = countedAt ?? recordedAt;
  return {
    ...key,
    customerId,
    creditTypeId,
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
