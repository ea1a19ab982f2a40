import { voidInvoice } from '../../actions/void-invoice.ts';
import { IdempotencyConflict, InvalidInput, InvoiceNotFinal, NotFound } from '../../core/errors.ts';
import { parseId } from '../../core/id.ts';
import type { InvoiceRow } from '../../store/invoices.ts';
import { builder } from '../builder.ts';
import { idempotencyKey } from '../idempotency.ts';
import { sightOf } from '../principal.ts';
import { administer } from '../required-scopes.ts';
import type { InvoiceSource } from './loaders.ts';
import { Invoice } from './type.ts';

const VoidInvoiceInput = builder.inputType('VoidInvoiceInput', {
  description: 'Which invoice to take back, and why.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The global id of the invoice.' }),
    reason: t.string({ description: 'Why, for people.' }),
    idempotencyKey: t.string(idempotencyKey),
  }),
});

const VoidInvoicePayload = builder
  .objectRef<{ readonly voided: InvoiceRow; readonly reissued: InvoiceRow }>('VoidInvoicePayload')
  .implement({
    description: 'The invoice is void, and another one was issued instead.',
    fields: (t) => ({
      invoice: t.field({
        type: Invoice,
        description: 'The void one, which keeps its number and its lines.',
        resolve: ({ voided }): InvoiceSource => voided,
      }),
      reissued: t.field({
        type: Invoice,
        description: 'The one issued instead: final, with the usage of the period as it is now.',
        resolve: ({ reissued }): InvoiceSource => reissued,
      }),
    }),
  });

builder.mutationField('voidInvoice', (t) =>
  t.field({
    type: VoidInvoicePayload,
    nullable: true,
    description:
      'Takes a final invoice back and issues it again under a number of its own, with the usage as it is now. Needs ADMIN.',
    authScopes: administer,
    errors: {
      types: [NotFound, InvoiceNotFinal, InvalidInput, IdempotencyConflict],
      union: { description: 'What came of `voidInvoice`.' },
    },
    args: { input: t.arg({ type: VoidInvoiceInput, required: true, description: 'Which one, and why.' }) },
    resolve: async (_root, { input }, { deps, principal }) => {
      const id = parseId('inv', input.id);
      if (id === null) throw new NotFound('There is no invoice with this id.');
      const { workspaceId } = sightOf(principal);
      const { reason = null, idempotencyKey = null } = input;
      return await voidInvoice(deps, { workspaceId, id, reason, idempotencyKey });
    },
  }),
);
