import { type CustomerDetails, customerIssues } from '../core/customers/customer.ts';
import { InvalidInput, NotFound } from '../core/errors.ts';
import { updateCustomerRow } from '../store/customers.ts';
import type { Deps } from './deps.ts';

export type UpdateCustomerInput = CustomerDetails & { readonly workspaceId: string; readonly id: string };

/** Changes what is given and leaves the rest; null empties a field. Throws NotFound and InvalidInput. */
export async function updateCustomer(deps: Deps, input: UpdateCustomerInput): Promise<void> {
  const { name, email, metadata } = input;
  const issues = customerIssues({ name, email, metadata });
  if (issues.length > 0) throw new InvalidInput(issues);
  const found = await updateCustomerRow(deps.database.pool, input.workspaceId, input.id, {
    name,
    email,
    metadata: metadata === null ? {} : metadata,
  });
  if (!found) throw new NotFound('There is no customer with this id.');
}
