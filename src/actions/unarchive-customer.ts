import { NotFound } from '../core/errors.ts';
import { findCustomerArchival, setCustomerArchival } from '../store/customers.ts';
import { withMetersChange } from '../store/workspace-lock.ts';
import type { ArchiveCustomerInput } from './archive-customer.ts';
import type { Deps } from './deps.ts';

/** Takes the customer's events again. Changes nothing for one that is not archived. Throws NotFound. */
export async function unarchiveCustomer(deps: Deps, input: ArchiveCustomerInput): Promise<void> {
  await withMetersChange(deps.database, input.workspaceId, async (client) => {
    const customer = await findCustomerArchival(client, input.workspaceId, input.id);
    if (customer === null) throw new NotFound('There is no customer with this id.');
    if (customer.archived) await setCustomerArchival(client, input.id, null);
  });
}
