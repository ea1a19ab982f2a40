import { ProductKeyTaken } from '../../core/errors.ts';
import {
  findProductsById,
  type Product as ProductRow,
  type ProductVersion as VersionRow,
} from '../../store/products.ts';
import { builder } from '../builder.ts';
import { chargesComplexity, partsComplexity } from '../complexity.ts';
import { ErrorInterface } from '../errors.ts';
import { missingNode } from '../missing-node.ts';
import { sightOf } from '../principal.ts';
import { read } from '../required-scopes.ts';
import { ChargeRef } from './charges.ts';
import { PlanCreditGrant } from './grants.ts';
import { IntervalRef } from './intervals.ts';
import { versionsOf } from './loaders.ts';

export const ProductVersion = builder.objectRef<VersionRow>('ProductVersion').implement({
  description: 'The prices of a product at one time. They never change: other prices are another version.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Counted from 1.' }),
    currency: t.field({ type: 'Currency', description: 'What it is priced in.', resolve: ({ currency }) => currency }),
    interval: t.field({ type: IntervalRef, description: 'How long a period is.', resolve: ({ interval }) => interval }),
    charges: t.field({
      complexity: chargesComplexity,
      type: [ChargeRef],
      description: 'What it charges for.',
      resolve: ({ charges, currency }) => charges.map((charge) => ({ of: charge, currency })) as never[],
    }),
    creditGrants: t.field({
      complexity: partsComplexity,
      type: [PlanCreditGrant],
      description: 'The credits that come with every period.',
      resolve: ({ creditGrants, currency }) => creditGrants.map((grant) => ({ of: grant, currency })),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Since when new subscriptions get it.' }),
  }),
});

const Status = builder.enumType('ProductStatus', {
  description: 'Whether customers can be subscribed to a product.',
  values: {
    ACTIVE: { description: 'They can.' },
    ARCHIVED: { description: 'They cannot; those who are go on.' },
  },
});

export const Product = builder.loadableNode(builder.objectRef<ProductRow>('Product'), {
  name: 'Product',
  description: 'What you sell: charges for usage and flat ones, by the period.',
  id: { resolve: (product) => product.id, description: 'The global id, `prd_…`.' },
  load: async (ids: string[], { deps, principal }) => {
    const found = await findProductsById(deps.database.pool, sightOf(principal).workspaceId, ids);
    return ids.map((id) => found.get(id) ?? missingNode);
  },
  fields: (t) => ({
    key: t.exposeString('key', { description: 'What code calls it. Unique in the workspace, and never changes.' }),
    name: t.exposeString('name', { description: 'What people and invoices call it.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is, for people.' }),
    currency: t.field({ type: 'Currency', description: 'What it is priced in.', resolve: ({ currency }) => currency }),
    version: t.field({
      type: ProductVersion,
      description: 'The latest prices, which new subscriptions get.',
      resolve: ({ version }) => version,
    }),
    versions: t.field({
      type: [ProductVersion],
      description: 'All prices it has had, the latest first. Needs READ.',
      authScopes: read,
      resolve: ({ id }, _args, context) => versionsOf(context, id),
    }),
    status: t.field({
      type: Status,
      description: 'Whether customers can be subscribed to it.',
      resolve: ({ archivedAt }) => (archivedAt === null ? 'ACTIVE' : 'ARCHIVED'),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    archivedAt: t.expose('archivedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it is archived; null if it is not.',
    }),
  }),
});

builder.objectType(ProductKeyTaken, {
  name: 'ProductKeyTaken',
  description: 'A product of your workspace has this `key` already. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    product: t.field({ type: Product, description: 'The product that has it.', resolve: (error) => error.productId }),
  }),
});
