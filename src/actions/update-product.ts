import { InvalidInput, NotFound } from '../core/errors.ts';
import { productIssues } from '../core/pricing/product.ts';
import type { Interval } from '../core/subscriptions/interval.ts';
import { holdProduct, insertVersion, updateProductRow } from '../store/product-changes.ts';
import type { Product } from '../store/products.ts';
import type { Deps } from './deps.ts';
import { type ChargeDraft, resolveCharges } from './resolve-charges.ts';
import { type PlanGrantDraft, resolveCreditGrants } from './resolve-credits.ts';

export type UpdateProductInput = {
  readonly workspaceId: string;
  readonly id: string;
  /** Undefined: as it is. */
  readonly name: string | undefined;
  readonly description: string | null | undefined;
  readonly interval: Interval | undefined;
  readonly charges: readonly ChargeDraft[] | undefined;
  readonly creditGrants: readonly PlanGrantDraft[] | undefined;
};

/**
 * Edits what people call a product, and gives it other prices, other credits or another interval as a new version.
 * Subscriptions keep the version they have until they are moved.
 *
 * Throws NotFound and InvalidInput.
 */
export async function updateProduct(deps: Deps, input: UpdateProductInput): Promise<Product> {
  const { workspaceId, id, name, description } = input;
  const resolved = await resolveCharges(deps.database, workspaceId, input.charges ?? []);
  const granted = await resolveCreditGrants(deps.database.pool, workspaceId, input.creditGrants ?? []);
  const createdAt = await deps.clocks.now(workspaceId);
  return await deps.database.transaction(async (client) => {
    const product = await holdProduct(client, workspaceId, id);
    if (product === null) throw new NotFound('There is no product with this id.');
    const interval = input.interval ?? product.version.interval;
    const labels = {
      name: name ?? product.name,
      description: description === undefined ? product.description : description,
    };
    const issues = productIssues({ ...labels, currency: product.currency, interval });
    if (input.charges !== undefined) issues.push(...resolved.issues);
    issues.push(...granted.issues);
    if (issues.length > 0) throw new InvalidInput(issues);

    let { version } = product;
    if (input.charges !== undefined || input.creditGrants !== undefined || input.interval !== undefined) {
      const charges = input.charges === undefined ? version.charges : resolved.charges;
      const creditGrants = input.creditGrants === undefined ? version.creditGrants : granted.creditGrants;
      const prices = { interval, charges, creditGrants, createdAt };
      version = { ...version, id: deps.ids.uuid(), number: version.number + 1, ...prices };
      await insertVersion(client, version);
    }
    const updated = { ...product, ...labels, version };
    await updateProductRow(client, updated);
    return updated;
  });
}
