import { CreditTypeKeyTaken } from '../../core/errors.ts';
import { type CreditTypeRow, findCreditTypesById } from '../../store/credit-types.ts';
import { builder } from '../builder.ts';
import { ErrorInterface } from '../errors.ts';
import { missingNode } from '../missing-node.ts';
import { Money } from '../money.ts';
import { sightOf } from '../principal.ts';

export const CreditType = builder.loadableNode(builder.objectRef<CreditTypeRow>('CreditType'), {
  name: 'CreditType',
  description: 'What credits are counted in: one balance for each customer who has any.',
  id: { resolve: (type) => type.id, description: 'The global id, `crt_…`.' },
  load: async (ids: string[], { deps, principal }) => {
    const found = await findCreditTypesById(deps.database.pool, sightOf(principal).workspaceId, ids);
    return ids.map((id) => found.get(id) ?? missingNode);
  },
  fields: (t) => ({
    key: t.exposeString('key', { description: 'What code calls it. Unique in the workspace, and never changes.' }),
    name: t.exposeString('name', { description: 'What people call it.' }),
    unit: t.exposeString('unit', { nullable: true, description: 'What one of them is called, for people.' }),
    precision: t.exposeInt('precision', {
      description: 'How many decimals an amount of them may have, 0 to 12. Never changes.',
    }),
    value: t.field({
      type: Money,
      nullable: true,
      description: 'What one credit is worth; null if nobody has said.',
      resolve: ({ value }) => value,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});

builder.objectType(CreditTypeKeyTaken, {
  name: 'CreditTypeKeyTaken',
  description: 'A credit type of your workspace has this `key` already. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    creditType: t.field({
      type: CreditType,
      description: 'The credit type that has it.',
      resolve: (error) => error.creditTypeId,
    }),
  }),
});
