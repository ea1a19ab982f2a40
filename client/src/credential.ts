/** A secret key for backends, or a customer's token, which can be in a browser. */
export type CredentialOptions =
  | {
      /** A secret key of the workspace. Never in a browser. */
      readonly key: string;
      readonly token?: never;
    }
  | {
      readonly key?: never;
      /**
       * A customer token, or how to get one. The function is asked once; again when the server refuses what it gave,
       * as it does when a token has expired. If it throws, so does a request; a live feed asks it again a little later,
       * until its signal is aborted.
       */
      readonly token: string | (() => string | Promise<string>);
    };

export type Credential = {
  current(): Promise<string>;
  /** The server refused this one. True if there may be a better one to try. */
  renew(refused: string): boolean;
};

export function createCredential(options: CredentialOptions): Credential {
  const source = options.key ?? options.token;
  if (typeof source === 'string') return { current: async () => source, renew: () => false };
  if (typeof source !== 'function') throw new TypeError('createClient needs a `key` or a `token`.');
  let pending: Promise<string> | null = null;
  let last: string | null = null;
  return {
    async current() {
      // Shared, so that ten requests at start ask for one token.
      pending ??= Promise.resolve(source()).then((token) => {
        last = token;
        return token;
      });
      const asked = pending;
      try {
        return await asked;
      } catch (error) {
        if (pending === asked) pending = null;
        throw error;
      }
    },
    renew(refused) {
      if (last === refused) {
        pending = null;
        last = null;
      }
      return true;
    },
  };
}
