import { SubscriptionEnded } from '../../core/errors.ts';
import { type SubscriptionStatus, statusOf } from '../../store/subscription-lists.ts';
import { findSubscriptions, type SubscriptionRow } from '../../store/subscriptions.ts';
import { builder } from '../builder.ts';
import { customerById } from '../customers/loaders.ts';
import { Customer } from '../customers/type.ts';
import { ErrorInterface } from '../errors.ts';
import { missingNode } from '../missing-node.ts';
import { sightOf } from '../principal.ts';
import { versionById } from '../products/loaders.ts';
import { Product, ProductVersion } from '../products/type.ts';
import { currentPeriod } from './loaders.ts';

type Period = { readonly startsAt: bigint; readonly endsAt: bigint };

const BillingPeriod = builder.objectRef<Period>('BillingPeriod').implement({
  description: 'A span of billing, half-open: an event at its end belongs to the next one.',
  fields: (t) => ({
    from: t.expose('startsAt', { type: 'DateTime', description: 'Its first instant.' }),
    to: t.expose('endsAt', { type: 'DateTime', description: 'The first instant after it.' }),
  }),
});

export const SubscriptionStatusRef = builder.enumType('SubscriptionStatus', {
  description: 'Where a subscription is in its life.',
  values: {
    SCHEDULED: { description: 'It has not begun.' },
    ACTIVE: { description: 'It has a period at hand.' },
    ENDED: { description: 'Its last period is over, or it was cancelled before its first.' },
  } satisfies Record<SubscriptionStatus, { description: string }>,
});

const PendingChange = builder.objectRef<SubscriptionRow>('PendingChange').implement({
  description: 'What happens to a subscription when its period ends.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ dueAt, startsAt }) => dueAt ?? startsAt }),
    cancels: t.field({
      type: 'Boolean',
      description: 'Whether it ends then.',
      resolve: ({ endsWithPeriod }) => endsWithPeriod,
    }),
    version: t.field({
      type: ProductVersion,
      nullable: true,
      description: 'The prices it will have; null where it keeps its own.',
      resolve: ({ nextVersionId }, _args, context) =>
        nextVersionId === null ? null : versionById(context, nextVersionId),
    }),
    quantity: t.field({
      type: 'Int',
      nullable: true,
      description: 'The quantity it will have; null where it keeps its own.',
      resolve: ({ nextQuantity }) => nextQuantity,
    }),
  }),
});

/** Its invoices are fields that their folder adds. */
export const CustomerSubscription = builder.loadableNode(builder.objectRef<SubscriptionRow>('CustomerSubscription'), {
  name: 'CustomerSubscription',
  description: 'A customer’s commitment to the prices of a product.',
  id: { resolve: (subscription) => subscription.id, description: 'The global id, `sub_…`.' },
  load: async (ids: string[], { deps, principal }) => {
    const found = await findSubscriptions(deps.database.pool, sightOf(principal), ids);
    return ids.map((id) => found.get(id) ?? missingNode);
  },
  fields: (t) => ({
    customer: t.field({
      type: Customer,
      description: 'Whose it is.',
      resolve: ({ customerId }, _args, context) => customerById(context, customerId),
    }),
    product: t.field({
      type: Product,
      description: 'What it is to.',
      resolve: async ({ versionId }, _args, context) => (await versionById(context, versionId)).productId,
    }),
    version: t.field({
      type: ProductVersion,
      description: 'The prices it has, which need not be the latest.',
      resolve: ({ versionId }, _args, context) => versionById(context, versionId),
    }),
    quantity: t.exposeInt('quantity', { description: 'How many seats: flat charges are multiplied by it.' }),
    timeZone: t.field({
      type: 'TimeZone',
      description: 'Whose calendar and clocks its periods go by.',
      resolve: ({ timeZone }) => timeZone,
    }),
    status: t.field({
      type: SubscriptionStatusRef,
      description: 'Where it is in its life.',
      resolve: statusOf,
    }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'When it starts: the anchor of all its periods.' }),
    endsAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended, or will end; null while it goes on.',
      resolve: ({ endedAt, endsWithPeriod, dueAt }) => endedAt ?? (endsWithPeriod ? dueAt : null),
    }),
    currentPeriod: t.field({
      type: BillingPeriod,
      nullable: true,
      description: 'The period at hand; null before the first and after the last one.',
      resolve: (subscription, _args, context) => currentPeriod(context, subscription),
    }),
    pendingChange: t.field({
      type: PendingChange,
      nullable: true,
      description: 'What happens when the period at hand ends; null if it goes on as it is.',
      resolve: (row) => (row.endsWithPeriod || row.nextVersionId !== null || row.nextQuantity !== null ? row : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});

builder.objectType(SubscriptionEnded, {
  name: 'SubscriptionEnded',
  description: 'The subscription has ended. Nothing was changed.',
  interfaces: [ErrorInterface],
});
