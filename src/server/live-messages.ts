import { createSourceEventStream, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { isAsyncIterable, mapAsyncIterator, type Plugin } from 'graphql-yoga';
import { type Context, contextOfMessage } from '../graphql/context.ts';
import { executeOnce } from './execute.ts';

/** Gives every live message a context of its own, so that what its fields load is as new as the message. */
export function useLiveMessages(): Plugin {
  return {
    // One executor for all: that of Yoga would word some errors differently.
    onExecute({ setExecuteFn }) {
      setExecuteFn(executeOnce);
    },
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(async (args: ExecutionArgs) => {
        const source = await createSourceEventStream(args);
        if (!isAsyncIterable(source)) return source;
        const iterator = source[Symbol.asyncIterator]();
        return mapAsyncIterator(iterator, async (rootValue) => {
          const contextValue = contextOfMessage(args.contextValue as Context);
          const result = await executeOnce({ ...args, rootValue, contextValue });
          if (isTooLarge(result)) void iterator.return?.();
          return result;
        });
      });
    },
  };
}

/** What costs too much once costs too much every time, and is only found out when the first message is executed. */
function isTooLarge({ errors }: ExecutionResult): boolean {
  return errors?.some(({ extensions }) => extensions.code === 'QUERY_TOO_LARGE') ?? false;
}
