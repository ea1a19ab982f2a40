import { createCreditType } from '../../actions/create-credit-type.ts';
import { CreditTypeKeyTaken, InvalidInput } from '../../core/errors.ts';
import type { CreditTypeRow } from '../../store/credit-types.ts';
import { builder } from '../builder.ts';
import { MoneyInput } from '../money.ts';
import { sightOf } from '../principal.ts';
import { administer } from '../required-scopes.ts';
import { CreditType } from './type.ts';

const CreateCreditTypeInput = builder.inputType('CreateCreditTypeInput', {
  description: 'What credits are to be counted in.',
  fields: (t) => ({
    key: t.string({
      required: true,
      description: 'What code will call it: 1 to 64 letters, digits, `_`, `.` or `-`, unique in the workspace.',
    }),
    name: t.string({ required: true, description: 'What people will call it.' }),
    unit: t.string({ description: 'What one of them is called, for people.' }),
    precision: t.int({
      required: true,
      defaultValue: 0,
      description: 'How many decimals an amount of them may have, 0 to 12. Never changes.',
    }),
    value: t.field({ type: MoneyInput, description: 'What one credit is worth.' }),
  }),
});

const CreateCreditTypePayload = builder.objectRef<{ creditType: CreditTypeRow }>('CreateCreditTypePayload').implement({
  description: 'The credit type was created.',
  fields: (t) => ({
    creditType: t.field({
      type: CreditType,
      description: 'The new credit type.',
      resolve: ({ creditType }) => creditType,
    }),
  }),
});

builder.mutationField('createCreditType', (t) =>
  t.field({
    type: CreateCreditTypePayload,
    nullable: true,
    description: 'Makes a credit type. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [CreditTypeKeyTaken, InvalidInput], union: { description: 'What came of `createCreditType`.' } },
    args: { input: t.arg({ type: CreateCreditTypeInput, required: true, description: 'The credit type to make.' }) },
    resolve: async (_root, { input }, { deps, principal }) => ({
      creditType: await createCreditType(deps, {
        workspaceId: sightOf(principal).workspaceId,
        key: input.key,
        name: input.name,
        unit: input.unit ?? null,
        precision: input.precision,
        value: input.value ?? null,
      }),
    }),
  }),
);
