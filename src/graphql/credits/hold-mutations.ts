import { readHolds } from '../../actions/read-grants-and-holds.ts';
import {
  CreditHoldClosed,
  IdempotencyConflict,
  InsufficientCredits,
  InvalidInput,
  NotFound,
} from '../../core/errors.ts';
import type { HoldRow } from '../../store/credit-holds.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { idempotencyKey } from '../idempotency.ts';
import { sightOf } from '../principal.ts';
import { ingest } from '../required-scopes.ts';
import { CreditBalance } from './balance.ts';
import { CreditHold } from './hold.ts';
import { balanceAfter, type Moved, move, requireId } from './move.ts';

const secondsDefault = 600;

const PlaceHoldInput = builder.inputType('PlaceHoldInput', {
  description: 'Credits to reserve.',
  fields: (t) => ({
    customer: t.string({ required: true, description: 'The `externalId` of the customer.' }),
    creditType: t.string({ required: true, description: 'The key of the credit type.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'How many: more than 0, exact in its precision.' }),
    expiresIn: t.int({
      defaultValue: secondsDefault,
      description: 'For how many seconds at most, 1 to 2,592,000: then it ends by itself.',
    }),
    idempotencyKey: t.string(idempotencyKey),
  }),
});

const CaptureHoldInput = builder.inputType('CaptureHoldInput', {
  description: 'How many of the reserved credits to use.',
  fields: (t) => ({
    hold: t.id({ required: true, description: 'The global id of the hold.' }),
    amount: t.field({ type: 'Decimal', description: 'How many: at most what is held. Default: all of it.' }),
    idempotencyKey: t.string(idempotencyKey),
  }),
});

const ReleaseHoldInput = builder.inputType('ReleaseHoldInput', {
  description: 'Which hold to end.',
  fields: (t) => ({
    hold: t.id({ required: true, description: 'The global id of the hold.' }),
    idempotencyKey: t.string(idempotencyKey),
  }),
});

const payload = (name: string, description: string) =>
  builder.objectRef<Moved>(name).implement({
    description,
    fields: (t) => ({
      hold: t.field({
        type: CreditHold,
        description: 'The hold as it is now.',
        resolve: (moved, _args, context) => holdOf(context, moved),
      }),
      balance: t.field({
        type: CreditBalance,
        description: 'What the customer has now.',
        resolve: (moved, _args, context) => balanceAfter(context, moved),
      }),
    }),
  });

const PlaceHoldPayload = payload('PlaceHoldPayload', 'The credits are reserved.');
const CaptureHoldPayload = payload('CaptureHoldPayload', 'The credits are used, and the rest of the hold is free.');
const ReleaseHoldPayload = payload('ReleaseHoldPayload', 'The credits are free again.');

/** Not by a loader, which may have seen it before it was changed. */
async function holdOf({ deps, principal }: Context, { id }: Moved): Promise<HoldRow> {
  const hold = (await readHolds(deps, sightOf(principal), [id])).get(id);
  if (hold === undefined) throw new Error(`The hold ${id} is not there.`);
  return hold;
}

builder.mutationFields((t) => ({
  placeHold: t.field({
    type: PlaceHoldPayload,
    nullable: true,
    description:
      'Reserves credits for something whose cost is known only afterwards. Of two that want the last credit, one gets it. Needs INGEST.',
    authScopes: ingest,
    errors: {
      types: [InsufficientCredits, NotFound, InvalidInput, IdempotencyConflict],
      union: { description: 'What came of `placeHold`.' },
    },
    args: { input: t.arg({ type: PlaceHoldInput, required: true, description: 'How many, and of whom.' }) },
    resolve: (_root, { input: { customer, creditType, amount, expiresIn, idempotencyKey: key } }, context) => {
      const expiresInSeconds = expiresIn ?? secondsDefault;
      return move(context, { operation: 'placeHold', customer, creditType, amount, expiresInSeconds }, key);
    },
  }),

  captureHold: t.field({
    type: CaptureHoldPayload,
    nullable: true,
    description:
      'Uses the credits of a hold, or fewer, and frees the rest. To pay for an event, record it with its `hold` instead. Needs INGEST.',
    authScopes: ingest,
    errors: {
      types: [NotFound, CreditHoldClosed, InsufficientCredits, InvalidInput, IdempotencyConflict],
      union: { description: 'What came of `captureHold`.' },
    },
    args: { input: t.arg({ type: CaptureHoldInput, required: true, description: 'Which one, and how many.' }) },
    resolve: async (_root, { input }, context) => {
      const id = requireId('hld', input.hold, 'hold');
      return await move(context, { operation: 'captureHold', id, amount: input.amount ?? null }, input.idempotencyKey);
    },
  }),

  releaseHold: t.field({
    type: ReleaseHoldPayload,
    nullable: true,
    description: 'Ends a hold and frees its credits. Needs INGEST.',
    authScopes: ingest,
    errors: {
      types: [NotFound, CreditHoldClosed, InvalidInput, IdempotencyConflict],
      union: { description: 'What came of `releaseHold`.' },
    },
    args: { input: t.arg({ type: ReleaseHoldInput, required: true, description: 'Which one.' }) },
    resolve: async (_root, { input }, context) => {
      const id = requireId('hld', input.hold, 'hold');
      return await move(context, { operation: 'releaseHold', id }, input.idempotencyKey);
    },
  }),
}));
