import { CreditHoldClosed, GrantEnded, InsufficientCredits } from '../../core/errors.ts';
import { builder } from '../builder.ts';
import { ErrorInterface } from '../errors.ts';
import { CreditBalance } from './balance.ts';
import { HoldStatusRef } from './hold.ts';
import { balanceAfter } from './move.ts';

builder.objectType(InsufficientCredits, {
  name: 'InsufficientCredits',
  description:
    'Fewer credits are available than this takes. Nothing was changed. Where `available` and `held` together are enough, others hold what is missing: it may be free again soon.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    required: t.expose('required', { type: 'Decimal', description: 'How many it takes.' }),
    available: t.expose('available', {
      type: 'Decimal',
      description: 'How many could be used: what the customer had less `held`.',
    }),
    held: t.expose('held', { type: 'Decimal', description: 'How many other holds reserve.' }),
    balance: t.field({
      type: CreditBalance,
      description: 'What the customer has now.',
      resolve: (error, _args, context) => balanceAfter(context, error),
    }),
  }),
});

builder.objectType(CreditHoldClosed, {
  name: 'CreditHoldClosed',
  description: 'The hold holds nothing any more. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    status: t.field({ type: HoldStatusRef, description: 'What became of it.', resolve: (error) => error.status }),
  }),
});

builder.objectType(GrantEnded, {
  name: 'GrantEnded',
  description: 'The grant has expired or has been voided: there is nothing left to take back. Nothing was changed.',
  interfaces: [ErrorInterface],
});
