import { readInvoices, readUpcomingInvoices, type Invoice as WholeInvoice } from '../../actions/read-invoices.ts';
import { formatDecimal } from '../../core/decimal.ts';
import { listInvoices } from '../../store/invoice-lists.ts';
import { readSubscriptions } from '../../store/subscriptions.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { findCustomerId } from '../customers/loaders.ts';
import { untilRefused } from '../live-streams.ts';
import { newsOf } from '../look-streams.ts';
import { sightOf } from '../principal.ts';
import { refusal } from '../refusals.ts';
import { readOwn } from '../required-scopes.ts';
import { soonest } from '../subscriptions/loaders.ts';
import { Invoice } from './type.ts';

// More than can change at one moment but for a customer that is caught up with after years.
const lookedAt = 50;

builder.subscriptionField('invoiceUpdated', (t) =>
  t.field({
    type: Invoice,
    description:
      'A customer’s invoices as they change: first the upcoming one as it is now, if there is one, then it again whenever its lines change, and each invoice that is opened, made final or voided. Takes a customer token, for its own customer. NOT_FOUND for an unknown customer.',
    authScopes: readOwn,
    args: { customer: t.arg.string({ required: true, description: 'The `externalId` of the customer.' }) },
    subscribe: async (_root, { customer }, context) => {
      const customerId = await findCustomerId(context, customer);
      if (customerId === null) throw refusal('NOT_FOUND', 'There is no customer with this externalId.');
      const looks = context.hub.watchBilling({ workspaceId: sightOf(context.principal).workspaceId, customerId });
      return await untilRefused(context, changes(looks, context, customerId));
    },
    resolve: (invoice) => invoice,
  }),
);

function changes(
  looks: AsyncIterableIterator<'look'>,
  context: Context,
  customerId: string,
): AsyncIterableIterator<WholeInvoice> {
  const known = new Map<string, string>();
  let first = true;
  return newsOf(looks, async () => {
    const told: WholeInvoice[] = [];
    for (const invoice of await invoicesNow(context, customerId)) {
      const state = stateOf(invoice);
      // What was there before is not news; the upcoming one is the present state.
      if (first ? invoice.status === 'UPCOMING' : known.get(invoice.id) !== state) told.push(invoice);
      known.set(invoice.id, state);
    }
    first = false;
    return told;
  });
}

/** The latest invoices of a customer, the oldest of them first, and the upcoming one. */
async function invoicesNow({ deps, principal }: Context, customerId: string): Promise<WholeInvoice[]> {
  const { workspaceId } = sightOf(principal);
  const { pool } = deps.database;
  const page = { limit: lookedAt, after: null, before: null, backwards: false };
  const rows = await listInvoices(pool, { workspaceId, customerId, subscriptionId: null, status: null }, page);
  const next = soonest(await readSubscriptions(pool, [customerId]));
  const upcoming = next === null ? [] : await readUpcomingInvoices(pool, workspaceId, [next]);
  return [...(await readInvoices(pool, workspaceId, rows.reverse())), ...upcoming.flatMap((invoice) => invoice ?? [])];
}

function stateOf({ status, total, lines }: WholeInvoice): string {
  return JSON.stringify([
    status,
    formatDecimal(total),
    lines.map(({ kind, quantity, amount }) => [kind, formatDecimal(quantity), formatDecimal(amount)]),
  ]);
}
