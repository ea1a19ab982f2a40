import { resolveNodes } from '@pothos/plugin-relay';
import type { GraphQLResolveInfo } from 'graphql';
import { RequestError } from '../../core/errors.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { decodeGlobalId } from '../global-ids.ts';
import { readOwn } from '../required-scopes.ts';

const idsMax = 200;

/** What a customer token can find by id: its own customer and what is that customer's. The rest is not there for it. */
const customerNodes: ReadonlySet<string> = new Set([
  'Customer',
  'Event',
  'CustomerSubscription',
  'Invoice',
  'CreditGrant',
  'CreditHold',
]);

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description:
      'Anything by its global id; null if there is nothing with that id in your workspace. Takes a customer token, for its own customer and that customer’s events, subscriptions, invoices, grants and holds.',
    authScopes: readOwn,
    args: { id: t.arg.id({ required: true, description: 'The global id.' }) },
    resolve: async (_root, { id }, context, info) => (await findNodes([id], context, info))[0],
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description:
      'Things by their global ids, in the order of the ids; null where there is nothing with that id. Takes a customer token, as `node` does.',
    authScopes: readOwn,
    args: { ids: t.arg.idList({ required: true, description: `At most ${idsMax} global ids.` }) },
    complexity: ({ ids }) => ({ field: 1, multiplier: Math.max(ids.length, 1) }),
    resolve: async (_root, { ids }, context, info) => {
      if (ids.length > idsMax) throw new RequestError(`At most ${idsMax} ids are looked up at once.`);
      return await Promise.all(await findNodes(ids, context, info));
    },
  }),
}));

async function findNodes(ids: readonly string[], context: Context, info: GraphQLResolveInfo): Promise<unknown[]> {
  const decoded = ids.map((id) => {
    const node = decodeGlobalId(id);
    const hidden = context.principal.kind === 'customer' && node !== null && !customerNodes.has(node.typename);
    return hidden ? null : node;
  });
  return await resolveNodes(builder, context, info, decoded);
}
