import { NotFound } from '../core/errors.ts';
import { holdProduct, updateProductRow } from '../store/product-changes.ts';
import type { Product } from '../store/products.ts';
import type { Deps } from './deps.ts';

export type ArchiveProductInput = { readonly workspaceId: string; readonly id: string; readonly archived: boolean };

/**
 * Puts a product into the archive, where nobody can subscribe to it any more while its subscriptions go on, or takes it
 * out. Throws NotFound.
 */
export async function archiveProduct(deps: Deps, input: ArchiveProductInput): Promise<Product> {
  const now = await deps.clocks.now(input.workspaceId);
  return await deps.database.transaction(async (client) => {
    const product = await holdProduct(client, input.workspaceId, input.id);
    if (product === null) throw new NotFound('There is no product with this id.');
    const archivedAt = input.archived ? (product.archivedAt ?? now) : null;
    const updated = { ...product, archivedAt };
    await updateProductRow(client, updated);
    return updated;
  });
}
