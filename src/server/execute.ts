import { RequestCache } from '@pothos/plugin-scope-auth';
import { type ExecutionArgs, type ExecutionResult, execute } from 'graphql';

/**
 * Executes an operation, or one message of a live field, and then has the authorisation forget it.
 *
 * What that remembers is in a WeakMap and refers to the context, which V8's young collections take for alive: every
 * request with all that it holds would be moved to the old generation and stay until a full collection. Measured: four
 * times the time in the collector for requests of one event.
 */
export async function executeOnce(args: ExecutionArgs): Promise<ExecutionResult> {
  try {
    return await execute(args);
  } finally {
    RequestCache.clearForContext(args.contextValue as object);
  }
}
