import { type Revenue as RevenueSource, readRevenue } from '../../actions/read-revenue.ts';
import { builder } from '../builder.ts';
import { Money } from '../money.ts';
import { periodOf } from '../period.ts';
import { sightOf } from '../principal.ts';
import { read } from '../required-scopes.ts';
import { Workspace } from '../workspace/type.ts';

const Revenue = builder.objectRef<RevenueSource>('Revenue').implement({
  description: 'What was invoiced in one currency.',
  fields: (t) => ({
    currency: t.field({ type: 'Currency', description: 'Which currency.', resolve: ({ currency }) => currency }),
    final: t.field({
      type: Money,
      description: 'The totals of the final invoices.',
      resolve: ({ final: amount, currency }) => ({ amount, currency }),
    }),
    draft: t.field({
      type: Money,
      nullable: true,
      description:
        'The totals of the drafts, as they are now; null where there are more than 1,000 drafts, too many to work out in one request.',
      resolve: ({ draft: amount, currency }) => (amount === null ? null : { amount, currency }),
    }),
    invoiceCount: t.exposeInt('invoiceCount', { description: 'How many invoices, final ones and drafts.' }),
  }),
});

builder.prismaObjectFields(Workspace, (t) => ({
  revenue: t.field({
    type: [Revenue],
    description:
      'What was invoiced for periods that end in a time, by currency, in alphabetical order. Void invoices are left out, and those that replaced them are in it. A first invoice has the end of the first period, which it opens. Needs READ.',
    authScopes: read,
    // Reads more than its row, and gives few.
    complexity: { field: 10, multiplier: 3 },
    args: {
      from: t.arg({
        type: 'DateTime',
        description: 'The first instant at which their periods may end. Default: from the very beginning.',
      }),
      to: t.arg({
        type: 'DateTime',
        description: 'The first instant at which they may no longer. Default: all there are.',
      }),
    },
    resolve: (_workspace, args, { deps, principal }) =>
      readRevenue(deps.database, { workspaceId: sightOf(principal).workspaceId, ...periodOf(args) }),
  }),
}));
