import { invoiceCsv } from '../../core/invoices/csv.ts';
import { documentJson, type InvoiceDocument, invoiceDocument } from '../../core/invoices/document.ts';
import { invoiceHtml } from '../../core/invoices/html.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { customerById } from '../customers/loaders.ts';
import { encodeGlobalId } from '../global-ids.ts';
import { productOf } from '../products/loaders.ts';
import { subscriptionById } from '../subscriptions/loaders.ts';
import { readOwnWorkspace } from '../workspace/type.ts';
import { type InvoiceSource, wholeInvoice } from './loaders.ts';
import { Invoice, invoiceNumber } from './type.ts';

builder.objectFields(Invoice, (t) => ({
  json: t.field({
    type: 'JSONObject',
    description: 'All of it as one JSON object, to be kept or sent on. Its numbers are texts.',
    resolve: async (source, _args, context) => documentJson(await documentOf(source, context)),
  }),
  csv: t.field({
    type: 'String',
    description: 'Its lines as CSV (RFC 4180), with a head line.',
    resolve: async (source, _args, context) => invoiceCsv(await documentOf(source, context)),
  }),
  html: t.field({
    type: 'String',
    description: 'A page to print: one HTML file without scripts.',
    resolve: async (source, _args, context) => invoiceHtml(await documentOf(source, context)),
  }),
}));

async function documentOf(source: InvoiceSource, context: Context): Promise<InvoiceDocument> {
  const invoice = await wholeInvoice(context, source);
  const [customer, subscription, workspace] = await Promise.all([
    customerById(context, invoice.customerId),
    subscriptionById(context, invoice.customerId, invoice.subscriptionId),
    readOwnWorkspace(context),
  ]);
  const { externalId, name, email } = customer;
  const head = {
    id: encodeGlobalId('Invoice', invoice.id),
    number: invoiceNumber(invoice),
    status: invoice.status,
    seller: workspace.name,
    customer: { externalId, name, email },
    product: await productOf(context, subscription.versionId),
    currency: invoice.currency,
    periodStart: invoice.periodStart,
    periodEnd: invoice.periodEnd,
    finalizedAt: invoice.finalizedAt,
  };
  return invoiceDocument(head, invoice.lines, invoice.total);
}
