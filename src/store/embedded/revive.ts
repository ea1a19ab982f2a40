import { setTimeout as delay } from 'node:timers/promises';
import { DataDirectoryInUse } from './errors.ts';
import type { Home } from './home.ts';
import { findServing, launch } from './launch.ts';
import { isRunning, type Postmaster } from './postmaster.ts';

/** What becomes of a PostgreSQL that has died while it was in use. */
export type News =
  | { readonly kind: 'DIED' }
  | { readonly kind: 'NOT_BACK_YET'; readonly error: unknown; readonly againInMs: number }
  | { readonly kind: 'BACK'; readonly afterMs: number };

export type Reviver = {
  /** The one that was started last. */
  readonly postmaster: Postmaster;
  /** Starts it again if it has died, at the same port. Never throws: whoever calls this calls it again. */
  revive(): Promise<void>;
};

// At once the first time: most die once, of a lack of memory that is over. One that cannot live is not started in a circle.
const pauseMsMin = 500;
const pauseMsMax = 30_000;
// Whatever has lived for so long died of something else than the one before.
const livedMs = 60_000;

/** Until `signal` says otherwise, brings back the server `first` of this home as often as it dies. */
export function createReviver(
  home: Home,
  first: Postmaster,
  { settings, signal, hear }: { settings: readonly string[]; signal: AbortSignal; hear: (news: News) => void },
): Reviver {
  const { port } = first;
  let postmaster = first;
  let startedAtMs = performance.now();
  let diedAtMs: number | null = null;
  let tries = 0;

  const pauseMs = () => (tries === 0 ? 0 : Math.min(pauseMsMin * 2 ** (tries - 1), pauseMsMax));

  async function start(): Promise<Postmaster> {
    const server = (await findServing(home)) ?? (await launch(home, { settings, port, signal }));
    if (server.port === port) return server;
    throw new DataDirectoryInUse(`Another server has been started on ${home.dataDir} meanwhile.`);
  }

  return {
    get postmaster() {
      return postmaster;
    },
    async revive() {
      if (signal.aborted || isRunning(postmaster)) return;
      if (diedAtMs === null) {
        diedAtMs = performance.now();
        if (diedAtMs - startedAtMs > livedMs) tries = 0;
        hear({ kind: 'DIED' });
      }
      await delay(pauseMs(), undefined, { ref: false, signal }).catch(() => {});
      if (signal.aborted) return;
      tries += 1;
      try {
        postmaster = await start();
      } catch (error) {
        if (!signal.aborted) hear({ kind: 'NOT_BACK_YET', error, againInMs: pauseMs() });
        return;
      }
      startedAtMs = performance.now();
      hear({ kind: 'BACK', afterMs: Math.round(startedAtMs - diedAtMs) });
      diedAtMs = null;
    },
  };
}
