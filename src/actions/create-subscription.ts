import { type InputIssue, InvalidInput, NotFound } from '../core/errors.ts';
import type { Seats } from '../core/pricing/charge.ts';
import { canName } from '../core/text.ts';
import type { Instant } from '../core/time/instant.ts';
import { isTimeZone } from '../core/time/window.ts';
import { findProductsByKey, type ProductVersion } from '../store/products.ts';
import { findCustomers } from '../store/sql/find-customers.ts';
import { type Queryable, run } from '../store/sql/statement.ts';
import { insertSubscription, type SubscriptionRow } from '../store/subscriptions.ts';
import { answerOnce } from './answer-once.ts';
import type { Deps } from './deps.ts';
import { accountsOf } from './draw-plans.ts';
import { requireSubscription } from './hold-subscription.ts';
import { inBilling, requireAccounts } from './in-billing.ts';
import { announceBilling, settleBilling } from './settle-billing.ts';
import { catchUp } from './turn-due.ts';

export type CreateSubscriptionInput = {
  readonly workspaceId: string;
  /** The customer's externalId. */
  readonly customer: string;
  /** The product's key. */
  readonly product: string;
  /** Null: now. */
  readonly startAt: Instant | null;
  readonly quantity: Seats;
  readonly timeZone: string;
  /** The same key and the same request: the first answer, for ever. */
  readonly idempotencyKey?: string | null;
};

const quantityMax = 1_000_000;
const yearMicros = 366n * 86_400n * 1_000_000n;
const yearsMax = 10n;

/**
 * Subscribes a customer to the latest version of a product. Periods that have passed since a start in the past are closed
 * at once, each with its invoice.
 *
 * Throws NotFound for a customer or product that is not there or is archived, IdempotencyConflict and InvalidInput.
 */
export async function createSubscription(deps: Deps, input: CreateSubscriptionInput): Promise<SubscriptionRow> {
  const { idempotencyKey = null, ...asked } = input;
  const { workspaceId, timeZone, quantity } = asked;
  const now = await deps.clocks.now(workspaceId);
  const startsAt = input.startAt ?? now;
  const issues = subscriptionIssues({ quantity, timeZone, startsAt, now });
  if (issues.length > 0) throw new InvalidInput(issues);

  const created = await inBilling(deps.database, workspaceId, async (client) => {
    const externalIds = [input.customer].filter(canName);
    const { rows: customers } = await run(client, findCustomers, { workspaceId, externalIds });
    const customerId = customers.find((customer) => !customer.archived)?.id;
    if (customerId === undefined) throw new NotFound('There is no customer with this externalId that is not archived.');
    const request = { customerId, operation: 'createSubscription', input: asked, now };
    const id = await answerOnce(client, idempotencyKey, request, async () => {
      const version = await requireProduct(client, workspaceId, input.product);
      await requireAccounts(client, accountsOf(customerId, version));
      const subscription: SubscriptionRow = {
        customerId,
        id: deps.ids.uuid(),
        workspaceId,
        startsAt,
        timeZone,
        endedAt: null,
        versionId: version.id,
        quantity,
        nextVersionId: null,
        nextQuantity: null,
        endsWithPeriod: false,
        periodIndex: -1,
        dueAt: startsAt,
        nextInvoiceId: deps.ids.uuid(),
        createdAt: now,
      };
      await insertSubscription(client, subscription);
      await announceBilling(deps, client, workspaceId, [customerId]);
      await catchUp(deps, client, subscription, now);
      return subscription.id;
    });
    return await requireSubscription(client, workspaceId, id);
  });
  await settleBilling(deps, workspaceId);
  return created;
}

async function requireProduct(on: Queryable, workspaceId: string, key: string): Promise<ProductVersion> {
  const product = canName(key) ? (await findProductsByKey(on, workspaceId, [key])).get(key) : undefined;
  if (product === undefined || product.archivedAt !== null) {
    throw new NotFound('There is no product with this key that is not archived.');
  }
  return product.version;
}

function subscriptionIssues(of: { quantity: Seats; timeZone: string; startsAt: Instant; now: Instant }): InputIssue[] {
  const issues = quantityIssues(of.quantity);
  if (!isTimeZone(of.timeZone)) issues.push({ path: ['timeZone'], message: 'Give the name of an IANA time zone.' });
  const distance = of.startsAt > of.now ? of.startsAt - of.now : of.now - of.startsAt;
  // A daily subscription from 1970 would close 20,000 periods at once.
  if (distance > yearsMax * yearMicros) {
    issues.push({ path: ['startAt'], message: `A subscription starts at most ${yearsMax} years from now or ago.` });
  }
  return issues;
}

export function quantityIssues(quantity: Seats): InputIssue[] {
  return Number.isInteger(quantity) && quantity >= 1 && quantity <= quantityMax
    ? []
    : [{ path: ['quantity'], message: `A quantity is a whole number from 1 to ${quantityMax}.` }];
}
