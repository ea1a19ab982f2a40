import { resolveCharges } from '../../actions/resolve-charges.ts';
import { resolveCreditGrants } from '../../actions/resolve-credits.ts';
import { RequestError } from '../../core/errors.ts';
import { intervalIssues } from '../../core/subscriptions/interval.ts';
import { canName } from '../../core/text.ts';
import { findCustomerIds } from '../../store/customers.ts';
import { findProductsByKey, type ProductVersion } from '../../store/products.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { sightOf } from '../principal.ts';
import { grantDraftOf, PlanCreditGrantInput } from '../products/grant-inputs.ts';
import { ChargeInput, chargeOf } from '../products/inputs.ts';
import { IntervalInput, intervalOf } from '../products/intervals.ts';

const DraftProductInput = builder.inputType('DraftProductInput', {
  description: 'Prices that are only tried out.',
  fields: (t) => ({
    currency: t.field({ type: 'Currency', required: true, description: 'What they are in.' }),
    interval: t.field({ type: IntervalInput, required: true, description: 'How long a period is.' }),
    charges: t.field({ type: [ChargeInput], required: true, description: 'What would be charged for.' }),
    creditGrants: t.field({
      type: [PlanCreditGrantInput],
      description: 'The credits that would come with every period. Default: none.',
    }),
  }),
});

export const SimulatePricingInput = builder.inputType('SimulatePricingInput', {
  description: 'Under which prices, for whom, and when.',
  fields: (t) => ({
    product: t.string({ description: 'The key of a product: its latest prices. Either this or `draft`.' }),
    draft: t.field({ type: DraftProductInput, description: 'Prices that are not stored. Either this or `product`.' }),
    customers: t.stringList({
      description: 'The `externalId`s of some customers: 1 to 1,000. Default: all, up to 1,000.',
    }),
    from: t.field({ type: 'DateTime', required: true, description: 'The first instant that counts.' }),
    to: t.field({ type: 'DateTime', required: true, description: 'The first instant that does not count.' }),
  }),
});

const draftId = '00000000-0000-0000-0000-000000000000';

/** The prices to try. Throws RequestError for a product that is not there, and for a draft that breaks a rule. */
export async function versionOf(input: typeof SimulatePricingInput.$inferInput, context: Context) {
  const { deps, principal } = context;
  const { workspaceId } = sightOf(principal);
  const { product: key, draft } = input;
  if ((key == null) === (draft == null)) throw new RequestError('Give either `product` or `draft`.');
  if (key != null) {
    const found = canName(key) ? await findProductsByKey(deps.database.pool, workspaceId, [key]) : new Map();
    const product = found.get(key);
    if (product === undefined) throw new RequestError('There is no product with this key.');
    return product.version as ProductVersion;
  }
  if (draft == null) throw new RequestError('Give either `product` or `draft`.');
  const interval = intervalOf(draft.interval);
  const { charges, issues } = await resolveCharges(deps.database, workspaceId, draft.charges.map(chargeOf));
  const drafts = (draft.creditGrants ?? []).map(grantDraftOf);
  const granted = await resolveCreditGrants(deps.database.pool, workspaceId, drafts);
  const wrong = [...intervalIssues(interval), ...issues, ...granted.issues];
  if (wrong.length > 0) {
    throw new RequestError(wrong.map(({ path, message }) => `${path.join('.')}: ${message}`).join(' '));
  }
  const createdAt = await deps.clocks.now(workspaceId);
  const version: ProductVersion = {
    id: draftId,
    productId: draftId,
    number: 1,
    currency: draft.currency,
    interval,
    charges,
    creditGrants: granted.creditGrants,
    createdAt,
  };
  return version;
}

/** The customers with these external ids, in the order of their own ids. Throws RequestError if one is not there. */
export async function customersNamed(externalIds: readonly string[], { deps, principal }: Context): Promise<string[]> {
  const found = await findCustomerIds(deps.database, sightOf(principal).workspaceId, externalIds);
  const missing = externalIds.filter((externalId) => !found.has(externalId));
  if (missing.length > 0) throw new RequestError(`There is no customer ${JSON.stringify(missing[0])}.`);
  return [...new Set(found.values())].sort();
}
