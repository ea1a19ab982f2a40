import type { PoolClient } from 'pg';
import { type InputIssue, InvalidInput, NotFound } from '../core/errors.ts';
import type { Seats } from '../core/pricing/charge.ts';
import { canName } from '../core/text.ts';
import type { Instant } from '../core/time/instant.ts';
import { cutPeriod, readCurrentPeriods } from '../store/billing-periods.ts';
import { findProductsByKey, findVersions, type ProductVersion } from '../store/products.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { type SubscriptionRow, updateSubscriptions } from '../store/subscriptions.ts';
import { readBillingSettings } from '../store/workspaces.ts';
import { answerOnce } from './answer-once.ts';
import { quantityIssues } from './create-subscription.ts';
import type { Deps } from './deps.ts';
import { accountsOf } from './draw-plans.ts';
import { holdSubscription, requireSubscription } from './hold-subscription.ts';
import { inBilling, requireAccounts } from './in-billing.ts';
import { announceBilling, settleBilling } from './settle-billing.ts';
import { requireVersion, writeTurns } from './turn-due.ts';
import { turnPeriod } from './turn-period.ts';

export type ChangeTime = 'IMMEDIATELY' | 'AT_PERIOD_END';

export type ChangeSubscriptionInput = {
  readonly workspaceId: string;
  readonly id: string;
  /** The key of the product to move to, in its latest version; null: the version it has. */
  readonly product: string | null;
  readonly quantity: Seats | null;
  readonly when: ChangeTime;
  /** The same key and the same request: the first answer, for ever. */
  readonly idempotencyKey?: string | null;
};

/**
 * Moves a subscription to the latest version of a product, to another quantity, or both.
 *
 * IMMEDIATELY closes the period at hand: its usage so far is invoiced, the flat charges that were paid in advance are
 * given back for the rest of it, and those of the new terms are charged up to the next boundary of the calendar.
 * AT_PERIOD_END waits for the boundary. Either takes the place of a change or cancellation that was waiting.
 *
 * Throws NotFound, SubscriptionEnded, IdempotencyConflict and InvalidInput.
 */
export async function changeSubscription(deps: Deps, input: ChangeSubscriptionInput): Promise<SubscriptionRow> {
  const { idempotencyKey = null, ...asked } = input;
  const { workspaceId } = asked;
  const now = await deps.clocks.now(workspaceId);
  const changed = await inBilling(deps.database, workspaceId, async (client) => {
    const { customerId } = await requireSubscription(client, workspaceId, input.id);
    const request = { customerId, operation: 'changeSubscription', input: asked, now };
    const id = await answerOnce(client, idempotencyKey, request, () => change(deps, client, asked, now));
    return await requireSubscription(client, workspaceId, id);
  });
  await settleBilling(deps, workspaceId);
  return changed;
}

async function change(deps: Deps, client: PoolClient, asked: ChangeSubscriptionInput, now: Instant): Promise<string> {
  const { workspaceId, when } = asked;
  const subscription = await holdSubscription(deps, client, workspaceId, asked.id, now);
  const versions = await findVersions(client, [subscription.versionId]);
  const version = requireVersion(versions, subscription.versionId);
  const next = {
    version: await nextVersion(client, asked, version),
    quantity: asked.quantity ?? subscription.quantity,
  };
  if (when === 'IMMEDIATELY' || subscription.periodIndex < 0) {
    await cut(deps, client, subscription, { version, next, at: now });
  } else await atPeriodEnd(client, subscription, next);
  await announceBilling(deps, client, workspaceId, [subscription.customerId]);
  return subscription.id;
}

async function nextVersion(
  on: Queryable,
  input: ChangeSubscriptionInput,
  version: ProductVersion,
): Promise<ProductVersion> {
  const issues: InputIssue[] = input.quantity === null ? [] : quantityIssues(input.quantity);
  if (input.product === null && input.quantity === null) {
    issues.push({ path: [], message: 'Name a product, a quantity, or both.' });
  }
  if (issues.length > 0) throw new InvalidInput(issues);
  if (input.product === null) return version;
  const product = canName(input.product)
    ? (await findProductsByKey(on, input.workspaceId, [input.product])).get(input.product)
    : undefined;
  if (product === undefined || product.archivedAt !== null) {
    throw new NotFound('There is no product with this key that is not archived.');
  }
  if (product.currency !== version.currency) {
    const message = `A subscription keeps its currency: this product is priced in ${product.currency}, not ${version.currency}.`;
    throw new InvalidInput([{ path: ['product'], message }]);
  }
  return product.version;
}

async function atPeriodEnd(
  on: Queryable,
  subscription: SubscriptionRow,
  next: { readonly version: ProductVersion; readonly quantity: Seats },
): Promise<void> {
  // Now, so that the first reading after the boundary finds the account, and that the period has to be turned.
  await requireAccounts(on, accountsOf(subscription.customerId, next.version));
  const terms = { nextVersionId: next.version.id, nextQuantity: next.quantity, endsWithPeriod: false };
  await updateSubscriptions(on, [{ ...subscription, ...terms }]);
}

/** Ends the period at hand at `at`, and begins what comes next there, or nothing. */
export async function cut(
  deps: Pick<Deps, 'ids' | 'clock'>,
  on: Queryable,
  subscription: SubscriptionRow,
  change: {
    readonly version: ProductVersion;
    readonly next: { readonly version: ProductVersion; readonly quantity: Seats } | null;
    readonly at: Instant;
  },
): Promise<SubscriptionRow> {
  const { version, next } = change;
  if (subscription.periodIndex < 0) {
    // It has not begun: there is nothing to settle.
    const terms = next === null ? {} : { versionId: next.version.id, quantity: next.quantity };
    const end = next === null ? { dueAt: null, endedAt: subscription.startsAt } : {};
    const changed = { ...subscription, ...terms, ...end };
    await updateSubscriptions(on, [changed]);
    return changed;
  }
  const { graceSeconds } = await readBillingSettings(on, subscription.workspaceId);
  const current = (await readCurrentPeriods(on, [subscription])).get(subscription.id);
  if (current === undefined) throw new Error(`The subscription ${subscription.id} has lost its period.`);
  // The period may have begun on an instance whose clock is ahead of ours, or while we waited for the lock.
  const at = change.at < current.startsAt ? current.startsAt : change.at;
  await cutPeriod(on, current, at);
  const turn = turnPeriod({
    subscription,
    current: { ...current, endsAt: at },
    version,
    next,
    at,
    graceSeconds,
    invoiceIdAfter: deps.ids.uuid(),
  });
  const versions = new Map([version, ...(next === null ? [] : [next.version])].map((one) => [one.id, one]));
  await writeTurns(deps, on, subscription.workspaceId, [turn], versions, at);
  return turn.subscription;
}
