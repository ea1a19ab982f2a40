import { NotFound, SubscriptionEnded } from '../core/errors.ts';
import type { Instant } from '../core/time/instant.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { findSubscriptions, type SubscriptionRow } from '../store/subscriptions.ts';
import type { Deps } from './deps.ts';
import { catchUp } from './turn-due.ts';

/**
 * A subscription at its period of now, in the workspace's billing transaction. Throws NotFound, and SubscriptionEnded if
 * its last period is over.
 */
export async function holdSubscription(
  deps: Pick<Deps, 'ids' | 'clock'>,
  on: Queryable,
  workspaceId: string,
  id: string,
  now: Instant,
): Promise<SubscriptionRow> {
  const found = await requireSubscription(on, workspaceId, id);
  const subscription = await catchUp(deps, on, found, now);
  if (subscription.dueAt === null) throw new SubscriptionEnded();
  return subscription;
}

/** A subscription as it is stored. Throws NotFound. */
export async function requireSubscription(on: Queryable, workspaceId: string, id: string): Promise<SubscriptionRow> {
  const found = (await findSubscriptions(on, { workspaceId, customerId: null }, [id])).get(id);
  if (found === undefined) throw new NotFound('There is no subscription with this id.');
  return found;
}
