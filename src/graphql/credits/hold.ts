import { readHolds } from '../../actions/read-grants-and-holds.ts';
import type { HoldStatus } from '../../core/credits/books.ts';
import type { HoldRow } from '../../store/credit-holds.ts';
import { builder } from '../builder.ts';
import { customerById } from '../customers/loaders.ts';
import { Customer } from '../customers/type.ts';
import { missingNode } from '../missing-node.ts';
import { sightOf } from '../principal.ts';
import { CreditType } from './type.ts';

export const HoldStatusRef = builder.enumType('CreditHoldStatus', {
  description: 'What became of a hold.',
  values: {
    OPEN: { description: 'It reserves its credits.' },
    CAPTURED: { description: 'They were used, all or some of them. The rest is free again.' },
    RELEASED: { description: 'They were freed.' },
    EXPIRED: { description: 'Nobody wanted them in time, and they are free again.' },
  } satisfies Record<HoldStatus, { description: string }>,
});

export const CreditHold = builder.loadableNode(builder.objectRef<HoldRow>('CreditHold'), {
  name: 'CreditHold',
  description: 'Credits that are reserved for something whose cost is known only afterwards. Nobody else can use them.',
  id: { resolve: (hold) => hold.id, description: 'The global id, `hld_…`.' },
  load: async (ids: string[], { deps, principal }) => {
    const found = await readHolds(deps, sightOf(principal), ids);
    return ids.map((id) => found.get(id) ?? missingNode);
  },
  fields: (t) => ({
    creditType: t.field({
      type: CreditType,
      description: 'What they are counted in.',
      resolve: ({ creditTypeId }) => creditTypeId,
    }),
    customer: t.field({
      type: Customer,
      description: 'Whose credits they are.',
      resolve: ({ customerId }, _args, context) => customerById(context, customerId),
    }),
    amount: t.expose('amount', { type: 'Decimal', description: 'How many are reserved, or were.' }),
    status: t.field({ type: HoldStatusRef, description: 'What became of it.', resolve: ({ status }) => status }),
    captured: t.expose('captured', {
      type: 'Decimal',
      nullable: true,
      description: 'How many of them were used in the end; null unless it was captured.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends by itself, if it is still open.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was placed.' }),
    closedAt: t.expose('closedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was captured or released or expired; null while it is open.',
    }),
  }),
});
