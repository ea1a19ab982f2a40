import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import type { Clock, Deps, Ids } from '../actions/deps.ts';
import { flushEvents } from '../actions/flush-events.ts';
import { createRecorder } from '../actions/recorder.ts';
import type { Instant } from '../core/time/instant.ts';
import { createAuthenticator } from '../graphql/authenticate.ts';
import type { AppContext } from '../graphql/context.ts';
import { createHub } from '../live/hub.ts';
import { createPostgresAnnouncer } from '../live/postgres-announcer.ts';
import { createCatalogs } from '../store/catalog.ts';
import type { Database } from '../store/database.ts';

export const systemClock: Clock = { now: () => BigInt(Date.now()) * 1000n };

export const systemIds: Ids = { uuid: uuidv7, secret: randomBytes };

export type Parts = {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly scheduleBuild: (buildId: number) => Promise<void>;
};

/** Everything that answers requests, put together over a migrated database. Ends with its hub and its recorder. */
export async function compose(parts: Parts): Promise<AppContext> {
  const { database, clock, log } = parts;
  const announcer = createPostgresAnnouncer(database, log);
  const flushing = { ...parts, announcer, catalogs: createCatalogs() };
  const recordingTime = strictlyIncreasing(clock);
  const recorder = createRecorder((workspaceId, batches) => flushEvents(flushing, recordingTime, workspaceId, batches));
  const deps: Deps = { ...flushing, recorder };
  const hub = await createHub({ database, announcer, log });
  return { deps, hub, authenticator: createAuthenticator({ database, clock }) };
}

/** No two flushes of this process have the same time, since it is what the live tail finds their events by. */
function strictlyIncreasing(clock: Clock): () => Instant {
  let last = 0n;
  return () => {
    const now = clock.now();
    last = now > last ? now : last + 1n;
    return last;
  };
}
