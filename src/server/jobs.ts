import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  makeWorkerUtils,
  parseCronItems,
  type Runner,
  run,
  type TaskList,
  Logger as WorkerLogger,
} from 'graphile-worker';
import type pg from 'pg';
import type { Logger } from 'pino';
import { audit } from '../actions/audit.ts';
import { buildMeter, resumeBuilds } from '../actions/build-meter.ts';
import type { Deps } from '../actions/deps.ts';
import { settleBilling } from '../actions/settle-billing.ts';
import type { Database } from '../store/database.ts';
import { JobPool } from '../store/job-pool.ts';
import { findDueWorkspaces } from '../store/workspaces.ts';

/** Work that nobody waits for, in a queue in the database: any instance may do it, and none forgets it. */

export type Jobs = {
  readonly scheduleBuild: (buildId: number) => Promise<void>;
  /** Begins to work, with what an earlier server has left first. */
  start(deps: Deps): Promise<void>;
  /** Stops taking jobs and waits for the one at hand, which stops after its page. */
  stop(): Promise<void>;
};

const pagesPerLook = 5;
// Two jobs at once, the one that listens, and one for adding to the queue.
const connectionsMax = 4;
const againAfterMs = 1_000;

export async function createJobs(database: Database, log: Logger): Promise<Jobs> {
  const logger = workerLogger(log);
  const pool = openPool(database, log);
  // What LISTEN would tell is found by looking every two seconds.
  const noPreparedStatements = database.pooler !== null;
  const queue = await makeWorkerUtils({ pgPool: pool, logger, noPreparedStatements });
  const stopping = new AbortController();
  let runner: Runner | null = null;
  let kept = Promise.resolve();

  /** Begins anew whenever the queue has ended by itself, which it does if it cannot say of a job that it is done. */
  async function keepRunning(begin: () => Promise<Runner>): Promise<void> {
    const told = once(stopping.signal, 'abort');
    for (;;) {
      if (runner !== null) {
        await Promise.race([runner.promise.catch(() => {}), told]);
        if (stopping.signal.aborted) return;
        log.warn('the job queue has ended and is started again');
        runner = null;
      }
      await delay(againAfterMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      runner = await begin().catch((error: unknown) => {
        log.warn({ err: error }, 'the job queue could not be started again yet');
        return null;
      });
      if (stopping.signal.aborted) await runner?.stop();
      else if (runner !== null) await beginWithWhatWasLeft().catch(() => {});
    }
  }

  /** Else it would wait for the next minute. */
  async function beginWithWhatWasLeft(): Promise<void> {
    for (const task of ['resume_builds', 'settle_billing']) await queue.addJob(task, {}, { jobKey: task });
  }

  async function scheduleBuild(buildId: number): Promise<void> {
    await queue.addJob('build_meter', { buildId }, { jobKey: `build_meter:${buildId}`, maxAttempts: 5 });
  }

  return {
    scheduleBuild,
    async start(deps) {
      const begin = () =>
        run({
          pgPool: pool,
          logger,
          concurrency: 2,
          noHandleSignals: true,
          noPreparedStatements,
          taskList: tasks(deps, stopping.signal),
          // Once a night everything is derived again. Once a minute: builds whose instance has gone, and billing periods that have ended.
          parsedCronItems: parseCronItems([
            ...['resume_builds', 'settle_billing'].map((task) => ({ task, match: '* * * * *', identifier: task })),
            { task: 'audit', match: '37 3 * * *', identifier: 'audit' },
          ]),
          // A job that ends while the database is away stops the queue then, which we hear of. Without this it would be a
          // rejection that nobody handles, and the end of the process.
          preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
        });
      runner = await begin();
      kept = keepRunning(begin);
      await beginWithWhatWasLeft();
    },
    async stop() {
      stopping.abort();
      await runner?.stop().catch(() => {});
      await kept;
      await queue.release();
      await pool.end();
    },
  };
}

function tasks(deps: Deps, stopping: AbortSignal): TaskList {
  return {
    async build_meter(payload) {
      const { buildId } = payload as { buildId: number };
      // In pieces, so that a server that is told to stop does not have to count to the end first.
      while (!stopping.aborted && (await buildMeter(deps, buildId, pagesPerLook)) === 'UNFINISHED');
    },
    async resume_builds() {
      await resumeBuilds(deps);
    },
    async audit() {
      for (const breach of (await audit(deps)).breaches)
        deps.log.error(breach, 'a row disagrees with what it is derived from');
    },
    async settle_billing() {
      for (const workspaceId of await findDueWorkspaces(deps.database.pool, deps.clock.now())) {
        if (stopping.aborted) return;
        await settleBilling(deps, workspaceId);
      }
    },
  };
}

/** Apart from the server's own pool: the queue wants timestamps as the driver gives them, and must not wait for requests. */
function openPool(database: Database, log: Logger): pg.Pool {
  const pool = new JobPool({ connectionString: database.url, max: connectionsMax, application_name: 'misura jobs' });
  const report = (error: Error) => log.warn({ err: error }, 'a connection of the job queue broke and will be replaced');
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}

/** Every job that runs would be two lines; only what goes wrong is worth one. */
function workerLogger(log: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    if (level === 'error') log.error(message);
    else if (level === 'warning') log.warn(message);
    else log.debug(message);
  });
}
