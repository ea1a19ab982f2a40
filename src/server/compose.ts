import { randomBytes } from 'node:crypto';
import type { Tracer } from '@opentelemetry/api';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import type { Clock, Deps, Ids } from '../actions/deps.ts';
import { flushEvents, increasingClock } from '../actions/flush-events.ts';
import { createCreditDesk } from '../actions/move-credits.ts';
import { createRecorder, type Flush } from '../actions/recorder.ts';
import { createAuthenticator } from '../graphql/authenticate.ts';
import type { AppContext } from '../graphql/context.ts';
import { chooseAnnouncer } from '../live/choose-announcer.ts';
import { createHub } from '../live/hub.ts';
import { createCatalogs } from '../store/catalog.ts';
import type { Database } from '../store/database.ts';
import { createKnownNames } from '../store/known-names.ts';
import { createWorkspaceClocks } from '../store/workspace-clock.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { Metrics } from './metrics.ts';
import { observed } from './observe.ts';
import { tracedFlush } from './tracing.ts';

export const systemClock: Clock = { now: () => BigInt(Date.now()) * 1000n };

export const systemIds: Ids = { uuid: uuidv7, secret: randomBytes };

export type Parts = {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /** Announces through Redis; none: through the database. */
  readonly redisUrl?: string | null;
  readonly limits?: Limits;
  /** None: nothing is counted. */
  readonly metrics?: Metrics;
  /** None: nothing is traced. */
  readonly tracer?: Tracer;
  readonly scheduleBuild: (buildId: number) => Promise<void>;
};

/** What the actions work with, over a migrated database. */
export async function composeDeps(parts: Parts): Promise<Deps> {
  const announcer = await chooseAnnouncer(parts.database, parts.redisUrl ?? null, parts.log);
  const clocks = createWorkspaceClocks(parts.database, parts.clock);
  const flushing = { ...parts, clocks, announcer, catalogs: createCatalogs(), known: createKnownNames() };
  const recordingTime = increasingClock(parts.clock);
  const flush: Flush = (workspaceId, batches) => flushEvents(flushing, recordingTime, workspaceId, batches);
  const recorder = createRecorder(
    tracedFlush(observed(flush, parts.metrics), parts.tracer),
    parts.limits?.queuedEventsMax ?? defaultLimits.queuedEventsMax,
  );
  return { ...flushing, recorder, creditDesk: createCreditDesk(flushing) };
}

/** Everything that answers requests. Ends with its hub, its recorder and then its announcer. */
export async function compose(parts: Parts): Promise<AppContext> {
  const { database, clock, log } = parts;
  const deps = await composeDeps(parts);
  const hub = await createHub({ database, announcer: deps.announcer, log });
  return { deps, hub, authenticator: createAuthenticator({ database, clock }) };
}
