import type { WorkspaceMode } from '../../core/keys/secret.ts';
import { readBillingSettings } from '../../store/workspaces.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { instantOfDate } from '../instants.ts';
import { sightOf } from '../principal.ts';

const Mode = builder.enumType('WorkspaceMode', {
  description: 'Whether a workspace holds real data.',
  values: {
    LIVE: { description: 'Real customers and real usage.' },
    TEST: { description: 'A sandbox, apart from real data.' },
  },
});

export const Workspace = builder.prismaNode('Workspace', {
  description:
    'All that belongs together: customers, meters, events and the keys to them. A key sees its own workspace only.',
  id: { field: 'id', description: 'The global id, `wks_…`.' },
  // Null for one that is not there, instead of throwing.
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: [{ id: sightOf(principal).workspaceId }] }),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'For people.' }),
    mode: t.field({
      type: Mode,
      description: 'Real data, or a sandbox.',
      resolve: (workspace) => workspace.mode as WorkspaceMode,
    }),
    now: t.field({
      type: 'DateTime',
      description: 'What time it is in it: the server’s, unless it is TEST and its clock was moved.',
      resolve: ({ id }, _args, { deps }) => deps.clocks.now(id),
    }),
    invoiceGraceSeconds: t.field({
      type: 'Int',
      description: 'How long an invoice stays a draft after its period has closed, in seconds.',
      resolve: async ({ id }, _args, { deps }) => (await readBillingSettings(deps.database.pool, id)).graceSeconds,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: (workspace) => instantOfDate(workspace.createdAt),
    }),
  }),
});

/** The workspace of whoever asks. */
export async function readOwnWorkspace({ deps, principal }: Context) {
  const { workspaceId } = sightOf(principal);
  return await deps.database.prisma.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
}
