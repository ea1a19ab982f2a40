import type { Decimal } from '../../core/decimal.ts';
import { RequestError } from '../../core/errors.ts';
import type { CustomerUsage as CustomerUsageRow } from '../../store/top-customers.ts';
import { builder } from '../builder.ts';
import { ofIdentity } from '../customers/identity.ts';
import { customerById } from '../customers/loaders.ts';
import { Customer } from '../customers/type.ts';
import { presumeMeterByKey } from '../meters/loaders.ts';
import { Meter } from '../meters/type.ts';
import { periodOf } from '../period.ts';
import { sightOf } from '../principal.ts';
import { read, readOwn } from '../required-scopes.ts';
import { topCustomersMax, topCustomersOf } from './loaders.ts';
import { measured, Usage } from './type.ts';

type UsageArgs = Parameters<typeof periodOf>[0] & { readonly meter: string };

builder.prismaObjectFields(Customer, (t) => ({
  usage: t.field({
    type: Usage,
    nullable: true,
    description:
      'What this customer used on a meter in a period; null if there is no meter with this key. Takes a customer token.',
    authScopes: readOwn,
    args: {
      meter: t.arg.string({ required: true, description: 'The key of the meter.' }),
      from: t.arg({
        type: 'DateTime',
        description: 'The first instant that counts. Default: from the very beginning.',
      }),
      to: t.arg({
        type: 'DateTime',
        description: 'The first instant that does not count. Default: everything there is.',
      }),
    },
    resolve: ofIdentity('usage', async (customer, args: UsageArgs, context) => {
      const period = periodOf(args);
      const meter = await presumeMeterByKey(context, args.meter);
      if (meter === null) return null;
      const { presumed, present } = meter;
      const query = { workspaceId: customer.workspaceId, customerId: customer.id, meter: presumed, ...period };
      return { query, present, total: null };
    }),
  }),
}));

builder.objectField(Meter, 'usage', (t) =>
  t.field({
    type: Usage,
    nullable: true,
    description: 'What all customers together used in a period. Needs READ.',
    authScopes: read,
    args: {
      from: t.arg({
        type: 'DateTime',
        description: 'The first instant that counts. Default: from the very beginning.',
      }),
      to: t.arg({
        type: 'DateTime',
        description: 'The first instant that does not count. Default: everything there is.',
      }),
    },
    resolve: (meter, args, { principal }) => ({
      query: { workspaceId: sightOf(principal).workspaceId, customerId: null, meter, ...periodOf(args) },
      present: meter,
      total: null,
    }),
  }),
);

type CustomerUsageSource = Pick<CustomerUsageRow, 'customerId'> & { value: Decimal | null; eventCount: bigint };

const CustomerUsage = builder.objectRef<CustomerUsageSource>('CustomerUsage').implement({
  description: 'What one of several customers used.',
  fields: (t) => ({
    customer: t.field({
      type: Customer,
      description: 'The customer.',
      resolve: ({ customerId }, _args, context) => customerById(context, customerId),
    }),
    value: t.expose('value', {
      type: 'Decimal',
      nullable: true,
      description: 'The usage. Null while the meter is being built.',
    }),
    eventCount: t.expose('eventCount', { type: 'Decimal', description: 'How many events it was made of.' }),
  }),
});

builder.objectField(Meter, 'topCustomers', (t) =>
  t.field({
    type: [CustomerUsage],
    description:
      'The customers who used most in a period, the greatest value first; those without usage are not in it. Needs READ.',
    authScopes: read,
    complexity: ({ first }) => ({ field: 10, multiplier: Math.min(Math.max(first ?? 10, 1), topCustomersMax) }),
    args: {
      from: t.arg({
        type: 'DateTime',
        description: 'The first instant that counts. Default: from the very beginning.',
      }),
      to: t.arg({
        type: 'DateTime',
        description: 'The first instant that does not count. Default: everything there is.',
      }),
      first: t.arg.int({ defaultValue: 10, description: `How many at most: 1 to ${topCustomersMax}.` }),
    },
    resolve: async (meter, args, context) => {
      const count = args.first ?? 10;
      if (count < 1 || count > topCustomersMax)
        throw new RequestError(`\`first\` must be between 1 and ${topCustomersMax}.`);
      const { workspaceId } = sightOf(context.principal);
      const query = { workspaceId, customerId: null, meter, ...periodOf(args) };
      const top = await topCustomersOf(context, query, count);
      return top.map(({ customerId, total }) => ({ customerId, ...measured(meter, total) }));
    },
  }),
);
