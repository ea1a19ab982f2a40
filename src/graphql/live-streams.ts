import { isKeyLive } from '../store/keys.ts';
import type { Context } from './context.ts';
import { refusal } from './refusals.ts';

/**
 * The stream for as long as whoever asked for it may have it: it ends with UNAUTHENTICATED when their token expires or
 * their key is revoked. When the reader leaves, the source is closed at once, also in the middle of waiting for it.
 */
export async function untilRefused<T>(
  context: Context,
  source: AsyncIterableIterator<T>,
): Promise<AsyncIterableIterator<T>> {
  const { principal, hub, deps } = context;
  if (principal.kind === 'key') {
    const stream = cuttable(source, (cut) =>
      hub.onKeyRevoked(principal.keyId, () => cut(refusal('UNAUTHENTICATED', 'This API key has been revoked.'))),
    );
    // It may have been revoked between the look-up and the moment we began to listen for that.
    if (await isKeyLive(deps.database, principal.keyId)) return stream;
    await stream.return?.();
    throw refusal('UNAUTHENTICATED', 'This API key has been revoked.');
  }
  if (principal.kind === 'customer') {
    return cuttable(source, (cut) => {
      const remainingMs = Number((principal.expiresAt - deps.clock.now() + 999n) / 1000n);
      const timer = setTimeout(
        () => cut(refusal('UNAUTHENTICATED', 'This customer token has expired.')),
        Math.max(remainingMs, 0),
      );
      return () => clearTimeout(timer);
    });
  }
  await source.return?.();
  throw refusal('UNAUTHENTICATED', principal.reason);
}

/**
 * Not a generator: one that waits for its source cannot be told to stop before the source gives something, and a quiet
 * stream would be watched for ever after its reader has left.
 */
function cuttable<T>(
  source: AsyncIterableIterator<T>,
  arm: (cut: (error: Error) => void) => () => void,
): AsyncIterableIterator<T> {
  let error: Error | null = null;
  let reject: ((error: Error) => void) | null = null;
  const disarm = arm((reason) => {
    if (error !== null) return;
    error = reason;
    close();
    const waiting = reject;
    reject = null;
    if (waiting === null) return;
    error = null;
    waiting(reason);
  });

  function close(): void {
    disarm();
    void Promise.resolve(source.return?.()).catch(() => {});
  }

  return {
    async next() {
      if (error !== null) {
        const reason = error;
        error = null;
        throw reason;
      }
      return await new Promise<IteratorResult<T>>((resolve, fail) => {
        reject = fail;
        source.next().then(
          (result) => {
            reject = null;
            resolve(result);
          },
          (failure: unknown) => {
            reject = null;
            fail(failure);
          },
        );
      });
    },
    async return() {
      close();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
