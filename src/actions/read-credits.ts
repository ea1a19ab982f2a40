import type { Decimal } from '../core/decimal.ts';
import type { Instant } from '../core/time/instant.ts';
import { type AccountRow, readAccounts } from '../store/credit-accounts.ts';
import type { Deps } from './deps.ts';
import { settleCustomers } from './settle-credits.ts';

/** How much one customer has of one credit type. */
export type CreditState = Pick<AccountRow, 'customerId' | 'creditTypeId' | 'balance' | 'debt' | 'version'> & {
  readonly held: Decimal;
  readonly available: Decimal;
  /** From when the last movement counts; null before the first. */
  readonly updatedAt: Instant | null;
};

/**
 * The credits of these customers at this moment: what has begun, expired or ended by time alone has been settled, whether
 * a job has come to it or not. By customer and credit type; one whose credits never moved is not among them.
 */
export async function readCredits(
  deps: Pick<Deps, 'database' | 'clock' | 'clocks' | 'ids' | 'announcer'>,
  workspaceId: string,
  customerIds: readonly string[],
): Promise<CreditState[]> {
  const now = await deps.clocks.now(workspaceId);
  const { pool } = deps.database;
  let accounts = await readAccounts(pool, customerIds, now);
  const due = accounts.filter(({ nextAt, periodDue }) => periodDue || (nextAt !== null && nextAt <= now));
  if (due.length > 0) {
    await settleCustomers(deps, workspaceId, [...new Set(due.map((account) => account.customerId))]);
    accounts = await readAccounts(pool, customerIds, now);
  }
  return accounts.map(({ customerId, creditTypeId, balance, debt, version, held, countedAt }) => {
    const available = balance.minus(held);
    return { customerId, creditTypeId, balance, debt, version, held, available, updatedAt: countedAt };
  });
}
