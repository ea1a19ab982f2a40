/**
 * What a component knows of something live at this moment. `data` is there for certain only while it is `live`: what to
 * show in the other cases is a decision, and the types ask for it.
 */
export type LiveState<TValue> =
  | { readonly status: 'loading'; readonly data: null; readonly error: null }
  | { readonly status: 'live'; readonly data: TValue; readonly error: null }
  | {
      /** The connection is lost and is being opened again. It may have changed since. */
      readonly status: 'reconnecting';
      /** The latest that was known; null if nothing was yet. */
      readonly data: TValue | null;
      /** Null if the server ended the connection in good order. */
      readonly error: Error | null;
    }
  | {
      /** The server refuses, and it ends here: no such customer, a token or a session that has ended. */
      readonly status: 'error';
      readonly data: TValue | null;
      readonly error: Error;
      /** Begins anew, for everybody who watches the same. */
      readonly retry: () => void;
    };

/** Nothing is watched, because there were no variables. */
export type IdleState = { readonly status: 'idle'; readonly data: null; readonly error: null };

// One object for all, because a store that gives a new one at each look is rendered for ever.
export const loading = { status: 'loading', data: null, error: null } as const;
export const idle: IdleState = { status: 'idle', data: null, error: null };
