import type { Head } from '../core/credits/books.ts';
import type { LowMark, TopUpPlan } from '../core/credits/watch.ts';
import { Decimal, formatDecimal } from '../core/decimal.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { decimalOf, instantOf, instantText } from './columns.ts';
import { type PartJson, partsFromJson, partsToJson } from './credit-parts.ts';
import { jsonArray, plainArray } from './sql/arrays.ts';
import type { Queryable } from './sql/statement.ts';

/** The head of one customer's credits of one type. */
export type AccountRow = Head & {
  readonly workspaceId: string;
  readonly nextAt: Instant | null;
  /** Whether a period of one of the customer's subscriptions has ended, or begun, that nobody has turned yet. */
  readonly periodDue: boolean;
};

type TopUpJson = Record<keyof TopUpPlan, string | number>;
type LowMarkJson = { subscriptionId: string; kind: LowMark['kind']; value: string; below: string; crossed: boolean };

type Columns = {
  customer_id: string;
  credit_type_id: string;
  workspace_id: string;
  version: string;
  balance: string;
  debt: string;
  repaid: PartJson[];
  top_ups: TopUpJson[];
  low_marks: LowMarkJson[];
  counted_at: string | null;
  next_at: string | null;
  precision: number;
  period_due: boolean;
};

/** Makes the accounts that are not there yet. */
export async function ensureAccounts(
  on: Queryable,
  workspaceId: string,
  accounts: readonly { readonly customerId: string; readonly creditTypeId: string }[],
): Promise<void> {
  if (accounts.length === 0) return;
  await on.query({
    name: 'ensure_credit_accounts',
    text: `
      INSERT INTO credit_account (customer_id, credit_type_id, workspace_id)
      SELECT DISTINCT n.customer_id, n.credit_type_id, $1::uuid
      FROM unnest($2::uuid[], $3::uuid[]) AS n (customer_id, credit_type_id)
      ORDER BY 1, 2
      ON CONFLICT DO NOTHING`,
    values: [
      workspaceId,
      plainArray(accounts.map(({ customerId }) => customerId)),
      plainArray(accounts.map(({ creditTypeId }) => creditTypeId)),
    ],
  });
}

/** Which of these accounts are not there. */
export async function findMissingAccounts(
  on: Queryable,
  accounts: readonly { readonly customerId: string; readonly creditTypeId: string }[],
): Promise<{ readonly customerId: string; readonly creditTypeId: string }[]> {
  if (accounts.length === 0) return [];
  const { rows } = await on.query<{ customer_id: string; credit_type_id: string }>({
    name: 'find_missing_credit_accounts',
    text: `
      SELECT n.customer_id, n.credit_type_id FROM unnest($1::uuid[], $2::uuid[]) AS n (customer_id, credit_type_id)
      WHERE NOT EXISTS (
        SELECT FROM credit_account a WHERE a.customer_id = n.customer_id AND a.credit_type_id = n.credit_type_id
      )`,
    values: [
      plainArray(accounts.map(({ customerId }) => customerId)),
      plainArray(accounts.map(({ creditTypeId }) => creditTypeId)),
    ],
  });
  return rows.map((row) => ({ customerId: row.customer_id, creditTypeId: row.credit_type_id }));
}

const columns = (now: string) => `a.*, t.precision, EXISTS (
        SELECT FROM subscription s WHERE s.customer_id = a.customer_id AND s.due_at <= ${now}
      ) AS period_due`;

/** Takes the lock of every account of these customers, in the order of their keys, and gives them as they are then. */
export async function lockAccounts(on: Queryable, customerIds: readonly string[], now: Instant): Promise<AccountRow[]> {
  const { rows } = await on.query<Columns>({
    name: 'lock_credit_accounts',
    // Sorted, because two that take the same locks in opposite order would deadlock.
    text: `
      SELECT ${columns('$2::timestamptz')}
      FROM credit_account a JOIN credit_type t ON t.id = a.credit_type_id
      WHERE a.customer_id = ANY ($1::uuid[])
      ORDER BY a.customer_id, a.credit_type_id
      FOR NO KEY UPDATE OF a`,
    values: [plainArray(customerIds), formatInstant(now)],
  });
  return rows.map(fromRow);
}

/** All accounts of these customers, and what is held of each. */
export async function readAccounts(
  on: Queryable,
  customerIds: readonly string[],
  now: Instant,
): Promise<(AccountRow & { readonly held: Decimal })[]> {
  const { rows } = await on.query<Columns & { held: string }>({
    name: 'read_credit_accounts',
    text: `
      SELECT ${columns('$2::timestamptz')}, (
        SELECT coalesce(sum(h.amount), 0)::text FROM credit_hold h
        WHERE h.customer_id = a.customer_id AND h.credit_type_id = a.credit_type_id AND h.status = 'OPEN'
      ) AS held
      FROM credit_account a JOIN credit_type t ON t.id = a.credit_type_id
      WHERE a.customer_id = ANY ($1::uuid[])
      ORDER BY a.customer_id, a.credit_type_id`,
    values: [plainArray(customerIds), formatInstant(now)],
  });
  return rows.map((row) => ({ ...fromRow(row), held: decimalOf(row.held) }));
}

/** The customers of a workspace to whose credits something has happened by itself, the longest ago first. */
export async function findDueAccounts(
  on: Queryable,
  workspaceId: string,
  until: Instant,
  limit: number,
): Promise<string[]> {
  const { rows } = await on.query<{ customer_id: string }>({
    name: 'find_due_credit_accounts',
    text: 'SELECT customer_id FROM credit_account WHERE workspace_id = $1 AND next_at <= $2 ORDER BY next_at LIMIT $3',
    values: [workspaceId, formatInstant(until), limit],
  });
  return [...new Set(rows.map((row) => row.customer_id))];
}

export async function writeAccounts(
  on: Queryable,
  rows: readonly { readonly head: Head; readonly nextAt: Instant | null }[],
): Promise<void> {
  await on.query({
    name: 'write_credit_accounts',
    text: `
      UPDATE credit_account a SET
        version = n.version, balance = n.balance, debt = n.debt, repaid = n.repaid, top_ups = n.top_ups,
        low_marks = n.low_marks, counted_at = n.counted_at, next_at = n.next_at
      FROM unnest(
        $1::uuid[], $2::uuid[], $3::bigint[], $4::numeric[], $5::numeric[], $6::jsonb[], $7::jsonb[], $8::jsonb[],
        $9::timestamptz[], $10::timestamptz[]
      ) AS n (customer_id, credit_type_id, version, balance, debt, repaid, top_ups, low_marks, counted_at, next_at)
      WHERE a.customer_id = n.customer_id AND a.credit_type_id = n.credit_type_id`,
    values: [
      plainArray(rows.map(({ head }) => head.customerId)),
      plainArray(rows.map(({ head }) => head.creditTypeId)),
      plainArray(rows.map(({ head }) => head.version.toString())),
      plainArray(rows.map(({ head }) => formatDecimal(head.balance))),
      plainArray(rows.map(({ head }) => formatDecimal(head.debt))),
      jsonArray(rows.map(({ head }) => JSON.stringify(partsToJson(head.repaid)))),
      jsonArray(rows.map(({ head }) => JSON.stringify(head.topUps))),
      jsonArray(rows.map(({ head }) => JSON.stringify(head.lowMarks))),
      plainArray(rows.map(({ head }) => instantText(head.countedAt))),
      plainArray(rows.map(({ nextAt }) => instantText(nextAt))),
    ],
  });
}

function fromRow(row: Columns): AccountRow {
  return {
    customerId: row.customer_id,
    creditTypeId: row.credit_type_id,
    workspaceId: row.workspace_id,
    precision: row.precision,
    version: BigInt(row.version),
    balance: decimalOf(row.balance),
    debt: decimalOf(row.debt),
    repaid: partsFromJson(row.repaid),
    topUps: row.top_ups.map((json) => ({
      subscriptionId: String(json.subscriptionId),
      periodIndex: json.periodIndex as number,
      threshold: new Decimal(json.threshold),
      amount: new Decimal(json.amount),
      price: new Decimal(json.price),
      priority: json.priority as number,
      left: json.left as number,
    })),
    lowMarks: row.low_marks.map((json) => ({
      ...json,
      value: decimalOf(json.value),
      below: decimalOf(json.below),
    })),
    countedAt: row.counted_at === null ? null : instantOf(row.counted_at),
    nextAt: row.next_at === null ? null : instantOf(row.next_at),
    periodDue: row.period_due,
  };
}
