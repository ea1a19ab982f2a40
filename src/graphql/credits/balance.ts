import type { CreditState } from '../../actions/read-credits.ts';
import { Decimal } from '../../core/decimal.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { GrantRow } from '../../store/credit-grants.ts';
import { builder } from '../builder.ts';
import { CreditGrant } from './grant.ts';
import { grantsOf } from './loaders.ts';
import { CreditType } from './type.ts';

type Expiring = { readonly amount: Decimal; readonly at: Instant };

const ExpiringCredits = builder.objectRef<Expiring>('ExpiringCredits').implement({
  description: 'Credits that expire together.',
  fields: (t) => ({
    amount: t.expose('amount', { type: 'Decimal', description: 'How many, if none of them is used until then.' }),
    at: t.expose('at', { type: 'DateTime', description: 'The first instant at which they can no longer be used.' }),
  }),
});

export const CreditBalance = builder.objectRef<CreditState>('CreditBalance').implement({
  description:
    'How many credits of one type a customer has at this moment. What has been recorded, has begun or has expired is in it to the microsecond.',
  fields: (t) => ({
    creditType: t.field({
      type: CreditType,
      description: 'What they are counted in.',
      resolve: ({ creditTypeId }) => creditTypeId,
    }),
    balance: t.expose('balance', {
      type: 'Decimal',
      description: 'What is left of all grants less the debt. Below zero only where a charge allows debts.',
    }),
    held: t.expose('held', { type: 'Decimal', description: 'How many of them open holds reserve.' }),
    available: t.expose('available', {
      type: 'Decimal',
      description:
        'The balance less what is held: what may be used. Below zero where there is a debt, or credits under a hold have expired.',
    }),
    debt: t.expose('debt', { type: 'Decimal', description: 'What the next grants repay first.' }),
    grants: t.field({
      type: [CreditGrant],
      description: 'The grants with credits left, in the order they are used. They add up to balance and debt.',
      resolve: (balance, _args, context) => grantsOf(context, balance),
    }),
    expiringNext: t.field({
      type: ExpiringCredits,
      nullable: true,
      description: 'What expires next; null where nothing ever does.',
      resolve: async (balance, _args, context) => expiringNext(await grantsOf(context, balance)),
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'From when on the last entry of the ledger counts; null before the first.',
    }),
    version: t.expose('version', {
      type: 'Decimal',
      description: 'That of the last entry of the ledger; 0 before the first. It only ever grows.',
    }),
  }),
});

function expiringNext(grants: readonly GrantRow[]): Expiring | null {
  const instants = grants.flatMap(({ expiresAt }) => expiresAt ?? []);
  const [first] = instants;
  if (first === undefined) return null;
  const at = instants.reduce((earliest, instant) => (instant < earliest ? instant : earliest), first);
  const together = grants.filter(({ expiresAt }) => expiresAt === at);
  return { at, amount: together.reduce((sum, { remaining }) => sum.plus(remaining), new Decimal(0)) };
}
