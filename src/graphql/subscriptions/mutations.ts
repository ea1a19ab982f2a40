import { cancelSubscription } from '../../actions/cancel-subscription.ts';
import { type ChangeTime, changeSubscription } from '../../actions/change-subscription.ts';
import { createSubscription } from '../../actions/create-subscription.ts';
import { IdempotencyConflict, InvalidInput, NotFound, SubscriptionEnded } from '../../core/errors.ts';
import { parseId } from '../../core/id.ts';
import type { SubscriptionRow } from '../../store/subscriptions.ts';
import { builder } from '../builder.ts';
import { idempotencyKey } from '../idempotency.ts';
import { sightOf } from '../principal.ts';
import { administer } from '../required-scopes.ts';
import { CustomerSubscription } from './type.ts';

const ChangeTimeRef = builder.enumType('ChangeTime', {
  description: 'When a change takes effect.',
  values: {
    IMMEDIATELY: {
      description:
        'Now: the period at hand is closed and invoiced, and flat charges are given back for the rest of it.',
    },
    AT_PERIOD_END: { description: 'When the period at hand ends.' },
  } satisfies Record<ChangeTime, { description: string }>,
});

const CreateSubscriptionInput = builder.inputType('CreateSubscriptionInput', {
  description: 'A new subscription.',
  fields: (t) => ({
    customer: t.string({ required: true, description: 'The `externalId` of the customer.' }),
    product: t.string({ required: true, description: 'The key of the product.' }),
    startAt: t.field({
      type: 'DateTime',
      description:
        'When it starts, at most ten years ago or from now. Default: now. Periods that have passed are closed.',
    }),
    quantity: t.int({ defaultValue: 1, description: 'How many seats: 1 to 1,000,000.' }),
    timeZone: t.field({ type: 'TimeZone', defaultValue: 'UTC', description: 'Whose calendar its periods go by.' }),
    idempotencyKey: t.string(idempotencyKey),
  }),
});

const ChangeSubscriptionInput = builder.inputType('ChangeSubscriptionInput', {
  description: 'What to change of a subscription: the product, the quantity, or both.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The global id of the subscription.' }),
    product: t.string({ description: 'The key of the product to move to, in its latest version. Default: as it is.' }),
    quantity: t.int({ description: 'The new quantity. Default: as it is.' }),
    when: t.field({ type: ChangeTimeRef, defaultValue: 'IMMEDIATELY', description: 'Now, or when the period ends.' }),
    idempotencyKey: t.string(idempotencyKey),
  }),
});

const CancelSubscriptionInput = builder.inputType('CancelSubscriptionInput', {
  description: 'Which subscription to end, and when.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The global id of the subscription.' }),
    when: t.field({ type: ChangeTimeRef, defaultValue: 'AT_PERIOD_END', description: 'Now, or when the period ends.' }),
    idempotencyKey: t.string(idempotencyKey),
  }),
});

const payload = (name: string, description: string) =>
  builder.objectRef<{ subscription: SubscriptionRow }>(name).implement({
    description,
    fields: (t) => ({
      subscription: t.field({
        type: CustomerSubscription,
        description: 'The subscription as it is now.',
        resolve: ({ subscription }) => subscription,
      }),
    }),
  });

const CreateSubscriptionPayload = payload('CreateSubscriptionPayload', 'The customer is subscribed.');
const ChangeSubscriptionPayload = payload('ChangeSubscriptionPayload', 'The subscription is changed, or will be.');
const CancelSubscriptionPayload = payload('CancelSubscriptionPayload', 'The subscription has ended, or will.');

function subscriptionId(id: string): string {
  const uuid = parseId('sub', id);
  if (uuid === null) throw new NotFound('There is no subscription with this id.');
  return uuid;
}

builder.mutationFields((t) => ({
  createSubscription: t.field({
    type: CreateSubscriptionPayload,
    nullable: true,
    description:
      'Subscribes a customer to a product, with its latest prices. Flat charges of the first period are invoiced at its start, usage when a period ends. Needs ADMIN.',
    authScopes: administer,
    errors: {
      types: [NotFound, InvalidInput, IdempotencyConflict],
      union: { description: 'What came of `createSubscription`.' },
    },
    args: { input: t.arg({ type: CreateSubscriptionInput, required: true, description: 'The subscription to make.' }) },
    resolve: async (_root, { input }, { deps, principal }) => ({
      subscription: await createSubscription(deps, {
        workspaceId: sightOf(principal).workspaceId,
        customer: input.customer,
        product: input.product,
        startAt: input.startAt ?? null,
        quantity: input.quantity ?? 1,
        timeZone: input.timeZone ?? 'UTC',
        idempotencyKey: input.idempotencyKey ?? null,
      }),
    }),
  }),

  changeSubscription: t.field({
    type: ChangeSubscriptionPayload,
    nullable: true,
    description:
      'Moves a subscription to another product, to the latest prices of its own, or to another quantity. Takes the place of a change or cancellation that was waiting. Needs ADMIN.',
    authScopes: administer,
    errors: {
      types: [NotFound, SubscriptionEnded, InvalidInput, IdempotencyConflict],
      union: { description: 'What came of `changeSubscription`.' },
    },
    args: { input: t.arg({ type: ChangeSubscriptionInput, required: true, description: 'What to change.' }) },
    resolve: async (_root, { input }, { deps, principal }) => ({
      subscription: await changeSubscription(deps, {
        workspaceId: sightOf(principal).workspaceId,
        id: subscriptionId(input.id),
        product: input.product ?? null,
        quantity: input.quantity ?? null,
        when: input.when ?? 'IMMEDIATELY',
        idempotencyKey: input.idempotencyKey ?? null,
      }),
    }),
  }),

  cancelSubscription: t.field({
    type: CancelSubscriptionPayload,
    nullable: true,
    description: 'Ends a subscription. Its usage until then is invoiced. Needs ADMIN.',
    authScopes: administer,
    errors: {
      types: [NotFound, SubscriptionEnded, InvalidInput, IdempotencyConflict],
      union: { description: 'What came of `cancelSubscription`.' },
    },
    args: { input: t.arg({ type: CancelSubscriptionInput, required: true, description: 'Which one, and when.' }) },
    resolve: async (_root, { input }, { deps, principal }) => ({
      subscription: await cancelSubscription(deps, {
        workspaceId: sightOf(principal).workspaceId,
        id: subscriptionId(input.id),
        when: input.when ?? 'AT_PERIOD_END',
        idempotencyKey: input.idempotencyKey ?? null,
      }),
    }),
  }),
}));
