import { CustomerAlreadyExists } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { builder } from '../builder.ts';
import { ErrorInterface } from '../errors.ts';
import { instantOfDate } from '../instants.ts';
import { sightOf } from '../principal.ts';
import { customerById } from './loaders.ts';

/** Its usage and its events are fields that those folders add. */
export const Customer = builder.prismaNode('Customer', {
  description: 'Somebody who uses what you sell: an organisation or a person whose usage is counted together.',
  id: { field: 'id', description: 'The global id, `cus_…`.' },
  // Null for one that is not there, instead of throwing.
  nullable: true,
  findUnique: (id, { principal }) => {
    const { workspaceId, customerId } = sightOf(principal);
    return { id, workspaceId, ...(customerId === null ? {} : { AND: [{ id: customerId }] }) };
  },
  fields: (t) => ({
    externalId: t.exposeString('externalId', {
      description: 'Your own id of this customer, which events are sent with. Never changes.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'For people.' }),
    email: t.exposeString('email', { nullable: true, description: 'Where to reach them.' }),
    metadata: t.field({
      type: 'JSONObject',
      description: 'Whatever you want to keep with this customer. A customer token can read it.',
      resolve: (customer) => customer.metadata as JsonObject,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made here.',
      resolve: (customer) => instantOfDate(customer.createdAt),
    }),
    archivedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when its events are rejected; null while they are taken.',
      resolve: (customer) => customer.archivedAt && instantOfDate(customer.archivedAt),
    }),
  }),
});

builder.objectType(CustomerAlreadyExists, {
  name: 'CustomerAlreadyExists',
  description: 'A customer of your workspace has this `externalId` already. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    customer: t.field({
      type: Customer,
      description: 'The customer who has it.',
      resolve: (error, _args, context) => customerById(context, error.customerId),
    }),
  }),
});
