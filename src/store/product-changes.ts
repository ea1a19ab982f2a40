import { planGrantsToJson } from '../core/credits/terms.ts';
import { chargesToJson } from '../core/pricing/charge.ts';
import { formatInstant } from '../core/time/instant.ts';
import { findProductsById, type Product, type ProductVersion } from './products.ts';
import type { Queryable } from './sql/statement.ts';

/** False if the workspace has a product with this key. */
export async function insertProduct(on: Queryable, product: Product): Promise<boolean> {
  const { rowCount } = await on.query({
    text: `
      INSERT INTO product (id, workspace_id, key, name, description, currency, version_id, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (workspace_id, key) DO NOTHING`,
    values: [
      product.id,
      product.workspaceId,
      product.key,
      product.name,
      product.description,
      product.currency,
      product.version.id,
      formatInstant(product.createdAt),
    ],
  });
  return rowCount === 1;
}

export async function insertVersion(on: Queryable, version: ProductVersion): Promise<void> {
  await on.query({
    text: `
      INSERT INTO product_version (id, product_id, number, interval_unit, interval_count, charges, credit_grants,
        created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      version.id,
      version.productId,
      version.number,
      version.interval.unit,
      version.interval.count,
      JSON.stringify(chargesToJson(version.charges)),
      JSON.stringify(planGrantsToJson(version.creditGrants)),
      formatInstant(version.createdAt),
    ],
  });
}

/** Takes a product for this transaction; null if the workspace has none with this id. */
export async function holdProduct(on: Queryable, workspaceId: string, id: string): Promise<Product | null> {
  await on.query('SELECT 1 FROM product WHERE workspace_id = $1 AND id = $2 FOR UPDATE', [workspaceId, id]);
  return (await findProductsById(on, workspaceId, [id])).get(id) ?? null;
}

/** Writes what may change of a product: its labels, which version is the latest, and whether it is archived. */
export async function updateProductRow(on: Queryable, product: Product): Promise<void> {
  await on.query({
    text: `
      UPDATE product SET name = $3, description = $4, version_id = $5, archived_at = $6
      WHERE workspace_id = $1 AND id = $2`,
    values: [
      product.workspaceId,
      product.id,
      product.name,
      product.description,
      product.version.id,
      product.archivedAt === null ? null : formatInstant(product.archivedAt),
    ],
  });
}
