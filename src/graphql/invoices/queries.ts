import { parseId } from '../../core/id.ts';
import { listInvoices } from '../../store/invoice-lists.ts';
import type { InvoiceStatus } from '../../store/invoices.ts';
import { builder } from '../builder.ts';
import { byId, connectionOf, pageComplexity } from '../connections.ts';
import { Customer } from '../customers/type.ts';
import { sightOf } from '../principal.ts';
import { read, readOwn } from '../required-scopes.ts';
import { soonest, subscriptionsOf, upcomingInvoice } from '../subscriptions/loaders.ts';
import { CustomerSubscription } from '../subscriptions/type.ts';
import { type InvoiceSource, invoicePage } from './loaders.ts';
import { Invoice, InvoiceStatusRef } from './type.ts';

const InvoiceConnection = builder.connectionObject(
  { type: Invoice, name: 'InvoiceConnection', description: 'A page of invoices.' },
  { name: 'InvoiceEdge', description: 'An invoice and its place in the list.' },
);

// As lists give it, or whole: the fields read what they need.
const sources = (rows: InvoiceSource[]): InvoiceSource[] => rows;

builder.queryFields((t) => ({
  invoice: t.field({
    type: Invoice,
    nullable: true,
    description:
      'One invoice by its id; null if your workspace has none such. Takes a customer token, for its own customer’s.',
    authScopes: readOwn,
    args: { id: t.arg.id({ required: true, description: 'The global id.' }) },
    resolve: (_root, { id }) => parseId('inv', id),
  }),

  invoices: t.connection(
    {
      type: Invoice,
      description: 'Invoices of all customers, the latest first.',
      authScopes: read,
      complexity: pageComplexity,
      args: {
        status: t.arg({ type: InvoiceStatusRef, description: 'Only those. Upcoming ones are in no list.' }),
      },
      resolve: (_root, args, { deps, principal }) =>
        connectionOf(args, byId, async (page) => {
          if (args.status === 'UPCOMING') return [];
          const status: InvoiceStatus | null = args.status ?? null;
          const filter = { ...sightOf(principal), subscriptionId: null, status };
          return sources(await listInvoices(deps.database.pool, filter, page));
        }),
    },
    InvoiceConnection,
  ),
}));

builder.prismaObjectField(Customer, 'invoices', (t) =>
  t.connection(
    {
      type: Invoice,
      description: 'The invoices of this customer, the latest first. Takes a customer token.',
      authScopes: readOwn,
      complexity: pageComplexity,
      resolve: ({ id: customerId }, args, context) =>
        connectionOf(args, byId, (page) => invoicePage(context, { customerId, subscriptionId: null }, page)),
    },
    InvoiceConnection,
  ),
);

builder.prismaObjectFields(Customer, (t) => ({
  upcomingInvoice: t.field({
    type: Invoice,
    nullable: true,
    description:
      'The invoice that comes next, as it would be if its period ended now; null without a subscription that goes on. Takes a customer token.',
    authScopes: readOwn,
    resolve: async (customer, _args, context) => {
      const next = soonest(await subscriptionsOf(context, customer.id));
      return next === null ? null : await upcomingInvoice(context, next);
    },
  }),
}));

builder.objectFields(CustomerSubscription, (t) => ({
  upcomingInvoice: t.field({
    type: Invoice,
    nullable: true,
    description: 'Its next invoice, as it would be if the period at hand ended now; null where none is to come.',
    resolve: (subscription, _args, context) => upcomingInvoice(context, subscription),
  }),
  invoices: t.connection(
    {
      type: Invoice,
      description: 'Its invoices, the latest first.',
      complexity: pageComplexity,
      resolve: ({ customerId, id: subscriptionId }, args, context) =>
        connectionOf(args, byId, (page) => invoicePage(context, { customerId, subscriptionId }, page)),
    },
    InvoiceConnection,
  ),
}));
