import type { DefaultConnectionArguments } from '@pothos/plugin-relay';
import { listEvents } from '../../store/event-lists.ts';
import { builder } from '../builder.ts';
import { connectionOf, pageComplexity } from '../connections.ts';
import type { Context } from '../context.ts';
import { findCustomerId } from '../customers/loaders.ts';
import { Customer } from '../customers/type.ts';
import { eventKeyText } from '../global-ids.ts';
import { periodOf } from '../period.ts';
import { sightOf } from '../principal.ts';
import { read, readOwn } from '../required-scopes.ts';
import { byOccurrence, byRecording } from './cursors.ts';
import { customerEvents } from './loaders.ts';
import { Event } from './type.ts';

export const EventConnection = builder.connectionObject(
  { type: Event, name: 'EventConnection', description: 'A page of events.' },
  { name: 'EventEdge', description: 'An event and its place in the list.' },
);

builder.queryFields((t) => ({
  event: t.field({
    type: Event,
    nullable: true,
    description:
      'One event, by its customer and the `id` its sender gave it; null if there is none such. Takes a customer token, for its own customer.',
    authScopes: readOwn,
    args: {
      customer: t.arg.string({ required: true, description: 'The `externalId` of the customer.' }),
      eventId: t.arg.string({ required: true, description: 'The `id` the event was sent with.' }),
    },
    resolve: async (_root, { customer, eventId }, context) => {
      const customerId = await findCustomerId(context, customer);
      return customerId === null ? null : eventKeyText({ customerId, eventId });
    },
  }),

  events: t.connection(
    {
      type: Event,
      description:
        'Events, the newest first: of one customer by when they happened, of all customers by when they were recorded. Voided ones are in it.',
      authScopes: read,
      complexity: pageComplexity,
      args: {
        customer: t.arg.string({
          description: 'Only those of the customer with this `externalId`. Of an unknown one there are none.',
        }),
        name: t.arg.string({ description: 'Only those of this name.' }),
        from: t.arg({ type: 'DateTime', description: 'Only those that happened then or later.' }),
        to: t.arg({ type: 'DateTime', description: 'Only those that happened before.' }),
      },
      resolve: async (_root, args, context) => {
        const customerId = args.customer == null ? null : await findCustomerId(context, args.customer);
        const nobody = args.customer != null && customerId === null;
        return await eventPage(context, args, { customerId, nobody });
      },
    },
    EventConnection,
  ),
}));

builder.prismaObjectField(Customer, 'events', (t) =>
  t.connection(
    {
      type: Event,
      description: 'The events of this customer, the latest first. Voided ones are in it. Takes a customer token.',
      authScopes: readOwn,
      complexity: pageComplexity,
      args: {
        name: t.arg.string({ description: 'Only those of this name.' }),
        from: t.arg({ type: 'DateTime', description: 'Only those that happened then or later.' }),
        to: t.arg({ type: 'DateTime', description: 'Only those that happened before.' }),
      },
      resolve: (customer, args, context) => eventPage(context, args, { customerId: customer.id, nobody: false }),
    },
    EventConnection,
  ),
);

type ListArguments = DefaultConnectionArguments & Parameters<typeof periodOf>[0] & { name?: string | null | undefined };

async function eventPage(context: Context, args: ListArguments, whose: { customerId: string | null; nobody: boolean }) {
  const { customerId } = whose;
  const filter = { workspaceId: sightOf(context.principal).workspaceId, name: args.name ?? null, ...periodOf(args) };
  const codec = customerId === null && !whose.nobody ? byRecording : byOccurrence;
  return await connectionOf(args, codec, async (page) => {
    // Only now: whether a customer exists must not change what is wrong with the arguments.
    if (whose.nobody) return [];
    if (customerId === null) return await listEvents(context.deps.database, filter, page);
    return await customerEvents(context, customerId, filter, page);
  });
}
