import { withBilling } from '../store/billing-lock.ts';
import { findVersions } from '../store/products.ts';
import { type SubscriptionRow, updateSubscriptions } from '../store/subscriptions.ts';
import { type ChangeTime, cut } from './change-subscription.ts';
import type { Deps } from './deps.ts';
import { holdSubscription } from './hold-subscription.ts';
import { announceBilling, settleBilling } from './settle-billing.ts';
import { requireVersion } from './turn-due.ts';

export type CancelSubscriptionInput = {
  readonly workspaceId: string;
  readonly id: string;
  readonly when: ChangeTime;
};

/**
 * Ends a subscription, now or with the period at hand. Its usage until then is invoiced; of flat charges paid in advance
 * the rest is given back. One that has not begun ends without an invoice.
 *
 * Throws NotFound and SubscriptionEnded.
 */
export async function cancelSubscription(deps: Deps, input: CancelSubscriptionInput): Promise<SubscriptionRow> {
  const { workspaceId, when } = input;
  const now = await deps.clocks.now(workspaceId);
  const cancelled = await withBilling(deps.database, workspaceId, async (client) => {
    const subscription = await holdSubscription(deps, client, workspaceId, input.id, now);
    await announceBilling(deps, client, workspaceId, [subscription.customerId]);
    if (when === 'IMMEDIATELY' || subscription.periodIndex < 0) {
      const versions = await findVersions(client, [subscription.versionId]);
      const version = requireVersion(versions, subscription.versionId);
      return await cut(deps, client, subscription, { version, next: null, at: now });
    }
    const ending = { ...subscription, nextVersionId: null, nextQuantity: null, endsWithPeriod: true };
    await updateSubscriptions(client, [ending]);
    return ending;
  });
  await settleBilling(deps, workspaceId);
  return cancelled;
}
