import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { findCustomerIds } from '../../store/customers.ts';
import type { Customer } from '../../store/generated/prisma/client.ts';
import { findCustomer, findCustomers } from '../../store/visible-customers.ts';
import type { Context } from '../context.ts';
import { sightOf } from '../principal.ts';
import { selectsOnly } from '../selects-only.ts';
import { fieldsOfIdentity } from './identity.ts';

const byId = createContextCache(
  ({ deps, principal }: Context) =>
    new DataLoader<string, Customer | null>(async (ids) => {
      const found = await findCustomers(deps.database, sightOf(principal), ids);
      return ids.map((id) => found.get(id) ?? null);
    }),
);

const idsByExternalId = createContextCache(
  ({ deps, principal }: Context) =>
    new DataLoader<string, string | null>(async (externalIds) => {
      const found = await findCustomerIds(deps.database, sightOf(principal).workspaceId, externalIds);
      return externalIds.map((externalId) => found.get(externalId) ?? null);
    }),
);

/**
 * The customer with this id or `externalId`, as far as whoever asks may see it; null if there is none. One that was found
 * before is not looked for again when nothing is asked of it that can change: then it has no more than its identity.
 */
export async function customerWith(
  { deps, principal }: Context,
  which: { readonly id: string } | { readonly externalId: string },
  info: GraphQLResolveInfo,
): Promise<Customer | null> {
  const sight = sightOf(principal);
  const known = 'id' in which ? undefined : deps.known.findCustomer(sight.workspaceId, which.externalId);
  if (known !== undefined && selectsOnly(info, fieldsOfIdentity)) {
    // The schema has one type for a customer. Those fields are all that is resolved of this one, and they take no more.
    return sight.customerId === null || sight.customerId === known.id ? (known as Customer) : null;
  }
  const found = await findCustomer(deps.database, sight, which);
  if (found !== null) deps.known.keepCustomer(found);
  return found;
}

/** Whom something that was just read or written belongs to. Throws if that customer is not there: they are never deleted. */
export async function customerById(context: Context, id: string): Promise<Customer> {
  const customer = await byId(context).load(id);
  if (customer === null) throw new Error(`Customer ${id} is not in the workspace of what refers to it.`);
  return customer;
}

/** The customer with this `externalId`, as far as whoever asks may see it. Null for anybody else's, as for a missing one. */
export async function findCustomerId(context: Context, externalId: string): Promise<string | null> {
  const { customerId } = sightOf(context.principal);
  const found = await idsByExternalId(context).load(externalId);
  return customerId === null || found === customerId ? found : null;
}
