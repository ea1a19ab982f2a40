import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import { readEventEntries } from '../../actions/read-event-entries.ts';
import type { EventRow } from '../../store/events.ts';
import type { LedgerRow } from '../../store/ledger.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { Event } from '../events/type.ts';
import { eventKeyText } from '../global-ids.ts';
import { sightOf } from '../principal.ts';
import { readOwn } from '../required-scopes.ts';
import { CreditLedgerEntry } from './entry.ts';

const entries = createContextCache(
  ({ deps, principal }: Context) =>
    new DataLoader<EventRow, LedgerRow[], string>(
      (events) => readEventEntries(deps.database, sightOf(principal).workspaceId, events),
      { cacheKeyFn: eventKeyText },
    ),
);

builder.objectField(Event, 'creditEntries', (t) =>
  t.field({
    type: [CreditLedgerEntry],
    description:
      'The entries of its customer’s ledgers that have it among their `events`: what it drew with the events that were recorded together with it, then what came back when it was voided. None for one that moved no credits. Takes a customer token.',
    authScopes: readOwn,
    // Few charges draw for one event, on one grant or two.
    complexity: { field: 1, multiplier: 3 },
    resolve: (event, _args, context) => entries(context).load(event),
  }),
);
