import { type CreditState, readCredits } from '../../actions/read-credits.ts';
import { formatDecimal } from '../../core/decimal.ts';
import { type AlertRow, listAlerts } from '../../store/credit-alerts.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { findCustomerId } from '../customers/loaders.ts';
import { untilRefused } from '../live-streams.ts';
import { newsOf } from '../look-streams.ts';
import { sightOf } from '../principal.ts';
import { refusal } from '../refusals.ts';
import { readOwn } from '../required-scopes.ts';
import { CreditAlert } from './alert.ts';
import { CreditBalance } from './balance.ts';
import { emptyBalance, findCreditTypeByKey } from './loaders.ts';

// More than can be raised between two looks.
const alertsLookedAt = 200;

builder.subscriptionFields((t) => ({
  creditBalanceUpdated: t.field({
    type: CreditBalance,
    description:
      'How many credits of a type a customer has: first as it is now, then whenever that is something else. It never goes back to an older version, and a slow reader gets the latest. Takes a customer token, for its own customer. NOT_FOUND for an unknown customer or credit type.',
    authScopes: readOwn,
    args: {
      customer: t.arg.string({ required: true, description: 'The `externalId` of the customer.' }),
      creditType: t.arg.string({ required: true, description: 'The key of the credit type.' }),
    },
    subscribe: async (_root, { customer, creditType }, context) => {
      const customerId = await requireCustomer(context, customer);
      const type = await findCreditTypeByKey(context, creditType);
      if (type === null) throw refusal('NOT_FOUND', 'There is no credit type with this key.');
      return await untilRefused(context, balances(context, customerId, type.id));
    },
    resolve: (balance) => balance,
  }),

  creditAlertRaised: t.field({
    type: CreditAlert,
    description:
      'Each alert that is raised from now on, because few of a customer’s credits are left. Takes a customer token, for its own customer. NOT_FOUND for an unknown customer.',
    authScopes: readOwn,
    args: { customer: t.arg.string({ required: true, description: 'The `externalId` of the customer.' }) },
    subscribe: async (_root, { customer }, context) => {
      const customerId = await requireCustomer(context, customer);
      return await untilRefused(context, await alerts(context, customerId));
    },
    resolve: (alert) => alert,
  }),
}));

async function requireCustomer(context: Context, externalId: string): Promise<string> {
  const customerId = await findCustomerId(context, externalId);
  if (customerId === null) throw refusal('NOT_FOUND', 'There is no customer with this externalId.');
  return customerId;
}

function balances(context: Context, customerId: string, creditTypeId: string): AsyncIterableIterator<CreditState> {
  const { workspaceId } = sightOf(context.principal);
  let told: CreditState | null = null;
  return newsOf(context.hub.watchBilling({ workspaceId, customerId }), async () => {
    const found = await readCredits(context.deps, workspaceId, [customerId]);
    const state = found.find((one) => one.creditTypeId === creditTypeId) ?? emptyBalance(customerId, creditTypeId);
    if (told !== null && (state.version < told.version || pictureOf(state) === pictureOf(told))) return [];
    told = state;
    return [state];
  });
}

/** The rest follows from these: nothing moves what is left of a grant without an entry. */
function pictureOf({ version, held }: CreditState): string {
  return `${version} ${formatDecimal(held)}`;
}

async function alerts(context: Context, customerId: string): Promise<AsyncIterableIterator<AlertRow>> {
  const { workspaceId } = sightOf(context.principal);
  const page = { limit: alertsLookedAt, after: null, before: null, backwards: true };
  const latest = () => listAlerts(context.deps.database.pool, customerId, page);
  // Watched before they are read: one that is raised in between is new.
  const looks = context.hub.watchBilling({ workspaceId, customerId });
  try {
    let known = new Set((await latest()).map(({ id }) => id));
    return newsOf(looks, async () => {
      const now = await latest();
      const raised = now.filter(({ id }) => !known.has(id));
      known = new Set(now.map(({ id }) => id));
      return raised;
    });
  } catch (error) {
    await looks.return?.();
    throw error;
  }
}
