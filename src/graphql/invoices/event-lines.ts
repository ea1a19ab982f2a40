import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import { type EventLine, readEventLines } from '../../actions/read-event-lines.ts';
import type { EventRow } from '../../store/events.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { Event } from '../events/type.ts';
import { eventKeyText } from '../global-ids.ts';
import { sightOf } from '../principal.ts';
import { readOwn } from '../required-scopes.ts';
import { InvoiceLine } from './line.ts';
import { Invoice } from './type.ts';

const lines = createContextCache(
  ({ deps, principal }: Context) =>
    new DataLoader<EventRow, EventLine[], string>(
      (events) => readEventLines(deps.database.pool, sightOf(principal).workspaceId, events),
      { cacheKeyFn: eventKeyText },
    ),
);

const EventInvoiceLine = builder.objectRef<EventLine>('EventInvoiceLine').implement({
  description: 'A line of an invoice that an event is part of.',
  fields: (t) => ({
    invoice: t.field({ type: Invoice, description: 'The invoice.', resolve: ({ invoice }) => invoice }),
    line: t.field({
      type: InvoiceLine,
      description: 'The line.',
      resolve: ({ line, invoice }) => ({ line, currency: invoice.currency, invoice }),
    }),
  }),
});

builder.objectField(Event, 'invoiceLines', (t) =>
  t.field({
    type: [EventInvoiceLine],
    description:
      'The invoice lines that have it among their `events`, as it counts now: of invoices that are final, void or drafts, and of upcoming ones; the earliest period first. An event that came late is also on the line that adjusts its period. None for one that is voided, or that no subscription pays for. Takes a customer token.',
    authScopes: readOwn,
    // A meter or two of one subscription; more where an invoice was issued again, or adjusts another.
    complexity: { field: 1, multiplier: 3 },
    resolve: (event, _args, context) => lines(context).load(event),
  }),
);
