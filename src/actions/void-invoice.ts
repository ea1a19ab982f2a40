import type { PoolClient } from 'pg';
import { InvoiceNotFinal, NotFound } from '../core/errors.ts';
import type { Instant } from '../core/time/instant.ts';
import { withBilling } from '../store/billing-lock.ts';
import { insertInvoices, markVoid } from '../store/invoice-changes.ts';
import { findInvoices, type InvoiceRow } from '../store/invoices.ts';
import { hasBuildingMeters } from '../store/meters.ts';
import { answerOnce } from './answer-once.ts';
import type { Deps } from './deps.ts';
import { announceBilling, finalizeInvoices } from './settle-billing.ts';

export type VoidInvoiceInput = {
  readonly workspaceId: string;
  readonly id: string;
  readonly reason: string | null;
  /** The same key and the same request: the first answer, for ever. */
  readonly idempotencyKey?: string | null;
};

export type VoidedInvoice = { readonly voided: InvoiceRow; readonly reissued: InvoiceRow };

/**
 * Takes a final invoice back and issues it again, final at once, with a number of its own: the same period under the same
 * prices, its usage as it is now. The void one keeps its number and its lines. While a meter is being built the new one is
 * a draft, final as soon as that is done.
 *
 * Throws NotFound, InvoiceNotFinal, IdempotencyConflict, and InvalidInput for a key that cannot be one.
 */
export async function voidInvoice(deps: Deps, input: VoidInvoiceInput): Promise<VoidedInvoice> {
  const { idempotencyKey = null, ...asked } = input;
  const { workspaceId, id } = asked;
  const now = await deps.clocks.now(workspaceId);
  const reissueId = await withBilling(deps.database, workspaceId, async (client) => {
    const invoice = (await findInvoices(client, { workspaceId, customerId: null }, [id])).get(id);
    if (invoice === undefined) throw new NotFound('There is no invoice with this id.');
    const request = { customerId: invoice.customerId, operation: 'voidInvoice', input: asked, now };
    return await answerOnce(client, idempotencyKey, request, () => reissue(deps, client, invoice, asked.reason, now));
  });
  const sight = { workspaceId, customerId: null };
  const found = await findInvoices(deps.database.pool, sight, [id, reissueId]);
  return { voided: found.get(id) as InvoiceRow, reissued: found.get(reissueId) as InvoiceRow };
}

async function reissue(
  deps: Deps,
  client: PoolClient,
  invoice: InvoiceRow,
  reason: string | null,
  now: Instant,
): Promise<string> {
  if (invoice.status !== 'FINAL') throw new InvoiceNotFinal();
  const { workspaceId, customerId } = invoice;
  await markVoid(client, invoice, { at: now, reason });
  const next = { ...invoice, id: deps.ids.uuid(), issue: invoice.issue + 1, createdAt: now, finalizesAt: now };
  await insertInvoices(client, [next]);
  // It never changes once it is final: what a meter has not counted yet would be missing.
  if (await hasBuildingMeters(client, workspaceId)) await announceBilling(deps, client, workspaceId, [customerId]);
  else await finalizeInvoices(deps, client, workspaceId, [next]);
  return next.id;
}
