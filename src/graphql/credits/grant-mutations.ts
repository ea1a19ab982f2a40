import { readGrants } from '../../actions/read-grants-and-holds.ts';
import { GrantEnded, IdempotencyConflict, InsufficientCredits, InvalidInput, NotFound } from '../../core/errors.ts';
import type { GrantRow } from '../../store/credit-grants.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { idempotencyKey } from '../idempotency.ts';
import { sightOf } from '../principal.ts';
import { administer } from '../required-scopes.ts';
import { CreditBalance } from './balance.ts';
import { CreditGrant } from './grant.ts';
import { balanceAfter, type Moved, move, requireId } from './move.ts';

const GrantedSource = builder.enumType('GrantCreditsSource', {
  description: 'Why credits are granted. Other sources are those of grants that make themselves.',
  values: {
    PURCHASE: { description: 'They were bought.' },
    PROMOTION: { description: 'They are given away.' },
  },
});

const GrantCreditsInput = builder.inputType('GrantCreditsInput', {
  description: 'Credits for a customer.',
  fields: (t) => ({
    customer: t.string({ required: true, description: 'The `externalId` of the customer.' }),
    creditType: t.string({ required: true, description: 'The key of the credit type.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'How many: more than 0, exact in its precision.' }),
    priority: t.int({
      defaultValue: 100,
      description: 'Grants with a lesser number are used first: 0 to 1,000,000.',
    }),
    effectiveAt: t.field({ type: 'DateTime', description: 'From when on they can be used. Default: now.' }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'The first instant at which they can no longer be used. Default: never.',
    }),
    source: t.field({ type: GrantedSource, defaultValue: 'PURCHASE', description: 'Why they are granted.' }),
    note: t.string({ description: 'The same for people: at most 1,000 characters.' }),
    idempotencyKey: t.string(idempotencyKey),
  }),
});

const VoidGrantInput = builder.inputType('VoidGrantInput', {
  description: 'Which grant to take back, and why.',
  fields: (t) => ({
    grant: t.id({ required: true, description: 'The global id of the grant.' }),
    note: t.string({ description: 'Why, for people: at most 1,000 characters.' }),
    idempotencyKey: t.string(idempotencyKey),
  }),
});

const AdjustCreditsInput = builder.inputType('AdjustCreditsInput', {
  description: 'A correction of a balance.',
  fields: (t) => ({
    customer: t.string({ required: true, description: 'The `externalId` of the customer.' }),
    creditType: t.string({ required: true, description: 'The key of the credit type.' }),
    amount: t.field({
      type: 'Decimal',
      required: true,
      description: 'How many to give, or below zero how many to take away. Not 0.',
    }),
    note: t.string({ description: 'Why, for people: at most 1,000 characters.' }),
    idempotencyKey: t.string(idempotencyKey),
  }),
});

const payload = (name: string, description: string) =>
  builder.objectRef<Moved>(name).implement({
    description,
    fields: (t) => ({
      grant: t.field({
        type: CreditGrant,
        description: 'The grant as it is now.',
        resolve: (moved, _args, context) => grantOf(context, moved),
      }),
      balance: t.field({
        type: CreditBalance,
        description: 'What the customer has now.',
        resolve: (moved, _args, context) => balanceAfter(context, moved),
      }),
    }),
  });

const GrantCreditsPayload = payload('GrantCreditsPayload', 'The credits are granted.');
const VoidGrantPayload = payload('VoidGrantPayload', 'What was left of the grant is taken back.');
const AdjustCreditsPayload = builder.objectRef<Moved>('AdjustCreditsPayload').implement({
  description: 'The balance is corrected.',
  fields: (t) => ({
    balance: t.field({
      type: CreditBalance,
      description: 'What the customer has now.',
      resolve: (moved, _args, context) => balanceAfter(context, moved),
    }),
  }),
});

/** Not by a loader, which may have seen it before it was changed. */
async function grantOf({ deps, principal }: Context, { id }: Moved): Promise<GrantRow> {
  const grant = (await readGrants(deps, sightOf(principal), [id])).get(id);
  if (grant === undefined) throw new Error(`The grant ${id} is not there.`);
  return grant;
}

builder.mutationFields((t) => ({
  grantCredits: t.field({
    type: GrantCreditsPayload,
    nullable: true,
    description:
      'Grants credits to a customer, at once or from a later instant on. Debts are repaid first. Needs ADMIN.',
    authScopes: administer,
    errors: {
      types: [NotFound, InvalidInput, IdempotencyConflict],
      union: { description: 'What came of `grantCredits`.' },
    },
    args: { input: t.arg({ type: GrantCreditsInput, required: true, description: 'How many, and for whom.' }) },
    resolve: (_root, { input }, context) =>
      move(
        context,
        {
          operation: 'grantCredits',
          customer: input.customer,
          creditType: input.creditType,
          amount: input.amount,
          priority: input.priority ?? 100,
          effectiveAt: input.effectiveAt ?? null,
          expiresAt: input.expiresAt ?? null,
          source: input.source ?? 'PURCHASE',
          note: input.note ?? null,
        },
        input.idempotencyKey,
      ),
  }),

  voidGrant: t.field({
    type: VoidGrantPayload,
    nullable: true,
    description: 'Takes back what is left of a grant. What was used of it stays used. Needs ADMIN.',
    authScopes: administer,
    errors: {
      types: [NotFound, GrantEnded, InvalidInput, IdempotencyConflict],
      union: { description: 'What came of `voidGrant`.' },
    },
    args: { input: t.arg({ type: VoidGrantInput, required: true, description: 'Which one, and why.' }) },
    resolve: async (_root, { input }, context) => {
      const id = requireId('grt', input.grant, 'grant');
      return await move(context, { operation: 'voidGrant', id, note: input.note ?? null }, input.idempotencyKey);
    },
  }),

  adjustCredits: t.field({
    type: AdjustCreditsPayload,
    nullable: true,
    description:
      'Corrects a balance by hand: gives credits that never expire, or takes some away, never more than are available. Needs ADMIN.',
    authScopes: administer,
    errors: {
      types: [NotFound, InsufficientCredits, InvalidInput, IdempotencyConflict],
      union: { description: 'What came of `adjustCredits`.' },
    },
    args: { input: t.arg({ type: AdjustCreditsInput, required: true, description: 'By how many, and why.' }) },
    resolve: (_root, { input: { customer, creditType, amount, note, idempotencyKey: key } }, context) =>
      move(context, { operation: 'adjustCredits', customer, creditType, amount, note: note ?? null }, key),
  }),
}));
