import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import {
  findProductsById,
  findVersions,
  listVersions,
  type Product,
  type ProductVersion,
} from '../../store/products.ts';
import type { Context } from '../context.ts';
import { sightOf } from '../principal.ts';

const versions = createContextCache(
  ({ deps }: Context) =>
    new DataLoader<string, ProductVersion>(async (ids) => {
      const found = await findVersions(deps.database.pool, ids);
      return ids.map((id) => found.get(id) ?? new Error(`There is no product version ${id}.`));
    }),
);

const byProduct = createContextCache(
  ({ deps }: Context) =>
    new DataLoader<string, ProductVersion[]>(async (productIds) => {
      const found = await listVersions(deps.database.pool, productIds);
      return productIds.map((id) => found.get(id) ?? []);
    }),
);

/** A version that something of the workspace refers to. */
export async function versionById(context: Context, id: string): Promise<ProductVersion> {
  return await versions(context).load(id);
}

const products = createContextCache(
  ({ deps, principal }: Context) =>
    new DataLoader<string, Product | null>(async (ids) => {
      const found = await findProductsById(deps.database.pool, sightOf(principal).workspaceId, ids);
      return ids.map((id) => found.get(id) ?? null);
    }),
);

/** The name of the product that a version is of. */
export async function productOf(context: Context, versionId: string): Promise<string> {
  const { productId } = await versionById(context, versionId);
  return (await products(context).load(productId))?.name ?? '';
}

/** All versions of a product, the latest first. */
export async function versionsOf(context: Context, productId: string): Promise<ProductVersion[]> {
  return await byProduct(context).load(productId);
}
