import { createSourceEventStream, type ExecutionArgs, execute } from 'graphql';
import { isAsyncIterable, mapAsyncIterator, type Plugin } from 'graphql-yoga';
import { type Context, contextOfMessage } from '../graphql/context.ts';

/** Gives every live message a context of its own, so that what its fields load is as new as the message. */
export function useLiveMessages(): Plugin {
  return {
    // One executor for all: that of Yoga would word some errors differently.
    onExecute({ setExecuteFn }) {
      setExecuteFn(execute);
    },
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(async (args: ExecutionArgs) => {
        const source = await createSourceEventStream(args);
        if (!isAsyncIterable(source)) return source;
        return mapAsyncIterator(source, (rootValue) =>
          execute({ ...args, rootValue, contextValue: contextOfMessage(args.contextValue as Context) }),
        );
      });
    },
  };
}
