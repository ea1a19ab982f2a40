import { type PlanGrant, planGrantsFromJson } from '../core/credits/terms.ts';
import { grouped } from '../core/grouped.ts';
import type { JsonValue } from '../core/json.ts';
import { type Charge, chargesFromJson } from '../core/pricing/charge.ts';
import type { Interval } from '../core/subscriptions/interval.ts';
import type { Instant } from '../core/time/instant.ts';
import { instantOf } from './columns.ts';
import type { Database } from './database.ts';
import type { Page } from './meters.ts';
import { canFind, patternOf } from './search.ts';
import type { Queryable } from './sql/statement.ts';

/** The prices of a product at one time. They never change. */
export type ProductVersion = {
  readonly id: string;
  readonly productId: string;
  /** 1, 2, 3 … */
  readonly number: number;
  readonly currency: string;
  readonly interval: Interval;
  readonly charges: readonly Charge[];
  /** Credits that come with every period. */
  readonly creditGrants: readonly PlanGrant[];
  readonly createdAt: Instant;
};

export type Product = {
  readonly id: string;
  readonly workspaceId: string;
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly currency: string;
  /** The latest one. */
  readonly version: ProductVersion;
  readonly createdAt: Instant;
  readonly archivedAt: Instant | null;
};

type VersionColumns = {
  version_id: string;
  product_id: string;
  number: number;
  currency: string;
  interval_unit: Interval['unit'];
  interval_count: number;
  charges: JsonValue;
  credit_grants: JsonValue;
  version_created_at: string;
};

type Columns = VersionColumns & {
  id: string;
  workspace_id: string;
  key: string;
  name: string;
  description: string | null;
  created_at: string;
  archived_at: string | null;
};

const versionColumns = `v.id AS version_id, v.product_id, v.number, p.currency, v.interval_unit, v.interval_count,
    v.charges, v.credit_grants, v.created_at AS version_created_at`;

const select = `
  SELECT p.id, p.workspace_id, p.key, p.name, p.description, p.created_at, p.archived_at, ${versionColumns}
  FROM product p JOIN product_version v ON v.id = p.version_id`;

export async function findProductsByKey(
  on: Queryable,
  workspaceId: string,
  keys: readonly string[],
): Promise<Map<string, Product>> {
  const { rows } = await on.query<Columns>({
    name: 'find_products_by_key',
    text: `${select} WHERE p.workspace_id = $1 AND p.key = ANY ($2::text[])`,
    values: [workspaceId, keys],
  });
  return new Map(rows.map((row) => [row.key, fromRow(row)]));
}

export async function findProductsById(
  on: Queryable,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, Product>> {
  const { rows } = await on.query<Columns>({
    name: 'find_products_by_id',
    text: `${select} WHERE p.workspace_id = $1 AND p.id = ANY ($2::uuid[])`,
    values: [workspaceId, ids],
  });
  return new Map(rows.map((row) => [row.id, fromRow(row)]));
}

/** A workspace's products in the order they were made, archived ones or the others. */
export async function listProducts(
  database: Database,
  workspaceId: string,
  page: Page & { readonly search: string | null; readonly archived: boolean },
): Promise<Product[]> {
  if (!canFind(page.search)) return [];
  const { rows } = await database.pool.query<Columns>({
    text: `${select}
      WHERE p.workspace_id = $1 AND (p.archived_at IS NOT NULL) = $2
        AND ($3::uuid IS NULL OR p.id > $3::uuid) AND ($4::uuid IS NULL OR p.id < $4::uuid)
        AND ($5::text IS NULL OR p.key ILIKE $5::text OR p.name ILIKE $5::text)
      ORDER BY p.id ${page.backwards ? 'DESC' : 'ASC'}
      LIMIT $6`,
    values: [workspaceId, page.archived, page.after, page.before, patternOf(page.search), page.limit],
  });
  const products = rows.map(fromRow);
  return page.backwards ? products.reverse() : products;
}

/** Versions by their ids. */
export async function findVersions(on: Queryable, ids: readonly string[]): Promise<Map<string, ProductVersion>> {
  if (ids.length === 0) return new Map();
  const { rows } = await on.query<VersionColumns>({
    name: 'find_versions',
    text: `
      SELECT ${versionColumns} FROM product_version v JOIN product p ON p.id = v.product_id
      WHERE v.id = ANY ($1::uuid[])`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.version_id, versionOf(row)]));
}

/** All versions of these products, by product, the latest first. */
export async function listVersions(
  on: Queryable,
  productIds: readonly string[],
): Promise<Map<string, ProductVersion[]>> {
  const { rows } = await on.query<VersionColumns>({
    name: 'list_versions',
    text: `
      SELECT ${versionColumns} FROM product_version v JOIN product p ON p.id = v.product_id
      WHERE v.product_id = ANY ($1::uuid[])
      ORDER BY v.number DESC`,
    values: [productIds],
  });
  return grouped(rows.map(versionOf), (version) => version.productId);
}

function versionOf(row: VersionColumns): ProductVersion {
  return {
    id: row.version_id,
    productId: row.product_id,
    number: row.number,
    currency: row.currency,
    interval: { unit: row.interval_unit, count: row.interval_count },
    charges: chargesFromJson(row.charges),
    creditGrants: planGrantsFromJson(row.credit_grants),
    createdAt: instantOf(row.version_created_at),
  };
}

function fromRow(row: Columns): Product {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    key: row.key,
    name: row.name,
    description: row.description,
    currency: row.currency,
    version: versionOf(row),
    createdAt: instantOf(row.created_at),
    archivedAt: row.archived_at === null ? null : instantOf(row.archived_at),
  };
}
