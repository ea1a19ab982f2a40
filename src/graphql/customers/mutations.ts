import { archiveCustomer } from '../../actions/archive-customer.ts';
import { createCustomer } from '../../actions/create-customer.ts';
import { unarchiveCustomer } from '../../actions/unarchive-customer.ts';
import { updateCustomer } from '../../actions/update-customer.ts';
import { CustomerAlreadyExists, InvalidInput, NotFound } from '../../core/errors.ts';
import { parseId } from '../../core/id.ts';
import { builder } from '../builder.ts';
import { sightOf } from '../principal.ts';
import { administer, ingest } from '../required-scopes.ts';
import { customerById } from './loaders.ts';
import { Customer } from './type.ts';

const CreateCustomerInput = builder.inputType('CreateCustomerInput', {
  description: 'A new customer.',
  fields: (t) => ({
    externalId: t.string({
      required: true,
      description: 'Your own id of the customer, which events will be sent with: 1 to 255 characters. Never changes.',
    }),
    name: t.string({ description: 'For people; at most 255 characters.' }),
    email: t.string({ description: 'Where to reach them.' }),
    metadata: t.field({
      type: 'JSONObject',
      description:
        'Whatever you want to keep with this customer: at most 16 KiB and 8 levels. A customer token can read it.',
    }),
  }),
});

const UpdateCustomerInput = builder.inputType('UpdateCustomerInput', {
  description: 'What to change of a customer. What is absent stays as it is, null empties.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The global id of the customer.' }),
    name: t.string({ description: 'A new name; null for none.' }),
    email: t.string({ description: 'A new address; null for none.' }),
    metadata: t.field({ type: 'JSONObject', description: 'Replaces what is there as a whole; null for `{}`.' }),
  }),
});

const ArchiveCustomerInput = builder.inputType('ArchiveCustomerInput', {
  description: 'Which customer to archive.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The global id of the customer.' }) }),
});

const UnarchiveCustomerInput = builder.inputType('UnarchiveCustomerInput', {
  description: 'Which customer to take out of the archive.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The global id of the customer.' }) }),
});

const payload = (name: string, description: string) =>
  builder.objectRef<{ customerId: string }>(name).implement({
    description,
    fields: (t) => ({
      customer: t.field({
        type: Customer,
        description: 'The customer as it is now.',
        resolve: ({ customerId }, _args, context) => customerById(context, customerId),
      }),
    }),
  });

const CreateCustomerPayload = payload('CreateCustomerPayload', 'The customer was created.');
const UpdateCustomerPayload = payload('UpdateCustomerPayload', 'The customer was edited.');
const ArchiveCustomerPayload = payload('ArchiveCustomerPayload', 'The customer is archived.');
const UnarchiveCustomerPayload = payload('UnarchiveCustomerPayload', 'The customer’s events are taken again.');

builder.mutationFields((t) => ({
  createCustomer: t.field({
    type: CreateCustomerPayload,
    nullable: true,
    description: 'Makes a customer. Needs INGEST.',
    authScopes: ingest,
    errors: { types: [CustomerAlreadyExists, InvalidInput], union: { description: 'What came of `createCustomer`.' } },
    args: { input: t.arg({ type: CreateCustomerInput, required: true, description: 'The customer to make.' }) },
    resolve: async (_root, { input }, { deps, principal }) => ({
      customerId: await createCustomer(deps, {
        workspaceId: sightOf(principal).workspaceId,
        externalId: input.externalId,
        name: input.name ?? null,
        email: input.email ?? null,
        metadata: input.metadata ?? null,
      }),
    }),
  }),

  updateCustomer: t.field({
    type: UpdateCustomerPayload,
    nullable: true,
    description: 'Edits a customer. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [NotFound, InvalidInput], union: { description: 'What came of `updateCustomer`.' } },
    args: { input: t.arg({ type: UpdateCustomerInput, required: true, description: 'What to change.' }) },
    resolve: async (_root, { input }, { deps, principal }) => {
      const { name, email, metadata } = input;
      const customerId = customerUuid(input.id);
      await updateCustomer(deps, {
        workspaceId: sightOf(principal).workspaceId,
        id: customerId,
        name,
        email,
        metadata,
      });
      return { customerId };
    },
  }),

  archiveCustomer: t.field({
    type: ArchiveCustomerPayload,
    nullable: true,
    description:
      'Archives a customer: its events are rejected from now on and its tokens refused, and every number stays readable. An archived one stays as it is. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [NotFound], union: { description: 'What came of `archiveCustomer`.' } },
    args: { input: t.arg({ type: ArchiveCustomerInput, required: true, description: 'Which customer.' }) },
    resolve: async (_root, { input }, { deps, principal }) => {
      const customerId = customerUuid(input.id);
      await archiveCustomer(deps, { workspaceId: sightOf(principal).workspaceId, id: customerId });
      return { customerId };
    },
  }),

  unarchiveCustomer: t.field({
    type: UnarchiveCustomerPayload,
    nullable: true,
    description: 'Takes a customer out of the archive. One that is not in it stays as it is. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [NotFound], union: { description: 'What came of `unarchiveCustomer`.' } },
    args: { input: t.arg({ type: UnarchiveCustomerInput, required: true, description: 'Which customer.' }) },
    resolve: async (_root, { input }, { deps, principal }) => {
      const customerId = customerUuid(input.id);
      await unarchiveCustomer(deps, { workspaceId: sightOf(principal).workspaceId, id: customerId });
      return { customerId };
    },
  }),
}));

/** Throws NotFound, as the action does for a UUID of no customer: what is no id at all names nothing either. */
function customerUuid(id: string): string {
  const uuid = parseId('cus', id);
  if (uuid === null) throw new NotFound('There is no customer with this id.');
  return uuid;
}
