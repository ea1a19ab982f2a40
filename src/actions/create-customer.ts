import { customerIssues } from '../core/customers/customer.ts';
import { CustomerAlreadyExists, InvalidInput } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { insertCustomer } from '../store/customers.ts';
import type { Deps } from './deps.ts';

export type CreateCustomerInput = {
  readonly workspaceId: string;
  readonly externalId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly metadata: JsonObject | null;
};

/** The id of the new customer. Throws CustomerAlreadyExists for an externalId that is taken, and InvalidInput. */
export async function createCustomer(deps: Deps, input: CreateCustomerInput): Promise<string> {
  const issues = customerIssues(input);
  if (issues.length > 0) throw new InvalidInput(issues);
  const id = deps.ids.uuid();
  // No new meters version: an externalId that was unknown to a flush is always asked for again.
  const existing = await insertCustomer(deps.database.pool, {
    id,
    workspaceId: input.workspaceId,
    externalId: input.externalId,
    name: input.name,
    email: input.email,
    metadata: input.metadata ?? {},
    createdAt: deps.clock.now(),
  });
  if (existing !== null) throw new CustomerAlreadyExists(existing);
  return id;
}
