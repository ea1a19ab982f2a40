import type { Logger } from 'pino';
import type { Instant } from '../core/time/instant.ts';
import type { Announcer } from '../live/announcer.ts';
import type { Catalogs } from '../store/catalog.ts';
import type { Database } from '../store/database.ts';
import type { KnownNames } from '../store/known-names.ts';
import type { WorkspaceClocks } from '../store/workspace-clock.ts';
import type { CreditDesk } from './move-credits.ts';
import type { Recorder } from './recorder.ts';

/** The time, in microseconds since the Unix epoch. */
export type Clock = { now(): Instant };

export type Ids = {
  /** A new UUIDv7: ids made later sort later. */
  uuid(): string;
  /** Random bytes fit for a secret. */
  secret(byteCount: number): Buffer;
};

/** What an action may use, built once in the composition root and once in the test kit. */
export type Deps = {
  readonly database: Database;
  readonly clock: Clock;
  /** What time it is in each workspace: the clock's, but for TEST ones that have been moved ahead. */
  readonly clocks: WorkspaceClocks;
  readonly ids: Ids;
  readonly log: Logger;
  readonly announcer: Announcer;
  readonly catalogs: Catalogs;
  readonly known: KnownNames;
  readonly recorder: Recorder;
  readonly creditDesk: CreditDesk;
  /** Asks for `buildMeter` in the background, on whichever instance is free. */
  readonly scheduleBuild: (buildId: number) => Promise<void>;
};
