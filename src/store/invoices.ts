import { Decimal } from '../core/decimal.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import { instantOf } from './columns.ts';
import type { Queryable } from './sql/statement.ts';

export type InvoiceStatus = 'DRAFT' | 'FINAL' | 'VOID';

export type InvoiceRow = {
  readonly customerId: string;
  readonly id: string;
  readonly workspaceId: string;
  readonly subscriptionId: string;
  /** It closes the period before this one and opens this one, as far as the two flags say. */
  readonly sequence: number;
  /** 0, and one more each time that a void invoice is issued again. */
  readonly issue: number;
  readonly status: InvoiceStatus;
  /** Null while it is a draft. */
  readonly number: bigint | null;
  readonly currency: string;
  readonly closesPeriod: boolean;
  readonly opensPeriod: boolean;
  readonly periodStart: Instant;
  readonly periodEnd: Instant;
  readonly createdAt: Instant;
  readonly finalizesAt: Instant;
  readonly finalizedAt: Instant | null;
  readonly voidedAt: Instant | null;
  readonly voidReason: string | null;
  /** Null while it is a draft. */
  readonly total: Decimal | null;
};

/** A row as PostgreSQL gives it. */
export type InvoiceColumns = {
  customer_id: string;
  id: string;
  workspace_id: string;
  subscription_id: string;
  sequence: number;
  issue: number;
  status: InvoiceStatus;
  number: string | null;
  currency: string;
  closes_period: boolean;
  opens_period: boolean;
  period_start: string;
  period_end: string;
  created_at: string;
  finalizes_at: string;
  finalized_at: string | null;
  voided_at: string | null;
  void_reason: string | null;
  total: string | null;
};

/** Whose invoices are asked for. Null: anybody's. */
export type InvoiceSight = { readonly workspaceId: string; readonly customerId: string | null };

export async function findInvoices(
  on: Queryable,
  sight: InvoiceSight,
  ids: readonly string[],
): Promise<Map<string, InvoiceRow>> {
  const { rows } = await on.query<InvoiceColumns>({
    name: 'find_invoices',
    text: `
      SELECT * FROM invoice
      WHERE workspace_id = $1 AND id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR customer_id = $3)`,
    values: [sight.workspaceId, ids, sight.customerId],
  });
  return new Map(rows.map((row) => [row.id, invoiceOfRow(row)]));
}

/** All issues of the invoices at these places, by subscription and sequence: the void ones and what replaced them. */
export async function readIssues(
  on: Queryable,
  places: readonly { readonly customerId: string; readonly subscriptionId: string; readonly sequence: number }[],
): Promise<InvoiceRow[]> {
  const { rows } = await on.query<InvoiceColumns>({
    name: 'read_issues',
    text: `
      SELECT i.* FROM unnest($1::uuid[], $2::uuid[], $3::integer[]) AS p (customer_id, subscription_id, sequence)
      JOIN invoice i USING (customer_id, subscription_id, sequence)
      ORDER BY i.issue`,
    values: [
      places.map((place) => place.customerId),
      places.map((place) => place.subscriptionId),
      places.map((place) => place.sequence),
    ],
  });
  return rows.map(invoiceOfRow);
}

/** Drafts that are due to become final, the longest overdue first, at most one of a customer: each settles on the last. */
export async function findDueDrafts(
  on: Queryable,
  workspaceId: string,
  until: Instant,
  limit: number,
): Promise<InvoiceRow[]> {
  const { rows } = await on.query<InvoiceColumns>({
    name: 'find_due_drafts',
    text: `
      SELECT * FROM (
        SELECT DISTINCT ON (customer_id) * FROM invoice
        WHERE workspace_id = $1 AND status = 'DRAFT' AND finalizes_at <= $2
        ORDER BY customer_id, finalizes_at, sequence, id
      ) due
      ORDER BY finalizes_at, id LIMIT $3`,
    values: [workspaceId, formatInstant(until), limit],
  });
  return rows.map(invoiceOfRow);
}

export function invoiceOfRow(row: InvoiceColumns): InvoiceRow {
  const optional = (at: string | null) => (at === null ? null : instantOf(at));
  return {
    customerId: row.customer_id,
    id: row.id,
    workspaceId: row.workspace_id,
    subscriptionId: row.subscription_id,
    sequence: row.sequence,
    issue: row.issue,
    status: row.status,
    number: row.number === null ? null : BigInt(row.number),
    currency: row.currency,
    closesPeriod: row.closes_period,
    opensPeriod: row.opens_period,
    periodStart: instantOf(row.period_start),
    periodEnd: instantOf(row.period_end),
    createdAt: instantOf(row.created_at),
    finalizesAt: instantOf(row.finalizes_at),
    finalizedAt: optional(row.finalized_at),
    voidedAt: optional(row.voided_at),
    voidReason: row.void_reason,
    total: row.total === null ? null : new Decimal(row.total),
  };
}
