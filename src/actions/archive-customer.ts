import { NotFound } from '../core/errors.ts';
import { findCustomerArchival, setCustomerArchival } from '../store/customers.ts';
import { withMetersChange } from '../store/workspace-lock.ts';
import type { Deps } from './deps.ts';

export type ArchiveCustomerInput = { readonly workspaceId: string; readonly id: string };

/**
 * From here on the customer's events are rejected and its tokens are refused; every number stays readable. Archiving it
 * again changes nothing. Throws NotFound.
 */
export async function archiveCustomer(deps: Deps, input: ArchiveCustomerInput): Promise<void> {
  await withMetersChange(deps.database, input.workspaceId, async (client) => {
    const customer = await findCustomerArchival(client, input.workspaceId, input.id);
    if (customer === null) throw new NotFound('There is no customer with this id.');
    if (!customer.archived) await setCustomerArchival(client, input.id, deps.clock.now());
  });
}
