import type { Plugin } from 'graphql-yoga';
import type { Context } from '../graphql/context.ts';
import { directEvents, recordEventsVariable } from '../graphql/events/direct-events.ts';

/**
 * Takes the events of a `recordEvents` request past GraphQL's coercion of variables: what remains for it is an empty list.
 * Only where that changes nothing but the time it takes; see `directEvents`.
 */
export function useDirectEvents(): Plugin<Context> {
  return {
    onExecute({ args, extendContext }) {
      const name = recordEventsVariable(args.document);
      if (name === null) return;
      const input: unknown = args.variableValues?.[name];
      const events = directEvents(input);
      if (events === null) return;
      args.variableValues = { ...args.variableValues, [name]: { ...(input as object), events: [] } };
      extendContext({ directEvents: events });
    },
  };
}
