import { type Books, sealEntries } from '../core/credits/books.ts';
import { nextDue } from '../core/credits/settle.ts';
import { crossings } from '../core/credits/watch.ts';
import type { Instant } from '../core/time/instant.ts';
import { writeAccounts } from '../store/credit-accounts.ts';
import { insertAlerts } from '../store/credit-alerts.ts';
import { writeDraws } from '../store/credit-draws.ts';
import { insertGrants, updateGrants } from '../store/credit-grants.ts';
import { insertHolds, updateHolds } from '../store/credit-holds.ts';
import { insertEntries } from '../store/ledger.ts';
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
