import type { Instant } from '../core/time/instant.ts';
import { isKeyLive } from '../store/keys.ts';
import type { Context } from './context.ts';
import { refusal } from './refusals.ts';

/**
 * The stream for as long as whoever asked for it may have it: it ends with UNAUTHENTICATED when their token or session
 * expires or their key is revoked. When the reader leaves, the source is closed at once, also in the middle of waiting for
 * it.
 */
export async function untilRefused<T>(
  context: Context,
  source: AsyncIterableIterator<T>,
): Promise<AsyncIterableIterator<T>> {
  const { principal, hub, deps } = context;
  if (principal.kind === 'key') {
    const { keyId, sessionEndsAt } = principal;
    const stream = cuttable(source, (cut) => {
      const deafen = hub.onKeyRevoked(keyId, () => cut(unauthenticated('This API key has been revoked.')));
      const disarm = at(context, sessionEndsAt, () => cut(unauthenticated('This session has expired. Sign in again.')));
      return () => {
        deafen();
        disarm();
      };
    });
    // It may have been revoked between the look-up and the moment we began to listen for that.
    if (await isKeyLive(deps.database, keyId)) return stream;
    await stream.return?.();
    throw unauthenticated('This API key has been revoked.');
  }
  if (principal.kind === 'customer') {
    return cuttable(source, (cut) =>
      at(context, principal.expiresAt, () => cut(unauthenticated('This customer token has expired.'))),
    );
  }
  await source.return?.();
  throw unauthenticated(principal.reason);
}

const unauthenticated = (message: string) => refusal('UNAUTHENTICATED', message);

/** Calls back at an instant, if there is one, unless the returned function is called before. */
function at({ deps }: Context, instant: Instant | null, callBack: () => void): () => void {
  if (instant === null) return () => {};
  const remainingMs = Number((instant - deps.clock.now() + 999n) / 1000n);
  const timer = setTimeout(callBack, Math.max(remainingMs, 0));
  return () => clearTimeout(timer);
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
