import { readGrants } from '../../actions/read-grants-and-holds.ts';
import type { GrantSource } from '../../core/credits/grant.ts';
import type { GrantRow } from '../../store/credit-grants.ts';
import { builder } from '../builder.ts';
import { customerById } from '../customers/loaders.ts';
import { Customer } from '../customers/type.ts';
import { missingNode } from '../missing-node.ts';
import { sightOf } from '../principal.ts';
import { CustomerSubscription } from '../subscriptions/type.ts';
import { CreditType } from './type.ts';

const Source = builder.enumType('CreditGrantSource', {
  description: 'Where credits came from.',
  values: {
    SUBSCRIPTION: { description: 'They came with a period of a subscription.' },
    PURCHASE: { description: 'They were bought.' },
    PROMOTION: { description: 'They were given away.' },
    ROLLOVER: { description: 'They were left over from the period before.' },
    ADJUSTMENT: { description: 'Somebody corrected the balance by hand.' },
    TOP_UP: { description: 'They were bought by themselves when few were left.' },
  } satisfies Record<GrantSource, { description: string }>,
});

const Status = builder.enumType('CreditGrantStatus', {
  description: 'Where a grant is in its life.',
  values: {
    PENDING: { description: 'It has not begun.' },
    ACTIVE: { description: 'Some of it is left.' },
    USED: { description: 'All of it has been used.' },
    EXPIRED: { description: 'It has ended, and what was left with it.' },
    VOIDED: { description: 'What was left of it was taken back.' },
  },
});

export const CreditGrant = builder.loadableNode(builder.objectRef<GrantRow>('CreditGrant'), {
  name: 'CreditGrant',
  description: 'Credits that a customer got at once. What it says never changes; what is left of it does.',
  id: { resolve: (grant) => grant.id, description: 'The global id, `grt_…`.' },
  load: async (ids: string[], { deps, principal }) => {
    const found = await readGrants(deps, sightOf(principal), ids);
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
      description: 'Who got them.',
      resolve: ({ customerId }, _args, context) => customerById(context, customerId),
    }),
    amount: t.expose('amount', { type: 'Decimal', description: 'How many there were.' }),
    remaining: t.expose('remaining', { type: 'Decimal', description: 'How many are left.' }),
    priority: t.exposeInt('priority', {
      description: 'Grants with a lesser number are used first; then those that expire first, then older ones.',
    }),
    effectiveAt: t.expose('effectiveAt', { type: 'DateTime', description: 'From when on they can be used.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The first instant at which they can no longer be used; null: never.',
    }),
    source: t.field({ type: Source, description: 'Where they came from.', resolve: ({ source }) => source }),
    subscription: t.field({
      type: CustomerSubscription,
      nullable: true,
      description: 'The subscription that brought them; null where none did.',
      resolve: ({ subscriptionId }) => subscriptionId,
    }),
    note: t.exposeString('note', { nullable: true, description: 'Why they were granted, for people.' }),
    status: t.field({ type: Status, description: 'Where it is in its life.', resolve: statusOf }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});

function statusOf({ voided, endedAt, active, remaining }: GrantRow) {
  if (endedAt !== null) return voided ? 'VOIDED' : 'EXPIRED';
  if (!active) return 'PENDING';
  return remaining.isZero() ? 'USED' : 'ACTIVE';
}
