import { readEntryEvents } from '../../actions/read-entry-events.ts';
import { builder } from '../builder.ts';
import { connectionOf, pageComplexity } from '../connections.ts';
import { byOccurrence } from '../events/cursors.ts';
import { EventConnection } from '../events/queries.ts';
import { Event } from '../events/type.ts';
import { sightOf } from '../principal.ts';
import { CreditLedgerEntry } from './entry.ts';
import { drawOf } from './loaders.ts';

builder.objectField(CreditLedgerEntry, 'events', (t) =>
  t.connection(
    {
      type: Event,
      description:
        'The events that were recorded, or voided, with it for the same charge, the latest first: those it pays for, or gives back for. Where they drew on several grants at once, their entries have them in common. None for other causes.',
      complexity: pageComplexity,
      resolve: (entry, args, context) =>
        connectionOf(args, byOccurrence, async (page) => {
          const draw = await drawOf(context, entry);
          if (draw === null) return [];
          return await readEntryEvents(
            context.deps.database,
            sightOf(context.principal).workspaceId,
            entry,
            draw,
            page,
          );
        }),
    },
    EventConnection,
  ),
);
