import type { PoolClient } from 'pg';
import type { Instant } from '../core/time/instant.ts';
import { findVersions } from '../store/products.ts';
import { type SubscriptionRow, updateSubscriptions } from '../store/subscriptions.ts';
import { answerOnce } from './answer-once.ts';
import { type ChangeTime, cut } from './change-subscription.ts';
import type { Deps } from './deps.ts';
import { holdSubscription, requireSubscription } from './hold-subscription.ts';
import { inBilling } from './in-billing.ts';
import { announceBilling, settleBilling } from './settle-billing.ts';
import { requireVersion } from './turn-due.ts';

export type CancelSubscriptionInput = {
  readonly workspaceId: string;
  readonly id: string;
  readonly when: ChangeTime;
  /** The same key and the same request: the first answer, for ever. */
  readonly idempotencyKey?: string | null;
};

/**
 * Ends a subscription, now or with the period at hand. Its usage until then is invoiced; of flat charges paid in advance
 * the rest is given back. One that has not begun ends without an invoice.
 *
 * Throws NotFound, SubscriptionEnded, IdempotencyConflict, and InvalidInput for a key that cannot be one.
 */
export async function cancelSubscription(deps: Deps, input: CancelSubscriptionInput): Promise<SubscriptionRow> {
  const { idempotencyKey = null, ...asked } = input;
  const { workspaceId } = asked;
  const now = await deps.clocks.now(workspaceId);
  const cancelled = await inBilling(deps.database, workspaceId, async (client) => {
    const { customerId } = await requireSubscription(client, workspaceId, input.id);
    const request = { customerId, operation: 'cancelSubscription', input: asked, now };
    const id = await answerOnce(client, idempotencyKey, request, () => cancel(deps, client, asked, now));
    return await requireSubscription(client, workspaceId, id);
  });
  await settleBilling(deps, workspaceId);
  return cancelled;
}

async function cancel(deps: Deps, client: PoolClient, asked: CancelSubscriptionInput, now: Instant): Promise<string> {
  const { workspaceId, when } = asked;
  const subscription = await holdSubscription(deps, client, workspaceId, asked.id, now);
  await announceBilling(deps, client, workspaceId, [subscription.customerId]);
  if (when === 'IMMEDIATELY' || subscription.periodIndex < 0) {
    const versions = await findVersions(client, [subscription.versionId]);
    const version = requireVersion(versions, subscription.versionId);
    await cut(deps, client, subscription, { version, next: null, at: now });
  } else {
    const ending = { ...subscription, nextVersionId: null, nextQuantity: null, endsWithPeriod: true };
    await updateSubscriptions(client, [ending]);
  }
  return subscription.id;
}
