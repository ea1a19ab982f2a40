import { readLineEvents } from '../../actions/read-line-events.ts';
import { builder } from '../builder.ts';
import { connectionOf, pageComplexity } from '../connections.ts';
import { byOccurrence } from '../events/cursors.ts';
import { EventConnection } from '../events/queries.ts';
import { Event } from '../events/type.ts';
import { InvoiceLine } from './line.ts';

builder.objectField(InvoiceLine, 'events', (t) =>
  t.connection(
    {
      type: Event,
      description:
        'The events it is made of, the latest first, as they count now: of a final invoice also those that came late, which an adjustment bills. None where the line is not about usage.',
      complexity: pageComplexity,
      resolve: ({ line, invoice }, args, { deps }) =>
        connectionOf(args, byOccurrence, async (page) => {
          const { meterId, from, to } = line;
          if (meterId === null || from === null || to === null) return [];
          const { workspaceId, customerId, subscriptionId } = invoice;
          const usage = { workspaceId, customerId, subscriptionId, meterId, within: { from, to } };
          return await readLineEvents(deps.database, usage, page);
        }),
    },
    EventConnection,
  ),
);
