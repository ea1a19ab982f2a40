import { type SimulatedCustomer, simulatePricing } from '../../actions/simulate-pricing.ts';
import { Decimal } from '../../core/decimal.ts';
import { RequestError } from '../../core/errors.ts';
import type { Window } from '../../core/time/window.ts';
import type { ProductVersion } from '../../store/products.ts';
import { listCustomers } from '../../store/visible-customers.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { customerById } from '../customers/loaders.ts';
import { Customer } from '../customers/type.ts';
import { type Amount, Money } from '../money.ts';
import { sightOf } from '../principal.ts';
import { read } from '../required-scopes.ts';
import { customersNamed, SimulatePricingInput, versionOf } from './inputs.ts';

const customersMax = 1_000;
const customersAtOnce = 200;

type Comparison = { readonly before: Decimal; readonly after: Decimal; readonly currency: string };
type Simulation = Comparison & { readonly customers: readonly (SimulatedCustomer & { readonly currency: string })[] };

const CustomerSimulation = builder
  .objectRef<SimulatedCustomer & { readonly currency: string }>('CustomerSimulation')
  .implement({
    description: 'What one customer paid, and would have paid.',
    fields: (t) => ({
      customer: t.field({
        type: Customer,
        description: 'The customer.',
        resolve: ({ customerId }, _args, context) => customerById(context, customerId),
      }),
      before: t.field({ type: Money, description: 'What their subscriptions came to.', resolve: beforeOf }),
      after: t.field({ type: Money, description: 'What these prices would have come to.', resolve: afterOf }),
      difference: t.field({ type: Money, description: 'After less before.', resolve: differenceOf }),
    }),
  });

const PricingSimulation = builder.objectRef<Simulation>('PricingSimulation').implement({
  description: 'Recorded usage under other prices, by the same calculation as invoices. Nothing is written.',
  fields: (t) => ({
    before: t.field({ type: Money, description: 'What all of them paid together.', resolve: beforeOf }),
    after: t.field({ type: Money, description: 'What they would have paid together.', resolve: afterOf }),
    difference: t.field({ type: Money, description: 'After less before.', resolve: differenceOf }),
    customers: t.field({
      type: [CustomerSimulation],
      description: 'Customer by customer, those who pay in another currency left out.',
      complexity: { field: 10, multiplier: 100 },
      resolve: ({ customers }) => customers,
    }),
  }),
});

builder.queryField('simulatePricing', (t) =>
  t.field({
    type: PricingSimulation,
    description:
      'What would it cost? Prices the usage that was recorded in a time under other prices: period by period, without adjustments and balances. A customer without a subscription is priced as if one had begun at `from`.',
    authScopes: read,
    args: {
      input: t.arg({ type: SimulatePricingInput, required: true, description: 'Which prices, for whom, when.' }),
    },
    resolve: async (_root, { input }, context) => {
      const { from, to } = input;
      if (from >= to) throw new RequestError('`from` must be before `to`.');
      const version = await versionOf(input, context);
      const ids = await customerIds(input.customers ?? null, context);
      return await simulate(version, { from, to }, ids, context);
    },
  }),
);

async function simulate(
  version: ProductVersion,
  within: Window,
  ids: readonly string[],
  { deps, principal }: Context,
): Promise<Simulation> {
  const { currency } = version;
  const { workspaceId } = sightOf(principal);
  const customers: (SimulatedCustomer & { readonly currency: string })[] = [];
  for (let i = 0; i < ids.length; i += customersAtOnce) {
    const some = ids.slice(i, i + customersAtOnce);
    const found = await simulatePricing(deps.database.pool, workspaceId, version, within, some);
    for (const customer of found) customers.push({ ...customer, currency });
  }
  const sum = (side: 'before' | 'after') =>
    customers.reduce((total, customer) => total.plus(customer[side]), new Decimal(0));
  return { customers, before: sum('before'), after: sum('after'), currency };
}

async function customerIds(named: readonly string[] | null, context: Context): Promise<string[]> {
  const { deps, principal } = context;
  if (named !== null) {
    if (named.length === 0 || named.length > customersMax) throw tooMany();
    return await customersNamed(named, context);
  }
  const page = { limit: customersMax + 1, after: null, before: null, backwards: false, search: null, archived: false };
  const rows = await listCustomers(deps.database, sightOf(principal).workspaceId, page);
  if (rows.length > customersMax) throw tooMany();
  return rows.map(({ id }) => id);
}

function tooMany(): RequestError {
  return new RequestError(`A simulation is for 1 to ${customersMax} customers: name some of them in \`customers\`.`);
}

function beforeOf({ before, currency }: Comparison): Amount {
  return { amount: before, currency };
}

function afterOf({ after, currency }: Comparison): Amount {
  return { amount: after, currency };
}

function differenceOf({ before, after, currency }: Comparison): Amount {
  return { amount: after.minus(before), currency };
}
