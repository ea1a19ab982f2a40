import type { LineCredits } from '../../core/credits/credit-line.ts';
import type { InvoiceLineKind, InvoiceLine as Line } from '../../core/invoices/line.ts';
import type { ValueTier } from '../../core/pricing/usage-line.ts';
import { builder } from '../builder.ts';
import { partsComplexity } from '../complexity.ts';
import { CreditType } from '../credits/type.ts';
import { Meter } from '../meters/type.ts';
import { Money } from '../money.ts';

export type LineSource = {
  readonly line: Line;
  readonly currency: string;
  readonly invoice: { readonly workspaceId: string; readonly customerId: string; readonly subscriptionId: string };
};

const Kind = builder.enumType('InvoiceLineKind', {
  description: 'What an invoice line is for.',
  values: {
    USAGE: { description: 'What a meter counted in the period that closes.' },
    FLAT: { description: 'A flat charge, in advance for the period that opens.' },
    ONE_TIME: { description: 'A charge that is due once, or credits that were bought by themselves.' },
    REFUND: { description: 'The part of a flat charge, paid in advance, whose time was not lived.' },
    ADJUSTMENT: { description: 'What late or voided events have changed of a period that was already invoiced.' },
    CARRIED_OVER: { description: 'A credit that goes to the next invoice, or comes from an earlier one.' },
  } satisfies Record<InvoiceLineKind, { description: string }>,
});

const LineCreditsRef = builder.objectRef<LineCredits>('InvoiceLineCredits').implement({
  description: 'What credits did for a line of usage that draws on them.',
  fields: (t) => ({
    creditType: t.field({
      type: CreditType,
      description: 'Which credits.',
      resolve: ({ creditTypeId }) => creditTypeId,
    }),
    applied: t.field({
      type: 'Decimal',
      description: 'How many were drawn for the usage of the period.',
      resolve: ({ applied }) => applied,
    }),
    uncovered: t.field({
      type: 'Decimal',
      description: 'How many more it would have drawn, had there been any.',
      resolve: ({ uncovered }) => uncovered,
    }),
  }),
});

const PricedTier = builder.objectRef<{ readonly of: ValueTier; readonly currency: string }>('PricedTier').implement({
  description: 'How a part of a quantity was priced. Its amounts are exact: only that of the line is rounded.',
  fields: (t) => ({
    value: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value of the property that prices go by; null where there is none.',
      resolve: ({ of }) => of.value,
    }),
    from: t.field({ type: 'Decimal', description: 'The quantity it begins after.', resolve: ({ of }) => of.from }),
    upTo: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The last quantity that belongs to it; null: the rest.',
      resolve: ({ of }) => of.upTo,
    }),
    quantity: t.field({
      type: 'Decimal',
      description: 'How many units, or started blocks, or seats.',
      resolve: ({ of }) => of.quantity,
    }),
    unitAmount: t.field({
      type: Money,
      description: 'What each of them costs.',
      resolve: ({ of, currency }) => ({ amount: of.unitAmount, currency }),
    }),
    flatAmount: t.field({
      type: Money,
      description: 'What entering the tier costs.',
      resolve: ({ of, currency }) => ({ amount: of.flatAmount, currency }),
    }),
    amount: t.field({
      type: Money,
      description: 'What it comes to, not rounded.',
      resolve: ({ of, currency }) => ({ amount: of.amount, currency }),
    }),
  }),
});

export const InvoiceLine = builder.objectRef<LineSource>('InvoiceLine').implement({
  description: 'One line of an invoice. The total is the sum of the amounts of all lines.',
  fields: (t) => ({
    kind: t.field({ type: Kind, description: 'What it is for.', resolve: ({ line }) => line.kind }),
    name: t.field({ type: 'String', description: 'The name of the charge.', resolve: ({ line }) => line.name }),
    meter: t.field({
      type: Meter,
      nullable: true,
      description: 'What counted the usage; null where the line is not about usage.',
      resolve: ({ line }) => line.meterId,
    }),
    from: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The first instant it is about; null where it is about no time.',
      resolve: ({ line }) => line.from,
    }),
    to: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The first instant it is no longer about.',
      resolve: ({ line }) => line.to,
    }),
    quantity: t.field({
      type: 'Decimal',
      description: 'The usage, or its difference, or the seats.',
      resolve: ({ line }) => line.quantity,
    }),
    included: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'How much of it was free at most; null where nothing can be.',
      resolve: ({ line }) => line.included,
    }),
    billable: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'How much of it was priced: usage less what is included, never below zero.',
      resolve: ({ line }) => line.billable,
    }),
    tiers: t.field({
      type: [PricedTier],
      complexity: partsComplexity,
      description: 'How the amount came about, before minimum, maximum and rounding.',
      resolve: ({ line, currency }) => line.tiers.map((of) => ({ of, currency })),
    }),
    credits: t.field({
      type: LineCreditsRef,
      nullable: true,
      description: 'What credits paid for; null where the charge is for money alone. The amount is that of the rest.',
      resolve: ({ line }) => line.credits ?? null,
    }),
    amount: t.field({
      type: Money,
      description:
        'Rounded once, half-up, to the minor unit of the currency. Below zero it is in the customer’s favour.',
      resolve: ({ line, currency }) => ({ amount: line.amount, currency }),
    }),
  }),
});
