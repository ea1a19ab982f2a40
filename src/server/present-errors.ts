import type { ExecutionResult } from 'graphql';
import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Context } from '../graphql/context.ts';
import { presentError } from '../graphql/present-error.ts';

/** Shows the caller only what the caller may see of an error, in answers and in live messages alike. */
export function usePresentedErrors(log: Logger, refused: (code: string) => void): Plugin {
  function present(result: ExecutionResult, context: Context): ExecutionResult {
    if (result.errors === undefined) return result;
    const errors = result.errors.map((error) => presentError(error, context.requestId, log));
    for (const { extensions } of errors) refused(String(extensions.code));
    return { ...result, errors };
  }
  return {
    onExecute({ args }) {
      return {
        onExecuteDone(payload) {
          return handleStreamOrSingleExecutionResult(payload, ({ result, setResult }) =>
            setResult(present(result, args.contextValue as unknown as Context)),
          );
        },
      };
    },
    onSubscribe({ args }) {
      const context = args.contextValue as unknown as Context;
      return {
        onSubscribeResult(payload) {
          return handleStreamOrSingleExecutionResult(payload, ({ result, setResult }) =>
            setResult(present(result, context)),
          );
        },
        onSubscribeError({ error, setError }) {
          const shown = presentError(error, context.requestId, log);
          refused(String(shown.extensions.code));
          setError(shown);
        },
      };
    },
  };
}
