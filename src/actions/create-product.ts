import { InvalidInput, ProductKeyTaken } from '../core/errors.ts';
import type { Charge } from '../core/pricing/charge.ts';
import { productIssues } from '../core/pricing/product.ts';
import type { Interval } from '../core/subscriptions/interval.ts';
import { insertProduct, insertVersion } from '../store/product-changes.ts';
import { findProductsByKey, type Product } from '../store/products.ts';
import type { Deps } from './deps.ts';
import { type ChargeDraft, resolveCharges } from './resolve-charges.ts';
import { type PlanGrantDraft, resolveCreditGrants } from './resolve-credits.ts';

export type CreateProductInput = {
  readonly workspaceId: string;
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly currency: string;
  readonly interval: Interval;
  readonly charges: readonly ChargeDraft[];
  readonly creditGrants: readonly PlanGrantDraft[];
};

/** Creates a product with its first version of prices. Throws ProductKeyTaken and InvalidInput. */
export async function createProduct(deps: Deps, input: CreateProductInput): Promise<Product> {
  const { workspaceId, key, name, description, currency, interval } = input;
  const resolved = await resolveCharges(deps.database, workspaceId, input.charges);
  const granted = await resolveCreditGrants(deps.database.pool, workspaceId, input.creditGrants);
  const issues = [
    ...productIssues({ key, name, description, currency, interval }),
    ...resolved.issues,
    ...granted.issues,
  ];
  if (issues.length > 0) throw new InvalidInput(issues);
  const charges: readonly Charge[] = resolved.charges;
  const { creditGrants } = granted;
  const createdAt = await deps.clocks.now(workspaceId);
  const id = deps.ids.uuid();
  const prices = { currency, interval, charges, creditGrants, createdAt };
  const version = { id: deps.ids.uuid(), productId: id, number: 1, ...prices };
  const product = { id, workspaceId, key, name, description, currency, version, createdAt, archivedAt: null };

  const made = await deps.database.transaction(async (client) => {
    if (!(await insertProduct(client, product))) return false;
    await insertVersion(client, version);
    return true;
  });
  if (made) return product;
  const taken = (await findProductsByKey(deps.database.pool, workspaceId, [key])).get(key);
  throw new ProductKeyTaken(taken?.id ?? id);
}
