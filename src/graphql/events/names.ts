import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import { RequestError } from '../../core/errors.ts';
import type { EventKey } from '../../core/events/batch.ts';
import { keyText } from '../../core/events/entry.ts';
import { propertyPaths } from '../../core/events/paths.ts';
import { type EventNameRow, listEventNames } from '../../store/event-names.ts';
import { type EventRow, findEvents } from '../../store/events.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { sightOf } from '../principal.ts';
import { read } from '../required-scopes.ts';

const namesMax = 200;
const pathsMax = 50;

const samples = createContextCache(
  ({ deps, principal }: Context) =>
    new DataLoader<EventKey, EventRow | null, string>(
      (keys) => findEvents(deps.database, sightOf(principal).workspaceId, keys),
      { cacheKeyFn: keyText },
    ),
);

const EventName = builder.objectRef<EventNameRow>('EventName').implement({
  description: 'A name that events have.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name.' }),
    eventCount: t.exposeInt('count', { description: 'How many of the latest 10,000 events have it, voided ones too.' }),
    lastRecordedAt: t.expose('lastRecordedAt', {
      type: 'DateTime',
      description: 'When the latest of them was recorded.',
    }),
    properties: t.stringList({
      description: `Paths of the properties of the latest few of them, as \`valueProperty\`, \`groupBy\` and filters take them; at most ${pathsMax}, in alphabetical order.`,
      complexity: 1,
      resolve: async (row, _args, context) => {
        const events = await Promise.all(row.samples.map((key) => samples(context).load(key)));
        return propertyPaths(
          events.flatMap((event) => (event === null ? [] : [event.properties])),
          pathsMax,
        );
      },
    }),
  }),
});

builder.queryField('eventNames', (t) =>
  t.field({
    type: [EventName],
    description: 'The names of the latest 10,000 recorded events, those with most events first.',
    authScopes: read,
    complexity: ({ first }) => ({ field: 10, multiplier: Math.min(Math.max(first ?? 50, 1), namesMax) }),
    args: { first: t.arg.int({ defaultValue: 50, description: `How many at most: 1 to ${namesMax}.` }) },
    resolve: async (_root, args, { deps, principal }) => {
      const first = args.first ?? 50;
      if (first < 1 || first > namesMax) throw new RequestError(`\`first\` must be between 1 and ${namesMax}.`);
      return await listEventNames(deps.database.pool, sightOf(principal).workspaceId, first);
    },
  }),
);
