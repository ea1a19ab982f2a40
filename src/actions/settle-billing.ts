import type { Instant } from '../core/time/instant.ts';
import { readPeriods } from '../store/billing-periods.ts';
import { findDueAccounts } from '../store/credit-accounts.ts';
import { findDueSubscriptions } from '../store/due-subscriptions.ts';
import { markFinal, takeInvoiceNumbers } from '../store/invoice-changes.ts';
import { insertLines } from '../store/invoice-lines.ts';
import { findDueDrafts, type InvoiceRow } from '../store/invoices.ts';
import { hasBuildingMeters } from '../store/meters.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { composeInvoices, planOf } from './compose-invoices.ts';
import type { Deps } from './deps.ts';
import { inBilling } from './in-billing.ts';
import { settleCustomers } from './settle-credits.ts';
import { turnDue } from './turn-due.ts';

// A transaction of some hundred milliseconds: long enough to be worth its commit, short enough to wait for.
const turnsAtOnce = 500;
const finalsAtOnce = 200;
const accountsAtOnce = 500;

export type Settled = { readonly opened: number; readonly finalized: number };

/**
 * Does what has fallen due in a workspace: closes periods, one after the other where several have passed, begins and ends
 * subscriptions, lets credits begin and expire, and makes final the invoices whose grace is over.
 *
 * May run anywhere, at any time, at the same moment on several instances, and be killed half way: each step is one
 * transaction under the workspace's billing lock, and finds what is still to be done from the rows alone.
 */
export async function settleBilling(deps: Deps, workspaceId: string): Promise<Settled> {
  const until = await deps.clocks.now(workspaceId);
  const opened = await untilNothing(() => turnSome(deps, workspaceId, until));
  await untilNothing(() => settleSomeAccounts(deps, workspaceId, until));
  const finalized = await untilNothing(() => finalizeSome(deps, workspaceId, until));
  return { opened, finalized };
}

/** Again until a step finds nothing to do: what it has done may have left the next thing due, a period later. */
async function untilNothing(step: () => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const done = await step();
    if (done === 0) return total;
    total += done;
  }
}

async function turnSome(deps: Deps, workspaceId: string, until: Instant): Promise<number> {
  return await inBilling(deps.database, workspaceId, async (client) => {
    const due = await findDueSubscriptions(client, workspaceId, until, turnsAtOnce);
    const turns = await turnDue(deps, client, workspaceId, due, until);
    const customerIds = turns.map(({ subscription }) => subscription.customerId);
    await announceBilling(deps, client, workspaceId, customerIds);
    return due.length;
  });
}

async function settleSomeAccounts(deps: Deps, workspaceId: string, until: Instant): Promise<number> {
  const customerIds = await findDueAccounts(deps.database.pool, workspaceId, until, accountsAtOnce);
  if (customerIds.length > 0) await settleCustomers(deps, workspaceId, customerIds);
  return customerIds.length;
}

async function finalizeSome(deps: Deps, workspaceId: string, until: Instant): Promise<number> {
  return await inBilling(deps.database, workspaceId, async (client) => {
    const drafts = await findDueDrafts(client, workspaceId, until, finalsAtOnce);
    // A meter that is still counting the past would put too little on an invoice that never changes again.
    if (drafts.length === 0 || (await hasBuildingMeters(client, workspaceId))) return 0;
    await finalizeInvoices(deps, client, workspaceId, drafts);
    return drafts.length;
  });
}

/** Stores the lines of drafts, at most one of a customer, and gives them their numbers, in this order. */
export async function finalizeInvoices(
  deps: Deps,
  client: Queryable,
  workspaceId: string,
  drafts: readonly InvoiceRow[],
): Promise<void> {
  const periods = await readPeriods(client, [...new Set(drafts.map((draft) => draft.customerId))]);
  const composed = await composeInvoices(
    client,
    workspaceId,
    drafts.map((draft) => planOf(draft, periods)),
  );
  const first = await takeInvoiceNumbers(client, workspaceId, drafts.length);
  const finals = drafts.map((draft, i) => ({ draft, ...(composed[i] as (typeof composed)[number]) }));
  await insertLines(
    client,
    finals.map(({ draft, lines }) => ({ customerId: draft.customerId, id: draft.id, lines })),
  );
  await markFinal(
    client,
    finals.map(({ draft, total }, i) => ({
      customerId: draft.customerId,
      id: draft.id,
      number: first + BigInt(i),
      // When its time had come, even if nobody was there to do it then.
      finalizedAt: draft.finalizesAt,
      total,
    })),
  );
  await announceBilling(
    deps,
    client,
    workspaceId,
    drafts.map((draft) => draft.customerId),
  );
}

/** Tells, when the transaction commits, that invoices of these customers have changed. */
export async function announceBilling(
  deps: Pick<Deps, 'announcer'>,
  on: Queryable,
  workspaceId: string,
  customerIds: readonly string[],
): Promise<void> {
  if (customerIds.length === 0) return;
  await deps.announcer.announceWithin(on, {
    kind: 'invoices',
    workspaceId,
    customerIds: [...new Set(customerIds)],
  });
}
