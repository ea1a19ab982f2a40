import { advanceClock } from '../../actions/advance-clock.ts';
import type { Settled } from '../../actions/settle-billing.ts';
import { updateWorkspace } from '../../actions/update-workspace.ts';
import { InvalidInput, NotATestWorkspace } from '../../core/errors.ts';
import { builder } from '../builder.ts';
import { ErrorInterface } from '../errors.ts';
import { sightOf } from '../principal.ts';
import { administer } from '../required-scopes.ts';
import { readOwnWorkspace, Workspace } from './type.ts';

builder.objectType(NotATestWorkspace, {
  name: 'NotATestWorkspace',
  description: 'Only a TEST workspace has a clock that can be moved. Nothing was changed.',
  interfaces: [ErrorInterface],
});

const AdvanceClockInput = builder.inputType('AdvanceClockInput', {
  description: 'How far to move the clock.',
  fields: (t) => ({
    to: t.field({
      type: 'DateTime',
      required: true,
      description: 'What it shall show: later than now, at most 10 years.',
    }),
  }),
});

const AdvanceClockPayload = builder.objectRef<Settled>('AdvanceClockPayload').implement({
  description: 'The clock was moved, and what fell due on the way has happened.',
  fields: (t) => ({
    workspace: t.field({
      type: Workspace,
      description: 'The workspace, with its time.',
      resolve: (_settled, _args, context) => readOwnWorkspace(context),
    }),
    periodsClosed: t.exposeInt('opened', { description: 'How many periods began or ended on the way.' }),
    invoicesFinalized: t.exposeInt('finalized', { description: 'How many invoices became final.' }),
  }),
});

const UpdateWorkspaceInput = builder.inputType('UpdateWorkspaceInput', {
  description: 'What to change of the workspace.',
  fields: (t) => ({
    invoiceGraceSeconds: t.int({
      required: true,
      description: 'How long an invoice stays a draft after its period has closed: 0 to 31 days, in seconds.',
    }),
  }),
});

const UpdateWorkspacePayload = builder.objectRef<object>('UpdateWorkspacePayload').implement({
  description: 'The workspace was changed.',
  fields: (t) => ({
    workspace: t.field({
      type: Workspace,
      description: 'The workspace as it is now.',
      resolve: (_payload, _args, context) => readOwnWorkspace(context),
    }),
  }),
});

builder.mutationFields((t) => ({
  advanceClock: t.field({
    type: AdvanceClockPayload,
    nullable: true,
    description:
      'Moves the clock of a TEST workspace forward. Everything that would have happened on the way happens: periods close, invoices become final, subscriptions begin and end. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [NotATestWorkspace, InvalidInput], union: { description: 'What came of `advanceClock`.' } },
    args: { input: t.arg({ type: AdvanceClockInput, required: true, description: 'How far.' }) },
    resolve: (_root, { input }, { deps, principal }) =>
      advanceClock(deps, { workspaceId: sightOf(principal).workspaceId, to: input.to }),
  }),

  updateWorkspace: t.field({
    type: UpdateWorkspacePayload,
    nullable: true,
    description: 'Changes how the workspace bills. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [InvalidInput], union: { description: 'What came of `updateWorkspace`.' } },
    args: { input: t.arg({ type: UpdateWorkspaceInput, required: true, description: 'What to change.' }) },
    resolve: async (_root, { input }, { deps, principal }) => {
      await updateWorkspace(deps, { workspaceId: sightOf(principal).workspaceId, ...input });
      return {};
    },
  }),
}));
