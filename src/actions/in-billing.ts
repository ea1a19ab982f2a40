import type { PoolClient } from 'pg';
import { withBilling } from '../store/billing-lock.ts';
import { ensureAccounts, findMissingAccounts } from '../store/credit-accounts.ts';
import type { Database } from '../store/database.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { aloneInWorkspace } from '../store/workspace-lock.ts';

type Account = { readonly customerId: string; readonly creditTypeId: string };

/** A period is to begin under prices with credits, for a customer who has no account of them yet. */
class AccountsMissing extends Error {
  override readonly name = 'AccountsMissing';
  readonly accounts: readonly Account[];

  constructor(accounts: readonly Account[]) {
    super('Accounts have to be made first.');
    this.accounts = accounts;
  }
}

/** Throws what makes `inBilling` make them and begin again, unless all of these accounts are there. */
export async function requireAccounts(on: Queryable, accounts: readonly Account[]): Promise<void> {
  const missing = await findMissingAccounts(on, accounts);
  if (missing.length > 0) throw new AccountsMissing(missing);
}

/**
 * `withBilling`, for what may turn periods. The accounts of credits it needs are made before, in a moment when nobody else
 * writes in the workspace: a flush under way would know of no account and draw nothing, while its events are not there yet
 * for the period to count. Whoever comes later finds the account, and waits for its lock.
 */
export async function inBilling<T>(
  database: Database,
  workspaceId: string,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await withBilling(database, workspaceId, work);
    } catch (error) {
      if (!(error instanceof AccountsMissing)) throw error;
      const { accounts } = error;
      await aloneInWorkspace(database, workspaceId, (client) => ensureAccounts(client, workspaceId, accounts));
    }
  }
}
