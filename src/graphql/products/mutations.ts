import { archiveProduct } from '../../actions/archive-product.ts';
import { createProduct } from '../../actions/create-product.ts';
import { updateProduct } from '../../actions/update-product.ts';
import { InvalidInput, NotFound, ProductKeyTaken } from '../../core/errors.ts';
import { parseId } from '../../core/id.ts';
import type { Product as ProductRow } from '../../store/products.ts';
import { builder } from '../builder.ts';
import { sightOf } from '../principal.ts';
import { administer } from '../required-scopes.ts';
import { grantDraftOf, PlanCreditGrantInput } from './grant-inputs.ts';
import { ChargeInput, chargeOf } from './inputs.ts';
import { IntervalInput, intervalOf } from './intervals.ts';
import { Product } from './type.ts';

const CreateProductInput = builder.inputType('CreateProductInput', {
  description: 'A new product with its first prices.',
  fields: (t) => ({
    key: t.string({
      required: true,
      description: 'What code will call it: 1 to 64 letters, digits, `_`, `.` or `-`, unique in the workspace.',
    }),
    name: t.string({ required: true, description: 'What people and invoices will call it.' }),
    description: t.string({ description: 'What it is, for people.' }),
    currency: t.field({ type: 'Currency', required: true, description: 'What it is priced in. Never changes.' }),
    interval: t.field({ type: IntervalInput, required: true, description: 'How long a period is.' }),
    charges: t.field({ type: [ChargeInput], required: true, description: 'What it charges for: 1 to 50.' }),
    creditGrants: t.field({
      type: [PlanCreditGrantInput],
      description: 'The credits that come with every period: at most 20, one for a credit type. Default: none.',
    }),
  }),
});

const UpdateProductInput = builder.inputType('UpdateProductInput', {
  description: 'What to change of a product. What is absent stays as it is.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The global id of the product.' }),
    name: t.string({ description: 'A new name. Null is as absent.' }),
    description: t.string({ description: 'A new description; null for none.' }),
    interval: t.field({ type: IntervalInput, description: 'Another length of periods, in a new version.' }),
    charges: t.field({ type: [ChargeInput], description: 'All charges of a new version.' }),
    creditGrants: t.field({
      type: [PlanCreditGrantInput],
      description: 'All credit grants of a new version. Absent or null: those of the latest one.',
    }),
  }),
});

const which = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ id: t.id({ required: true, description: 'The global id of the product.' }) }),
  });

const ArchiveProductInput = which('ArchiveProductInput', 'Which product to archive.');
const UnarchiveProductInput = which('UnarchiveProductInput', 'Which product to take out of the archive.');

const payload = (name: string, description: string) =>
  builder.objectRef<{ product: ProductRow }>(name).implement({
    description,
    fields: (t) => ({
      product: t.field({ type: Product, description: 'The product as it is now.', resolve: ({ product }) => product }),
    }),
  });

const CreateProductPayload = payload('CreateProductPayload', 'The product was created.');
const UpdateProductPayload = payload('UpdateProductPayload', 'The product was changed.');
const ArchiveProductPayload = payload('ArchiveProductPayload', 'The product is archived.');
const UnarchiveProductPayload = payload('UnarchiveProductPayload', 'The product is not archived.');

function productId(id: string): string {
  const uuid = parseId('prd', id);
  if (uuid === null) throw new NotFound('There is no product with this id.');
  return uuid;
}

builder.mutationFields((t) => ({
  createProduct: t.field({
    type: CreateProductPayload,
    nullable: true,
    description: 'Makes a product with its first prices. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [ProductKeyTaken, InvalidInput], union: { description: 'What came of `createProduct`.' } },
    args: { input: t.arg({ type: CreateProductInput, required: true, description: 'The product to make.' }) },
    resolve: async (_root, { input }, { deps, principal }) => ({
      product: await createProduct(deps, {
        workspaceId: sightOf(principal).workspaceId,
        key: input.key,
        name: input.name,
        description: input.description ?? null,
        currency: input.currency,
        interval: intervalOf(input.interval),
        charges: input.charges.map(chargeOf),
        creditGrants: (input.creditGrants ?? []).map(grantDraftOf),
      }),
    }),
  }),

  updateProduct: t.field({
    type: UpdateProductPayload,
    nullable: true,
    description:
      'Changes a product. Other charges, other credit grants or another interval make a new version, which new subscriptions get; those that are there keep theirs until they are moved. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [NotFound, InvalidInput], union: { description: 'What came of `updateProduct`.' } },
    args: { input: t.arg({ type: UpdateProductInput, required: true, description: 'What to change.' }) },
    resolve: async (_root, { input }, { deps, principal }) => ({
      product: await updateProduct(deps, {
        workspaceId: sightOf(principal).workspaceId,
        id: productId(input.id),
        name: input.name ?? undefined,
        description: input.description,
        interval: input.interval ? intervalOf(input.interval) : undefined,
        charges: input.charges?.map(chargeOf),
        creditGrants: input.creditGrants?.map(grantDraftOf),
      }),
    }),
  }),

  archiveProduct: t.field({
    type: ArchiveProductPayload,
    nullable: true,
    description:
      'Archives a product: nobody can be subscribed to it any more; subscriptions that are there go on. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [NotFound], union: { description: 'What came of `archiveProduct`.' } },
    args: { input: t.arg({ type: ArchiveProductInput, required: true, description: 'Which one.' }) },
    resolve: async (_root, { input }, { deps, principal }) => {
      const { workspaceId } = sightOf(principal);
      return { product: await archiveProduct(deps, { workspaceId, id: productId(input.id), archived: true }) };
    },
  }),

  unarchiveProduct: t.field({
    type: UnarchiveProductPayload,
    nullable: true,
    description: 'Takes a product out of the archive. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [NotFound], union: { description: 'What came of `unarchiveProduct`.' } },
    args: { input: t.arg({ type: UnarchiveProductInput, required: true, description: 'Which one.' }) },
    resolve: async (_root, { input }, { deps, principal }) => {
      const { workspaceId } = sightOf(principal);
      return { product: await archiveProduct(deps, { workspaceId, id: productId(input.id), archived: false }) };
    },
  }),
}));
