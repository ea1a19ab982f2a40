/** A secret key for backends, a customer's token, which can be in a browser, or the session of a page of the server's own. */
export type CredentialOptions =
  | {
      /** A secret key of the workspace. Never in a browser. */
      readonly key: string;
      readonly token?: never;
      readonly session?: never;
    }
  | {
      readonly key?: never;
      /**
       * A customer token, or how to get one. The function is asked once; again when the server refuses what it gave,
       * as it does when a token has expired. If it throws, so does a request; a live feed asks it again a little later,
       * until its signal is aborted.
       */
      readonly token: string | (() => string | Promise<string>);
      readonly session?: never;
    }
  | {
      readonly key?: never;
      readonly token?: never;
      /**
       * The browser's cookie for the page's own origin, which scripts cannot read, and no `Authorization` at all. Such a
       * page may give a relative `url`. When the session has ended, requests and live feeds throw `UNAUTHENTICATED`.
       */
      readonly session: true;
    };

export type Credential = {
  /** What goes into `Authorization`; null if the browser's cookie takes its place. */
  current(): Promise<string | null>;
  /** The server refused this one. True if there may be a better one to try. */
  renew(refused: string | null): boolean;
};

export function createCredential(options: CredentialOptions): Credential {
  const given = [options.key, options.token, options.session].filter((credential) => credential !== undefined);
  const [source] = given;
  if (given.length !== 1) throw new TypeError('createClient needs one of `key`, `token` and `session`.');
  if (typeof source === 'string') return { current: async () => source, renew: () => false };
  if (source === true) return { current: async () => null, renew: () => false };
  if (typeof source !== 'function')
    throw new TypeError('A `key` is text, a `token` text or a function, `session` true.');
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
