import type { WorkspaceMode } from '../../core/keys/secret.ts';
import { builder } from '../builder.ts';
import { instantOfDate } from '../instants.ts';
import { sightOf } from '../principal.ts';

const Mode = builder.enumType('WorkspaceMode', {
  description: 'Whether a workspace holds real data.',
  values: {
    LIVE: { description: 'Real customers and real usage.' },
    TEST: { description: 'A sandbox, apart from real data.' },
  },
});

builder.prismaNode('Workspace', {
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
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: (workspace) => instantOfDate(workspace.createdAt),
    }),
  }),
});
