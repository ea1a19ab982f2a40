import type { CauseKind, Entry, EntryKind } from '../core/credits/entry.ts';
import { Decimal, formatDecimal } from '../core/decimal.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { fromBound, instantOf, toBound } from './columns.ts';
import { plainArray, textArray } from './sql/arrays.ts';
import type { Queryable } from './sql/statement.ts';

/** An entry as it is stored. */
export type LedgerRow = Omit<Entry, 'cause'> & {
  readonly customerId: string;
  readonly creditTypeId: string;
  readonly cause: CauseKind;
  readonly subscriptionId: string | null;
  readonly periodIndex: number | null;
  readonly charge: number | null;
  readonly holdId: string | null;
  readonly actorId: string | null;
  readonly note: string | null;
  readonly recordedAt: Instant;
};

/** A row of the table `credit_ledger_entry` as the driver gives it. */
export type LedgerColumns = {
  customer_id: string;
  credit_type_id: string;
  version: string;
  kind: EntryKind;
  amount: string;
  grant_id: string | null;
  debt: boolean;
  balance_before: string;
  balance_after: string;
  cause: CauseKind;
  subscription_id: string | null;
  period_index: number | null;
  charge: number | null;
  hold_id: string | null;
  actor_id: string | null;
  note: string | null;
  event_count: string;
  occurred_at: string;
  counted_at: string;
  recorded_at: string;
};

export async function insertEntries(on: Queryable, workspaceId: string, rows: readonly LedgerRow[]): Promise<void> {
  if (rows.length === 0) return;
  await on.query({
    name: 'insert_ledger_entries',
    text: `
      INSERT INTO credit_ledger_entry (
        workspace_id, customer_id, credit_type_id, version, kind, amount, grant_id, debt, balance_before, balance_after,
        cause, subscription_id, period_index, charge, hold_id, actor_id, note, event_count, occurred_at, counted_at,
        recorded_at
      )
      SELECT $1::uuid, n.* FROM unnest(
        $2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::numeric[], $7::uuid[], $8::boolean[], $9::numeric[],
        $10::numeric[], $11::text[], $12::uuid[], $13::integer[], $14::integer[], $15::uuid[], $16::uuid[],
        $17::text[], $18::bigint[], $19::timestamptz[], $20::timestamptz[], $21::timestamptz[]
      ) AS n`,
    values: [
      workspaceId,
      plainArray(rows.map((row) => row.customerId)),
      plainArray(rows.map((row) => row.creditTypeId)),
      plainArray(rows.map((row) => row.version.toString())),
      plainArray(rows.map((row) => row.kind)),
      plainArray(rows.map((row) => formatDecimal(row.amount))),
      plainArray(rows.map((row) => row.grantId)),
      plainArray(rows.map((row) => row.debt)),
      plainArray(rows.map((row) => formatDecimal(row.balanceBefore))),
      plainArray(rows.map((row) => formatDecimal(row.balanceAfter))),
      plainArray(rows.map((row) => row.cause)),
      plainArray(rows.map((row) => row.subscriptionId)),
      plainArray(rows.map((row) => row.periodIndex)),
      plainArray(rows.map((row) => row.charge)),
      plainArray(rows.map((row) => row.holdId)),
      plainArray(rows.map((row) => row.actorId)),
      textArray(rows.map((row) => row.note)),
      plainArray(rows.map((row) => row.eventCount.toString())),
      plainArray(rows.map((row) => formatInstant(row.occurredAt))),
      plainArray(rows.map((row) => formatInstant(row.countedAt))),
      plainArray(rows.map((row) => formatInstant(row.recordedAt))),
    ],
  });
}

export type LedgerFilter = {
  readonly customerId: string;
  readonly creditTypeId: string;
  readonly kinds: readonly EntryKind[] | null;
  readonly from: Instant | null;
  readonly to: Instant | null;
};

export type VersionPage = {
  readonly limit: number;
  readonly after: bigint | null;
  readonly before: bigint | null;
  readonly backwards: boolean;
};

/** The entries that count from within `[from, to)`, in their order; of several pages the first or, backwards, the last. */
export async function listEntries(on: Queryable, filter: LedgerFilter, page: VersionPage): Promise<LedgerRow[]> {
  const { rows } = await on.query<LedgerColumns>({
    text: `
      SELECT * FROM credit_ledger_entry
      WHERE customer_id = $1 AND credit_type_id = $2 AND ($3::text[] IS NULL OR kind = ANY ($3))
        AND counted_at >= $4 AND counted_at < $5
        AND ($6::bigint IS NULL OR version > $6) AND ($7::bigint IS NULL OR version < $7)
      ORDER BY version ${page.backwards ? 'DESC' : 'ASC'} LIMIT $8`,
    values: [
      filter.customerId,
      filter.creditTypeId,
      filter.kinds,
      fromBound(filter.from),
      toBound(filter.to),
      page.after?.toString() ?? null,
      page.before?.toString() ?? null,
      page.limit,
    ],
  });
  const found = rows.map(entryOfRow);
  return page.backwards ? found.reverse() : found;
}

export type StatementRow = { readonly kind: EntryKind; readonly amount: Decimal; readonly entryCount: bigint };
export type LedgerStatement = {
  readonly opening: Decimal;
  readonly closing: Decimal;
  /** What came and went, by kind. */
  readonly rows: readonly StatementRow[];
};

/** What a balance was at both ends of `[from, to)`, and by what it changed in between. */
export async function readStatement(
  on: Queryable,
  { customerId, creditTypeId, from, to }: Omit<LedgerFilter, 'kinds'>,
): Promise<LedgerStatement> {
  const balanceBefore = (bound: string) => `coalesce((
        SELECT balance_after FROM credit_ledger_entry
        WHERE customer_id = $1 AND credit_type_id = $2 AND counted_at < ${bound} ORDER BY version DESC LIMIT 1
      ), 0)::text`;
  const values = [customerId, creditTypeId, fromBound(from), toBound(to)];
  const { rows } = await on.query<{
    opening: string;
    closing: string;
    kind: EntryKind | null;
    amount: string;
    entries: string;
  }>({
    text: `
      SELECT b.opening, b.closing, e.kind, e.amount, e.entries
      FROM (SELECT ${balanceBefore('$3::timestamptz')} AS opening, ${balanceBefore('$4::timestamptz')} AS closing) b
      LEFT JOIN LATERAL (
        SELECT kind, sum(amount)::text AS amount, count(*)::text AS entries FROM credit_ledger_entry
        WHERE customer_id = $1 AND credit_type_id = $2 AND counted_at >= $3 AND counted_at < $4
        GROUP BY kind
      ) e ON true
      ORDER BY e.kind`,
    values,
  });
  const [first] = rows;
  return {
    opening: new Decimal(first?.opening ?? 0),
    closing: new Decimal(first?.closing ?? 0),
    rows: rows.flatMap(({ kind, amount, entries }) =>
      kind === null ? [] : [{ kind, amount: new Decimal(amount), entryCount: BigInt(entries) }],
    ),
  };
}

export function entryOfRow(row: LedgerColumns): LedgerRow {
  return {
    customerId: row.customer_id,
    creditTypeId: row.credit_type_id,
    version: BigInt(row.version),
    kind: row.kind,
    amount: new Decimal(row.amount),
    grantId: row.grant_id,
    debt: row.debt,
    balanceBefore: new Decimal(row.balance_before),
    balanceAfter: new Decimal(row.balance_after),
    cause: row.cause,
    subscriptionId: row.subscription_id,
    periodIndex: row.period_index,
    charge: row.charge,
    holdId: row.hold_id,
    actorId: row.actor_id,
    note: row.note,
    eventCount: BigInt(row.event_count),
    occurredAt: instantOf(row.occurred_at),
    countedAt: instantOf(row.counted_at),
    recordedAt: instantOf(row.recorded_at),
  };
}
