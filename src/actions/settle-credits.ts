import { settleBooks } from '../core/credits/settle.ts';
import type { Instant } from '../core/time/instant.ts';
import { findDueSubscriptionsOf } from '../store/due-subscriptions.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { closeCredits } from './close-credits.ts';
import type { Deps } from './deps.ts';
import { inBilling } from './in-billing.ts';
import { openCredits, PeriodsDue } from './open-credits.ts';
import { turnDue } from './turn-due.ts';

type Settling = Pick<Deps, 'database' | 'clock' | 'clocks' | 'ids' | 'announcer'>;

/**
 * Brings the credits of these customers to this moment: periods of their subscriptions that have ended are turned, in
 * their order, then grants begin and expire and holds end.
 *
 * What a job does every minute; and whoever is to read or move credits does it first where something is due, so that no
 * balance is ever one that a job has not come to yet.
 */
export async function settleCustomers(
  deps: Settling,
  workspaceId: string,
  customerIds: readonly string[],
): Promise<void> {
  const now = await deps.clocks.now(workspaceId);
  await inBilling(deps.database, workspaceId, async (client) => {
    for (;;) {
      const due = await findDueSubscriptionsOf(client, workspaceId, customerIds, now);
      if (due.length === 0) break;
      await turnDue(deps, client, workspaceId, due, now);
    }
    await settleAccounts(deps, client, workspaceId, customerIds, now);
    await deps.announcer.announceWithin(client, { kind: 'invoices', workspaceId, customerIds });
  });
}

/** Lets grants begin and expire, and holds end, up to now. */
async function settleAccounts(
  deps: Pick<Deps, 'ids' | 'clock'>,
  on: Queryable,
  workspaceId: string,
  customerIds: readonly string[],
  now: Instant,
): Promise<void> {
  const credits = await openCredits(on, { customerIds, now, needsTurned: false, drawsAt: null });
  if (credits === null) return;
  for (const books of credits.books) settleBooks(books, now);
  await closeCredits(deps, on, { workspaceId, recordedAt: deps.clock.now() }, credits);
}

const attemptsMax = 5;

/** Runs `work`, which wants no period to be due: again, once those it says have been turned. */
export async function turningPeriods<T>(deps: Settling, workspaceId: string, work: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PeriodsDue) || attempts === attemptsMax) throw error;
      await settleCustomers(deps, workspaceId, error.customerIds);
    }
  }
}
