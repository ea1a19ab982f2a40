import { createSourceEventStream, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { isAsyncIterable, mapAsyncIterator, type Plugin } from 'graphql-yoga';
import { type Context, contextOfMessage } from '../graphql/context.ts';
import type { Principal } from '../graphql/principal.ts';
import { executeOnce } from './execute.ts';

/**
 * Gives every live message a context of its own, so that what its fields load is as new as the message. `open` is asked for
 * each stream before anything is done for it; what it gives is called when the stream has ended.
 */
export function useLiveMessages(open: (request: Request, principal: Principal) => () => void): Plugin<Context> {
  return {
    // One executor for all: that of Yoga would word some errors differently.
    onExecute({ setExecuteFn }) {
      setExecuteFn(executeOnce);
    },
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(async (args: ExecutionArgs) => {
        const { request, principal } = args.contextValue as Context & { request: Request };
        const close = open(request, principal);
        const source = await sourceOf(args, close);
        if (!isAsyncIterable(source)) return source;
        const iterator = endingWith(source[Symbol.asyncIterator](), close);
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

async function sourceOf(args: ExecutionArgs, close: () => void): ReturnType<typeof createSourceEventStream> {
  try {
    const source = await createSourceEventStream(args);
    if (!isAsyncIterable(source)) close();
    return source;
  } catch (error) {
    close();
    throw error;
  }
}

/** The same values; `close` is called when there are no more, or nobody wants them. */
function endingWith<T>(source: AsyncIterator<T>, close: () => void): AsyncIterableIterator<T> {
  return {
    async next() {
      try {
        const result = await source.next();
        if (result.done) close();
        return result;
      } catch (error) {
        close();
        throw error;
      }
    },
    async return() {
      close();
      await source.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** What costs too much once costs too much every time, and is only found out when the first message is executed. */
function isTooLarge({ errors }: ExecutionResult): boolean {
  return errors?.some(({ extensions }) => extensions.code === 'QUERY_TOO_LARGE') ?? false;
}
