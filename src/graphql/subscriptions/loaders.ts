import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import { type Invoice, readUpcomingInvoices } from '../../actions/read-invoices.ts';
import { type PeriodRow, readCurrentPeriods } from '../../store/billing-periods.ts';
import type { Page } from '../../store/meters.ts';
import { listCustomersSubscriptions } from '../../store/subscription-lists.ts';
import { readSubscriptions, type SubscriptionRow } from '../../store/subscriptions.ts';
import type { Context } from '../context.ts';
import { pageLoader } from '../page-loaders.ts';
import { sightOf } from '../principal.ts';

const currentPeriods = createContextCache(
  ({ deps }: Context) =>
    new DataLoader<SubscriptionRow, PeriodRow | null, string>(
      async (subscriptions) => {
        const found = await readCurrentPeriods(deps.database.pool, subscriptions);
        return subscriptions.map(({ id }) => found.get(id) ?? null);
      },
      { cacheKeyFn: ({ id }) => id },
    ),
);

const upcoming = createContextCache(
  ({ deps, principal }: Context) =>
    new DataLoader<SubscriptionRow, Invoice | null, string>(
      async (subscriptions) =>
        await readUpcomingInvoices(deps.database.pool, sightOf(principal).workspaceId, subscriptions),
      { cacheKeyFn: ({ id }) => id },
    ),
);

const ofCustomers = createContextCache(
  ({ deps }: Context) =>
    new DataLoader<string, SubscriptionRow[]>(async (customerIds) => {
      const rows = await readSubscriptions(deps.database.pool, customerIds);
      return customerIds.map((id) => rows.filter((row) => row.customerId === id));
    }),
);

/** A page of one customer's subscriptions, however many customers are asked for theirs at once. */
export const subscriptionPage = pageLoader(
  ({ deps }, customerIds: readonly string[], page: Page) =>
    listCustomersSubscriptions(deps.database.pool, customerIds, page),
  (customerId) => customerId,
);

/** The period at hand; null before the first one and after the last. */
export async function currentPeriod(context: Context, subscription: SubscriptionRow): Promise<PeriodRow | null> {
  if (subscription.periodIndex < 0 || subscription.dueAt === null) return null;
  return await currentPeriods(context).load(subscription);
}

/** The next invoice as it is now; null where none is to come. */
export async function upcomingInvoice(context: Context, subscription: SubscriptionRow): Promise<Invoice | null> {
  return await upcoming(context).load(subscription);
}

/** All subscriptions of a customer, the earliest started first. */
export async function subscriptionsOf(context: Context, customerId: string): Promise<SubscriptionRow[]> {
  return await ofCustomers(context).load(customerId);
}

/** A subscription that something of its customer refers to. */
export async function subscriptionById(context: Context, customerId: string, id: string): Promise<SubscriptionRow> {
  const found = (await subscriptionsOf(context, customerId)).find((row) => row.id === id);
  if (found === undefined) throw new Error(`Subscription ${id} is not its customer’s.`);
  return found;
}

/** The one whose period ends first, of those that go on; null if none does. */
export function soonest(subscriptions: readonly SubscriptionRow[]): SubscriptionRow | null {
  let first: SubscriptionRow | null = null;
  for (const row of subscriptions) {
    if (row.dueAt !== null && (first === null || row.dueAt < (first.dueAt ?? row.dueAt))) first = row;
  }
  return first;
}
