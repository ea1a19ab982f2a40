import type { Plugin } from 'graphql-yoga';
import type { Context } from '../graphql/context.ts';
import { directInput, recordingOf } from '../graphql/events/direct-events.ts';

/**
 * Takes the events of a `recordEvent` or `recordEvents` request past GraphQL's coercion of variables, for which next to
 * nothing remains. Only where that changes nothing but the time it takes; see `directInput`.
 */
export function useDirectEvents(): Plugin<Context> {
  return {
    onExecute({ args, extendContext }) {
      const recording = recordingOf(args.document);
      if (recording === null) return;
      const { field, variable } = recording;
      const direct = directInput(field, args.variableValues?.[variable]);
      if (direct === null) return;
      args.variableValues = { ...args.variableValues, [variable]: direct.rest };
      extendContext({ directEvents: direct.events });
    },
  };
}
