import { InvoiceNotFinal } from '../../core/errors.ts';
import { findInvoices } from '../../store/invoices.ts';
import { builder } from '../builder.ts';
import { customerById } from '../customers/loaders.ts';
import { Customer } from '../customers/type.ts';
import { ErrorInterface } from '../errors.ts';
import { missingNode } from '../missing-node.ts';
import { Money } from '../money.ts';
import { sightOf } from '../principal.ts';
import { CustomerSubscription } from '../subscriptions/type.ts';
import { InvoiceLine } from './line.ts';
import { type InvoiceSource, issueOf, wholeInvoice } from './loaders.ts';

export const InvoiceStatusRef = builder.enumType('InvoiceStatus', {
  description: 'How firm an invoice is.',
  values: {
    UPCOMING: { description: 'Its period is not over. It already has the id it will have.' },
    DRAFT: { description: 'Its period is closed; its lines still follow late and voided events.' },
    FINAL: { description: 'It has a number and never changes.' },
    VOID: { description: 'It was final and was taken back. Another one was issued instead.' },
  },
});

export const Invoice = builder.loadableNode(builder.objectRef<InvoiceSource>('Invoice'), {
  name: 'Invoice',
  description: 'What a customer owes for a period: usage in arrears, flat charges in advance.',
  id: { resolve: (invoice) => invoice.id, description: 'The global id, `inv_…`.' },
  load: async (ids: string[], { deps, principal }) => {
    const found = await findInvoices(deps.database.pool, sightOf(principal), ids);
    return ids.map((id): InvoiceSource => found.get(id) ?? missingNode);
  },
  fields: (t) => ({
    number: t.field({
      type: 'String',
      nullable: true,
      description: 'Without gaps in the workspace, like `INV-000042`; null until it is final.',
      resolve: invoiceNumber,
    }),
    status: t.field({ type: InvoiceStatusRef, description: 'How firm it is.', resolve: ({ status }) => status }),
    customer: t.field({
      type: Customer,
      description: 'Who owes it.',
      resolve: ({ customerId }, _args, context) => customerById(context, customerId),
    }),
    subscription: t.field({
      type: CustomerSubscription,
      description: 'The subscription it is for.',
      resolve: ({ subscriptionId }) => subscriptionId,
    }),
    periodStart: t.expose('periodStart', {
      type: 'DateTime',
      description: 'The first instant of the period it closes, or of the first one, which it opens.',
    }),
    periodEnd: t.expose('periodEnd', { type: 'DateTime', description: 'The first instant after that period.' }),
    currency: t.field({ type: 'Currency', description: 'What it is in.', resolve: ({ currency }) => currency }),
    lines: t.field({
      type: [InvoiceLine],
      description: 'What it is made of. They add up to the total, exactly.',
      resolve: async (source, _args, context) => {
        const invoice = await wholeInvoice(context, source);
        return invoice.lines.map((line) => ({ line, currency: invoice.currency, invoice }));
      },
    }),
    total: t.field({
      type: Money,
      description: 'The sum of its lines; never below zero.',
      resolve: async (source, _args, context) => {
        const { total, currency } = await wholeInvoice(context, source);
        return { amount: total, currency };
      },
    }),
    finalizesAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it becomes final, or became; null while it is upcoming.',
      resolve: ({ status, finalizesAt }) => (status === 'UPCOMING' ? null : finalizesAt),
    }),
    finalizedAt: t.expose('finalizedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it became final; null until then.',
    }),
    voidedAt: t.expose('voidedAt', { type: 'DateTime', nullable: true, description: 'When it was taken back.' }),
    voidReason: t.exposeString('voidReason', { nullable: true, description: 'Why it was taken back.' }),
  }),
});

builder.objectFields(Invoice, (t) => ({
  reissueOf: t.field({
    type: Invoice,
    nullable: true,
    description: 'The void invoice that this one was issued instead of.',
    resolve: (source, _args, context) => issueOf(context, source, source.issue - 1),
  }),
  reissuedAs: t.field({
    type: Invoice,
    nullable: true,
    description: 'The invoice that was issued instead of this void one.',
    resolve: (source, _args, context) => issueOf(context, source, source.issue + 1),
  }),
}));

/** As people see it; null until it is final. */
export function invoiceNumber({ number }: { readonly number: bigint | null }): string | null {
  return number === null ? null : `INV-${number.toString().padStart(6, '0')}`;
}

builder.objectType(InvoiceNotFinal, {
  name: 'InvoiceNotFinal',
  description: 'Only a final invoice can be voided. Nothing was changed.',
  interfaces: [ErrorInterface],
});
